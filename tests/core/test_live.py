"""A live session never raises, never bares a face it should hide, and says what it saw."""

import dataclasses
import time

import numpy as np
import pytest

from core.face import Box, Face
from core.live import LiveSettings
from tests.support.live_parts import FACE, bared

SMALL_FACE = Face(Box(20, 20, 60, 70), 0.8, None)


@pytest.mark.parametrize(
    "error",
    [RuntimeError("boom"), ValueError("bad"), MemoryError(), KeyError(3)],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("style", ["cover", "badge", "classic"])
def test_a_failing_detector_never_raises(session, detector, frame, emojis, style, error):
    detector.error = error

    out = session.process(frame, 1.0, LiveSettings(emojis, style=style))

    assert (out.shape, out.dtype) == ((480, 640, 3), np.uint8)
    assert "could not be read" in session.snapshot.problem
    assert session.snapshot.readings == ()


def test_cover_shows_no_pixel_of_a_failed_frame(session, detector, frame, emojis):
    detector.error = RuntimeError("boom")

    out = session.process(frame, 1.0, LiveSettings(emojis, style="cover"))

    assert np.unique(out).tolist() == [24], "one dark grey, which the frame has nowhere"


def test_a_failure_while_drawing_hides_the_frame_too(session, detector, frame, emojis, monkeypatch):
    detector.faces = [FACE]
    monkeypatch.setattr("core.live.draw_emojis", lambda *_, **__: 1 / 0)

    out = session.process(frame, 1.0, LiveSettings(emojis, style="cover"))

    assert np.unique(out).tolist() == [24]
    assert session.snapshot.problem


@pytest.mark.parametrize("style", ["badge", "classic"])
def test_styles_that_hide_nothing_show_a_failed_frame(session, detector, frame, emojis, style):
    detector.error = RuntimeError("boom")

    out = session.process(frame, 1.0, LiveSettings(emojis, style=style, mirror=False))

    assert (out == frame).all()


def test_a_failure_is_logged_with_its_traceback(session, detector, frame, emojis, caplog):
    detector.error = RuntimeError("boom")

    session.process(frame, 1.0, LiveSettings(emojis))

    assert "RuntimeError: boom" in caplog.text


def test_after_a_failure_the_next_frame_is_fine(session, detector, frame, emojis):
    detector.error = RuntimeError("boom")
    session.process(frame, 1.0, LiveSettings(emojis))
    detector.error, detector.faces = None, [FACE]
    session.process(frame, 1.1, LiveSettings(emojis, mirror=False))

    out = session.process(frame, 1.2, LiveSettings(emojis, mirror=False))

    assert session.snapshot.problem is None
    assert len(session.snapshot.readings) == 1
    assert (out[:80] == frame[:80]).all(), "away from the face the picture is shown"


@pytest.mark.parametrize("min_confidence", [0.0, 1.0], ids=["emoji", "plain disc"])
def test_cover_hides_the_face(session, detector, frame, emojis, min_confidence):
    detector.faces = [FACE]
    settings = LiveSettings(emojis, mirror=False, min_confidence=min_confidence)

    out = session.process(frame, 1.0, settings)

    assert bared(out, frame, FACE) < 0.1


def test_mirror_swaps_left_and_right_before_the_search(session, detector, frame, emojis):
    out = session.process(frame, 1.0, LiveSettings(emojis, style="badge", mirror=True))

    assert (out == frame[:, ::-1]).all()
    assert (detector.seen == frame[:, ::-1]).all()


def test_without_mirror_the_frame_stays(session, detector, frame, emojis):
    out = session.process(frame, 1.0, LiveSettings(emojis, style="badge", mirror=False))

    assert (out == frame).all()


@pytest.mark.parametrize("style", ["cover", "badge", "classic"])
@pytest.mark.parametrize("mirror", [True, False])
def test_the_frame_that_came_in_is_not_changed(session, detector, frame, emojis, style, mirror):
    detector.faces = [FACE]
    before = frame.copy()

    session.process(frame, 1.0, LiveSettings(emojis, style=style, mirror=mirror))

    assert (frame == before).all()


def test_frames_may_change_their_size(session, detector, frame, emojis):
    detector.faces = [FACE]
    session.process(frame, 1.0, LiveSettings(emojis))

    out = session.process(frame[::2, ::2], 1.1, LiveSettings(emojis))

    assert out.shape == (240, 320, 3)
    assert session.snapshot.problem is None


def test_the_snapshot_is_replaced_whole(session, detector, frame, emojis):
    detector.faces = [FACE]
    before = session.snapshot

    session.process(frame, 1.0, LiveSettings(emojis))

    assert session.snapshot is not before
    assert (before.readings, before.frames_per_s, before.problem) == ((), 0.0, None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        session.snapshot.problem = "changed"  # type: ignore[misc]


def test_the_largest_face_comes_first(session, detector, frame, emojis):
    detector.faces = [FACE, SMALL_FACE]
    session.process(frame, 1.0, LiveSettings(emojis))
    detector.faces = [SMALL_FACE]  # the large one is held

    session.process(frame, 1.1, LiveSettings(emojis))

    readings = session.snapshot.readings
    assert [reading.face.box.height for reading in readings] == [140, 50]
    assert [reading.prediction.label for reading in readings] == ["happy", "happy"]


def test_frames_a_second_are_counted_over_two_seconds(session, frame, emojis):
    for number in range(10):
        session.process(frame, 1.0 + number, LiveSettings(emojis))
    for number in range(1, 41):
        session.process(frame, 10 + number / 20, LiveSettings(emojis))

    assert session.snapshot.frames_per_s == pytest.approx(20, abs=0.1)


def test_the_added_time_begins_with_the_frames_arrival(session, frame, emojis):
    session.process(frame, time.monotonic() - 0.2, LiveSettings(emojis))

    assert 200 <= session.snapshot.added_ms < 2000


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"style": "blur"}, "style must be one of cover, badge, classic, not 'blur'"),
        ({"emoji_scale": 0.0}, "emoji_scale must lie between"),
        ({"min_confidence": 50}, "min_confidence must lie between 0.0 and 1.0, not 50"),
        ({"smoothing_s": -0.1}, "smoothing_s must lie between"),
    ],
    ids=["style", "scale", "confidence", "smoothing"],
)
def test_settings_out_of_range_are_refused(emojis, changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        LiveSettings(emojis, **changes)
