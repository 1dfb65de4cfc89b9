"""The cover style on a stream: nobody is shown before it is known who is where."""

import numpy as np

from core.cover import DARK
from core.live import LiveSettings
from tests.support.live_parts import FACE, bared


def other_noise(seed: int) -> np.ndarray:
    """A frame in which nothing looks as it did."""
    return np.random.default_rng(seed).integers(40, 256, (480, 640, 3), np.uint8)


def test_the_first_frame_is_hidden_until_two_searches_agree(session, detector, frame, emojis):
    detector.faces = [FACE]

    first = session.process(frame, 1.0, LiveSettings(emojis, mirror=False))
    second = session.process(frame, 1.03, LiveSettings(emojis, mirror=False))

    assert np.unique(first).tolist() == [DARK]
    assert (second[:80] == frame[:80]).all()


def test_a_face_that_the_finder_misses_stays_hidden_where_it_is_seen(
    session, detector, frame, emojis
):
    detector.faces = [FACE]
    for number in range(4):
        session.process(frame, 1.0 + number / 10, LiveSettings(emojis, mirror=False))
    detector.faces = []

    out = session.process(frame, 4.0, LiveSettings(emojis, mirror=False))

    assert bared(out, frame, FACE) < 0.1
    assert (out[:80] == frame[:80]).all(), "and the rest is shown"


def test_a_face_that_is_nowhere_hides_the_whole_frame_until_it_is_found(
    session, detector, frame, emojis
):
    settings = LiveSettings(emojis, mirror=False)
    detector.faces = [FACE]
    for number in range(4):
        session.process(frame, 1.0 + number / 30, settings)
    detector.faces = []

    at_once = session.process(other_noise(1), 1.13, settings)
    later = session.process(other_noise(2), 2.3, settings)
    said = session.snapshot.problem
    detector.faces = [FACE]
    again = session.process(other_noise(3), 2.4, settings)

    assert bared(at_once, other_noise(1), FACE) < 0.1
    assert np.unique(later).tolist() == [DARK]
    assert "out of sight" in said
    assert (again[:80] == other_noise(3)[:80]).all()
    assert session.snapshot.problem is None
