"""A live view on the server costs nothing before the first frame and nothing after the last."""

import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError

from core.emojis import load_emoji_set
from core.live import LiveSession, LiveSettings
from pages.camera.leases import Leases
from pages.camera.paced_track import PacedTrack
from pages.camera.server_view import ServerView
from tests.support.live_parts import Detector, HappyClassifier

pytestmark = pytest.mark.slow

NOTO = Path(__file__).parents[3] / "emojis" / "noto"
SETTINGS = LiveSettings(load_emoji_set(NOTO), style="badge")


class Made:
    """Makes sessions, and remembers them without holding them."""

    def __init__(self) -> None:
        self.sessions: list[weakref.ref[LiveSession]] = []
        self.threads: list[threading.Thread] = []

    def __call__(self) -> LiveSession:
        session = LiveSession(Detector(), HappyClassifier())  # type: ignore[arg-type]
        self.sessions.append(weakref.ref(session))
        self.threads.append(threading.current_thread())
        return session


def frame(grey: int, t: float = 0.0) -> av.VideoFrame:
    image = av.VideoFrame.from_ndarray(np.full((480, 640, 3), grey, np.uint8), "bgr24")
    image.pts, image.time_base = round(t * 90000), Fraction(1, 90000)
    return image


def grey_of(shown: av.VideoFrame) -> int:
    return int(shown.to_ndarray(format="bgr24")[240, 320].mean())


def wait_until(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not true() and time.monotonic() < until:
        time.sleep(0.005)
    return true()


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def view(made) -> Iterator[ServerView]:
    view = ServerView(made, Leases(1))
    yield view
    view.stop()


def test_before_the_first_frame_nothing_is_made_and_the_cover_is_shown(view, made):
    before = threading.active_count()

    shown = view.newest()

    assert (made.sessions, threading.active_count()) == ([], before)
    assert abs(grey_of(shown) - 24) <= 4


def test_frames_come_back_worked_on_by_a_thread_of_the_views_own(view, made):
    view.put(frame(200), SETTINGS)

    assert wait_until(lambda: abs(grey_of(view.newest()) - 200) <= 3)
    assert made.threads[0] is not threading.current_thread()
    assert view.snapshot.frames_per_s >= 0


def test_after_stop_thread_session_and_place_are_given_back(made):
    leases = Leases(1)
    view = ServerView(made, leases)
    view.put(frame(200), SETTINGS)
    assert wait_until(lambda: abs(grey_of(view.newest()) - 200) <= 3)

    view.stop()

    assert leases.free(time.monotonic()) == 1
    assert abs(grey_of(view.newest()) - 24) <= 4, "the next viewer begins with the cover"
    made.threads[0].join(5)
    assert not made.threads[0].is_alive()
    gc.collect()
    assert made.sessions[0]() is None


def test_fifty_starts_and_stops_leave_no_thread(view, made):
    before = threading.active_count()

    for _ in range(50):
        view.put(frame(200), SETTINGS)
        view.stop()

    assert wait_until(lambda: threading.active_count() <= before)


def test_whoever_finds_no_place_sees_the_cover_and_costs_nothing(made):
    leases = Leases(1)
    first, second = ServerView(made, leases), ServerView(made, leases)
    first.put(frame(200), SETTINGS)

    second.put(frame(200), SETTINGS)

    assert (first.refused, second.refused) == (False, True)
    assert abs(grey_of(second.newest()) - 24) <= 4
    first.stop()
    second.put(frame(200), SETTINGS)
    assert not second.refused, "the place is free again"
    second.stop()


def test_frames_that_waited_long_make_the_stream_send_fewer_and_smaller_ones(view):
    for number in range(60):  # each comes 30 ms later than the one before: a queue builds up
        view.put(frame(200, t=number / 50), SETTINGS)
        time.sleep(0.05)

    assert wait_until(lambda: view.newest().width < 640)
    assert view.snapshot.added_ms > 220


async def sent_by(track: PacedTrack, count: int) -> list[float]:
    """The times of so many pictures, in seconds."""
    return [float((await track.recv()).time or 0) for _ in range(count)]


def test_pictures_leave_as_often_as_asked():
    track = PacedTrack(lambda: frame(100), lambda: 25.0)

    times = asyncio.run(sent_by(track, 10))

    assert times[-1] - times[0] == pytest.approx(9 / 25, abs=0.08)


def test_what_was_missed_is_left_out():
    slow = iter([0.3] + [0.0] * 20)

    def newest() -> av.VideoFrame:
        time.sleep(next(slow))
        return frame(100)

    times = asyncio.run(sent_by(PacedTrack(newest, lambda: 25.0), 6))

    assert min(np.diff(times[1:])) > 0.015, "no burst makes up for the pause"


def test_a_stopped_track_ends_and_the_view_gives_another(view):
    track = view.track
    assert view.track is track
    track.stop()

    with pytest.raises(MediaStreamError):
        asyncio.run(track.recv())
    assert view.track is not track
