"""A folder of pictures, worked through by the command as somebody types it, and killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.bulk.ledger import LEDGER
from core.photos import decode_photo
from tests.support.folders import ROOT
from tests.support.sample import sample_photo

pytestmark = pytest.mark.slow

PICTURES = 16


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures in two folders, two of one name and kind of name, and a file that is none."""
    root = tmp_path_factory.mktemp("pictures")
    (root / "deep" / "er").mkdir(parents=True)
    for number in range(PICTURES):
        image = np.roll(cv2.resize(sample_photo(), (256, 256)), number, axis=1)
        name = ("{}.jpg", "{}.png", "deep/er/{}.jpg", "deep/{}.png")[number % 4].format(number // 4)
        cv2.imwrite(str(root / name), image)
    (root / "deep" / "words.jpg").write_text("only words")
    return root


def command(folder: Path, out: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "core.emojify", str(folder), "--out", str(out)),
        *("--workers", "2", "--model", "tutorial"),
    ]


def run(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(folder, out), cwd=ROOT, capture_output=True, text=True)


def results(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.png")}


def ledger(out: Path) -> list[str]:
    return [json.loads(line)["file"] for line in (out / LEDGER).read_text().splitlines()]


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a run that nobody disturbed."""
    out = tmp_path_factory.mktemp("whole")
    done = run(folder, out)
    assert done.returncode == 1 and "deep/words.jpg" in done.stderr, done.stderr
    return out


def test_every_picture_has_its_own_result_in_the_same_folders(folder, whole):
    made = results(whole)

    assert len(made) == PICTURES
    assert {"0-jpg.png", "0-png.png", "deep/er/0-jpg.png", "deep/0-png.png"} <= set(made)
    for name, data in made.items():
        assert decode_photo(data).shape == (256, 256, 3), name
    assert sorted(ledger(whole)) == sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*.*")
    )


def test_run_again_it_does_only_what_changed(folder, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("0.jpg", "1.jpg"):
        (tmp_path / "in" / name).write_bytes((folder / name).read_bytes())
    out = tmp_path / "in" / "out"  # results among the pictures are no pictures
    run(tmp_path / "in", out)
    (tmp_path / "in" / "1.jpg").write_bytes((folder / "2.jpg").read_bytes())

    again = run(tmp_path / "in", out)

    assert len(ledger(out)) == 3, "the changed picture twice, each as it was"
    assert "1 pictures done, 1 done before, 0 bad" in again.stdout, again.stderr
    assert len(results(out)) == 2


def test_a_file_that_cannot_be_read_is_told_each_time_and_noted_once(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "words.jpg").write_text("only words")
    run(tmp_path / "in", tmp_path / "out")

    again = run(tmp_path / "in", tmp_path / "out")

    assert again.returncode == 1 and "words.jpg" in again.stderr
    assert ledger(tmp_path / "out") == ["words.jpg"]


def test_killed_five_times_each_result_is_there_once_and_whole(folder, whole, tmp_path):
    for kill in range(1, 6):
        running = subprocess.Popen(
            command(folder, tmp_path), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        until = time.monotonic() + 60
        while len(list(tmp_path.rglob("*.png"))) < 2 * kill and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
    torn = (tmp_path / LEDGER).read_bytes()
    (tmp_path / LEDGER).write_bytes(torn + b'{"file": "0.j')  # as a kill while writing leaves it

    last = run(folder, tmp_path)

    assert last.returncode == 1, "the bad file is told again by whoever reads it last"
    assert results(tmp_path) == results(whole)
    assert sorted(ledger(tmp_path)) == sorted(ledger(whole))
    assert list(tmp_path.rglob("*.part")) == []
