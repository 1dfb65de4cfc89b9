"""A store whose writers are killed at any moment: no committed row is lost, no file is torn."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from core.own.store import OwnStore

ROOT = Path(__file__).parents[3]
# Keeps faces, hundreds a second, and tells each number only once it is kept.
WRITER = """
import sys
import time
from pathlib import Path
import numpy as np
from core.own import store as rules
rules.MAX_FACES = 1_000_000
store = rules.OwnStore(Path(sys.argv[1]))
patch = np.zeros((48, 48), np.uint8)
while True:
    print(store.keep_face(patch, sys.argv[2], "test"), flush=True)
    time.sleep(0.002)  # so that the other one gets its turn: SQLite's lock is not fair
"""


def kill_writers(path: Path, kills: int) -> set[int]:
    """Two writers at once, one of them killed again and again; returns what they said is kept."""
    chance = random.Random(0)
    promised: set[int] = set()
    other = started(path, "steady")
    for _ in range(kills):
        writer = started(path, "killed")
        assert writer.stdout is not None
        promised.add(int(writer.stdout.readline()))  # it is at work
        timer = threading.Timer(chance.random() * 0.15, writer.send_signal, (signal.SIGKILL,))
        timer.start()
        promised |= whole_numbers(writer)
        timer.join()
    other.kill()
    return promised | whole_numbers(other)


def started(path: Path, label: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), label]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def whole_numbers(writer: "subprocess.Popen[str]") -> set[int]:
    """What a writer said until it died; a line that was cut short says nothing."""
    said, _ = writer.communicate()
    return {int(line) for line in said.split("\n")[:-1]}


@pytest.mark.slow
@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.long)])
def test_no_committed_face_is_lost_when_writers_are_killed(tmp_path, kills):
    path = tmp_path / "own.sqlite"

    promised = kill_writers(path, kills)

    kept = {face.id for face in OwnStore(path).faces()}
    assert len(promised) > kills and promised <= kept
    with closing(sqlite3.connect(path)) as file, file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_many_sessions_write_at_once(tmp_path):
    path = tmp_path / "own.sqlite"
    patch = np.zeros((48, 48), np.uint8)

    def keep() -> None:
        store = OwnStore(path)
        for _ in range(10):
            store.keep_face(patch, "happy", "test")

    threads = [threading.Thread(target=keep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(OwnStore(path).faces()) == 80
