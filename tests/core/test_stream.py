"""What leaves a stream was worked on or is the cover, and only the newest frame counts."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from core.stream import FrameStream

COVER = "cover"


class Gate:
    """A work function that shows when it began and waits until it may end."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.may_end = threading.Semaphore(0)

    def __call__(self, frame: str) -> str:
        self.begun.release()
        assert self.may_end.acquire(timeout=5)
        return f"drawn {frame}"


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def stream(gate) -> Iterator[FrameStream[str, str]]:
    stream = FrameStream(gate, COVER)
    yield stream
    stream.close()
    gate.may_end.release(10)


def wait_until(true: Callable[[], bool]) -> bool:
    """Whether it became true within five seconds."""
    until = time.monotonic() + 5
    while not true() and time.monotonic() < until:
        time.sleep(0.001)
    return true()


def test_before_a_frame_the_cover_is_shown(stream):
    assert stream.get() == COVER


def test_while_the_first_frame_is_worked_on_the_cover_is_shown(stream, gate):
    stream.put("frame 1")
    gate.begun.acquire(timeout=5)

    assert stream.get() == COVER


def test_a_result_is_shown_until_the_next_one(stream, gate):
    stream.put("frame 1")
    gate.may_end.release()
    assert wait_until(lambda: stream.get() == "drawn frame 1")

    stream.put("frame 2")
    assert gate.begun.acquire(timeout=5)
    assert gate.begun.acquire(timeout=5)

    assert stream.get() == "drawn frame 1"


def test_of_frames_that_wait_only_the_newest_is_worked_on(stream, gate):
    stream.put("frame 1")
    gate.begun.acquire(timeout=5)
    for number in range(2, 10):
        stream.put(f"frame {number}")
    gate.may_end.release(10)

    assert wait_until(lambda: stream.get() == "drawn frame 9")
    assert gate.begun.acquire(timeout=5)
    assert not gate.begun.acquire(timeout=0.05), "frames 2 to 8 were dropped"


def test_a_frame_never_comes_out_as_it_went_in():
    seen, stop = set(), threading.Event()
    stream = FrameStream[int, tuple[str, int]](lambda frame: ("drawn", frame), ("drawn", -1))

    def watch() -> None:
        while not stop.is_set():
            seen.add(stream.get()[0])

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(500):
        stream.put(number)
    arrived = wait_until(lambda: stream.get() == ("drawn", 499))
    stop.set()
    watcher.join()
    stream.close()

    assert arrived
    assert seen == {"drawn"}


def test_putting_never_waits_for_the_work(stream, gate):
    stream.put("frame 1")
    gate.begun.acquire(timeout=5)
    started = time.monotonic()

    for _ in range(100):
        stream.put("frame")

    assert time.monotonic() - started < 0.5


def test_the_next_viewer_begins_with_the_cover(stream, gate):
    stream.put("frame 1")
    gate.may_end.release()
    assert wait_until(lambda: stream.get() == "drawn frame 1")

    stream.reset()

    assert stream.get() == COVER


def test_a_frame_begun_for_one_viewer_is_not_shown_to_the_next(stream, gate):
    stream.put("old frame")
    gate.begun.acquire(timeout=5)
    stream.put("old frame that waits")
    stream.reset()
    gate.may_end.release()
    assert not gate.begun.acquire(timeout=0.05), "what waited was dropped"

    assert stream.get() == COVER


def test_after_a_reset_new_frames_are_shown(stream, gate):
    stream.reset()

    stream.put("frame 1")
    gate.may_end.release()

    assert wait_until(lambda: stream.get() == "drawn frame 1")


def test_closing_ends_the_thread():
    before = set(threading.enumerate())
    stream = FrameStream(str, COVER)
    (worker,) = set(threading.enumerate()) - before

    stream.close()
    worker.join(5)

    assert not worker.is_alive()
