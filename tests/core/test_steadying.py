"""A face at rest is calmed, a face that moves is followed, at ten frames a second as at thirty."""

import numpy as np
import pytest

from core.face import Box, Face
from core.steadying import at_rest, follow_share, moved


def face(x: float, *, size: float = 100, tilt: float = 0) -> Face:
    """A face whose box begins at (x, 100), its right eye lower by `tilt` pixels."""
    eyes = [[x + 30, 140 - tilt / 2], [x + 70, 140 + tilt / 2]]
    marks = np.array(eyes + [[x + 50, 160]] * 3, np.float32)
    return Face(Box(x, 100, x + size, 100 + size), 0.9, marks)


def shown_after(faces: list[Face], *, frames_per_s: float) -> Face:
    """What is shown of a face that was found in each of these frames."""
    motion = at_rest(faces[0])
    for one in faces[1:]:
        motion = moved(motion, one, dt=1 / frames_per_s)
    return motion.face(0.9)


@pytest.mark.parametrize(("cutoff_hz", "dt"), [(1, 0.1), (5, 0.033), (0.3, 2)])
def test_two_half_steps_close_as_much_as_one_whole_step(cutoff_hz, dt):
    half = follow_share(cutoff_hz, dt / 2)

    twice = half + (1 - half) * half

    assert twice == pytest.approx(follow_share(cutoff_hz, dt))


def test_a_cutoff_of_one_hertz_closes_63_percent_in_a_time_of_a_sixth_of_a_second():
    assert follow_share(1, 1 / (2 * np.pi)) == pytest.approx(0.632, abs=1e-3)


def test_trembling_is_calmed_to_less_than_half():
    random = np.random.default_rng(0)
    found = [face(100 + tremble) for tremble in random.normal(0, 1.5, 300)]
    motion, shown = at_rest(found[0]), []

    for one in found[1:]:
        motion = moved(motion, one, dt=1 / 30)
        shown.append(motion.face(0.9).box.x0)

    assert np.std(np.diff(shown)) < 0.3 * np.std(np.diff([one.box.x0 for one in found]))
    assert np.mean(shown) == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize("frames_per_s", [30, 60])
@pytest.mark.parametrize("shift", [8, 20, 60, -40])
def test_a_sudden_move_is_followed_to_within_four_percent_of_the_face(shift, frames_per_s):
    shown = shown_after([face(100), face(100 + shift)], frames_per_s=frames_per_s)

    assert abs(shown.box.x0 - (100 + shift)) <= 4 + 1e-9
    assert shown.landmarks is not None
    assert shown.landmarks[2, 0] - shown.box.x0 == pytest.approx(50, abs=1e-3)


@pytest.mark.parametrize("frames_per_s", [8, 30])
@pytest.mark.parametrize("speed", [50, 300, 900])
def test_a_face_on_its_way_is_followed_closely(speed, frames_per_s):
    way = [face(speed * frame / frames_per_s) for frame in range(frames_per_s)]

    shown = shown_after(way, frames_per_s=frames_per_s)

    assert abs(shown.box.x0 - way[-1].box.x0) <= 4 + 1e-9


def test_a_face_that_stops_is_shown_where_it_is():
    shown = shown_after([face(100)] + [face(103)] * 30, frames_per_s=30)

    assert shown.box == pytest.approx((103, 100, 203, 200), abs=0.05)


def test_a_growing_face_keeps_its_middle_and_grows():
    grown = [Face(Box(100 - n, 100 - n, 200 + n, 200 + n), 0.9, None) for n in range(30)]

    shown = shown_after(grown, frames_per_s=30).box

    assert (shown.x0 + shown.x1) / 2 == pytest.approx(150)
    assert shown.width == pytest.approx(158, abs=0.04 * 158)


def test_tilt_is_steadied_and_followed():
    at_first = shown_after([face(100), face(100, tilt=2)], frames_per_s=30)
    settled = shown_after([face(100)] + [face(100, tilt=20)] * 60, frames_per_s=30)

    assert 0 < at_first.roll_deg < 2, "of 2.9 degrees in one frame"
    assert settled.roll_deg == pytest.approx(26.6, abs=0.2)


def test_ten_frames_a_second_and_thirty_move_alike():
    slow = shown_after([face(100 + 3 * n) for n in range(11)], frames_per_s=10)
    fast = shown_after([face(100 + n) for n in range(31)], frames_per_s=30)

    assert slow.box.x0 == pytest.approx(fast.box.x0, abs=1), "of 30 pixels"


def test_landmarks_may_come_and_go():
    bare = Face(Box(0, 0, 50, 50), 1.0, None)

    assert moved(at_rest(face(0)), bare, dt=0.1).face(1.0).landmarks is None
    assert moved(at_rest(bare), face(0), dt=0.1).face(1.0).landmarks is not None


def test_a_face_is_expected_where_its_way_leads():
    motion = at_rest(face(0))
    for n in range(1, 31):
        motion = moved(motion, face(10 * n), dt=1 / 30)

    assert motion.expected(0.1).x0 == pytest.approx(330, abs=1)
