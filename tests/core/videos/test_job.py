"""A clip's job: a process of its own, a private folder, and nothing left whatever is killed."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.emojis import load_emoji_set
from core.errors import UserError
from core.videos import private
from core.videos.draw import Choice
from core.videos.folder import Order
from core.videos.job import ENDED, Job
from core.videos.kinds import GUEST
from tests.support.folders import EMOJIS, MODELS, ROOT
from tests.support.videos import a_face, read_video, write_video

pytestmark = pytest.mark.slow

_PATIENCE_S = 60.0
# A server that has begun a job, tells its folder and goes on for ever.
_SERVER = """
import contextlib, pathlib, sys, time
from core.videos.folder import Order
from core.videos.job import Job
from core.videos.kinds import GUEST
models = pathlib.Path("models")
order = Order(GUEST, models / "tutorial", models, "yunet")
clip = pathlib.Path(sys.argv[1]).read_bytes()
job = Job("a.mp4", clip, order, head=None, place=contextlib.nullcontext)
while job.state == "waiting":
    time.sleep(0.01)
print(job._folder, job._process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Iterator[Path]:
    """A folder of temporary files that no other server uses."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    private.remove_all()
    yield folder
    private.remove_all()


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("clip") / "me.mp4"
    return write_video(path, a_face(0.6)).read_bytes()


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory) -> Path:
    """One that takes seconds."""
    path = tmp_path_factory.mktemp("clip") / "long.mp4"
    return write_video(path, a_face(0.6) * 25, sound=None)


def begun(clip: bytes) -> Job:
    order = Order(GUEST, MODELS / "tutorial", MODELS, "yunet")
    return Job("me.mp4", clip, order, head=None, place=contextlib.nullcontext)


def until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends, "this took too long"
        time.sleep(0.02)


def files(folder: Path) -> list[Path]:
    """Everything but the locks that tell whose folder is whose."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "lock"]


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_clip_is_looked_at_then_made_and_its_folder_is_gone(clip, temporary, tmp_path):
    job = begun(clip)
    modes = {path.stat().st_mode & 0o777 for path in temporary.rglob("*") if path.is_dir()}
    until(lambda: not job.runs)
    assert job.state == "ready" and job.looked is not None, job.problem
    assert [one.portrait[:2] for one in job.looked.people.people] == [b"\xff\xd8"]

    job.make(Choice(), load_emoji_set(EMOJIS / "noto"))
    until(lambda: not job.runs)

    assert job.state == "done" and job.result is not None, job.problem
    assert modes == {0o700}
    assert files(temporary) == []
    (tmp_path / "film.mp4").write_bytes(job.result.film)
    images, _ = read_video(tmp_path / "film.mp4")
    assert len(images) == 9
    assert job.result.gif.startswith(b"GIF89a")
    assert job.result.table.startswith(b"\xef\xbb\xbfseconds,face")


def test_a_clip_that_cannot_be_read_says_why_and_is_gone(clip, temporary):
    job = begun(clip[: len(clip) // 3])
    until(lambda: not job.runs)

    assert job.state == "failed" and "Damaged video" in job.problem
    assert files(temporary) == []


def test_cancel_ends_the_process_and_takes_the_clip_away(long_clip, temporary):
    job = begun(long_clip.read_bytes())
    until(lambda: job.done > 0)
    left_s = job.left_s()
    assert left_s is None or left_s > 0
    process = job._process
    assert process is not None

    job.close()

    assert process.poll() is not None
    assert files(temporary) == []


def test_a_job_may_be_cancelled_before_there_is_room_for_it(clip, temporary):
    order = Order(GUEST, MODELS / "tutorial", MODELS, "yunet")
    room, left = threading.Event(), threading.Event()

    @contextlib.contextmanager
    def full() -> Iterator[None]:
        room.wait(_PATIENCE_S)
        yield
        left.set()

    job = Job("me.mp4", clip, order, head=None, place=full)
    assert job.state == "waiting"
    job.close()
    room.set()

    assert left.wait(_PATIENCE_S), "its place is given back"
    assert job._process is None and files(temporary) == []


def test_a_process_that_is_killed_is_told_in_a_sentence(long_clip, temporary):
    job = begun(long_clip.read_bytes())
    until(lambda: job.done > 0)
    assert job._process is not None

    os.kill(job._process.pid, signal.SIGKILL)
    until(lambda: not job.runs)

    assert (job.state, job.problem) == ("failed", ENDED)
    assert files(temporary) == []


def test_a_full_disk_is_told_and_nothing_of_the_clip_stays(clip, temporary, monkeypatch):
    def full(_path: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)

    with pytest.raises(UserError, match="The disk is full"):
        begun(clip)

    assert files(temporary) == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_when_the_server_is_killed_its_job_ends_and_the_clip_is_gone(long_clip, temporary):
    server = _server(long_clip)
    assert server.stdout is not None
    folder, process = server.stdout.readline().split()

    server.kill()
    server.communicate()

    until(lambda: not is_alive(int(process)))
    assert not Path(folder).exists()


def test_what_server_and_job_left_when_both_were_killed_is_gone_at_the_next_start(
    long_clip, temporary
):
    server = _server(long_clip)
    assert server.stdout is not None
    folder, process = server.stdout.readline().split()
    os.kill(int(process), signal.SIGSTOP)  # it cannot notice
    server.kill()
    server.communicate()
    os.kill(int(process), signal.SIGKILL)
    assert Path(folder).exists()

    gone = private.remove_left()

    assert gone == 1
    assert list(temporary.iterdir()) == []


def test_what_belongs_to_a_living_server_stays(long_clip, temporary):
    server = _server(long_clip)
    assert server.stdout is not None
    folder = server.stdout.readline().split()[0]

    gone = private.remove_left()

    kept = Path(folder).exists()
    server.kill()
    server.communicate()
    assert gone == 0 and kept


def _server(clip: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(clip)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
