"""Laws of following faces through time, counted in seconds."""

import math

import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.faces import Box, Face
from core.labels import EMOTIONS
from core.tracking import Tracker, ease

HAPPY, SAD = EMOTIONS.index("happy"), EMOTIONS.index("sad")


def reading(x: float, *, y: float = 100, size: float = 100, looks: int = HAPPY) -> Reading:
    """A face whose box begins at (x, y), that surely looks one way."""
    box = Box(x, y, x + size, y + size)
    eyes = np.array([[x + 30, y + 40], [x + 70, y + 40]] + [[x + 50, y + 60]] * 3, np.float32)
    probabilities = np.eye(7, dtype=np.float32)[looks]
    return Reading(Face(box, 0.9, eyes), Prediction(EMOTIONS, probabilities))


def happiness(shown: Reading) -> float:
    return float(shown.prediction.probabilities[HAPPY])


@pytest.mark.parametrize(("dt", "tau"), [(0.1, 0.3), (0.02, 0.5), (2.0, 0.1)])
def test_two_half_steps_are_one_whole_step(dt, tau):
    old, new = np.array([0.9, 0.1]), np.array([0.2, 0.8])

    half = ease(old, new, dt=dt / 2, tau=tau)
    twice = ease(half, new, dt=dt / 2, tau=tau)

    assert twice == pytest.approx(ease(old, new, dt=dt, tau=tau))


def test_after_its_time_63_percent_of_the_way_is_gone():
    way = ease(np.array([0.0]), np.array([1.0]), dt=0.3, tau=0.3)

    assert way[0] == pytest.approx(0.632, abs=1e-3)


def test_without_smoothing_scores_jump():
    tracker = Tracker()
    tracker.update([reading(0, looks=SAD)], 0.0, smoothing_s=0)

    (shown,) = tracker.update([reading(0, looks=HAPPY)], 0.01, smoothing_s=0)

    assert happiness(shown) == 1


def test_a_face_begins_with_its_own_scores():
    (shown,) = Tracker().update([reading(0, looks=HAPPY)], 5.0, smoothing_s=0.3)

    assert (happiness(shown), shown.track) == (1, 1)


def happiness_after_a_second(frames_per_s: int, *, found_every: int = 1) -> float:
    """Of a sad face that turns happy at once."""
    tracker = Tracker()
    shown = tracker.update([reading(0, looks=SAD)], 0.0, smoothing_s=0.5)
    for frame in range(1, frames_per_s + 1):
        found = [reading(0)] if frame % found_every == 0 else []
        shown = tracker.update(found, frame / frames_per_s, smoothing_s=0.5)
    return happiness(shown[0])


@pytest.mark.parametrize(
    ("frames_per_s", "found_every"),
    [(10, 1), (30, 1), (30, 3), (7, 1)],
    ids=["10 a second", "30 a second", "30 a second, every third found", "7 a second"],
)
def test_the_score_depends_on_seconds_not_on_frames(frames_per_s, found_every):
    score = happiness_after_a_second(frames_per_s, found_every=found_every)

    assert score == pytest.approx(1 - math.exp(-1 / 0.5), abs=1e-4)


def test_eased_scores_still_sum_to_one():
    tracker = Tracker()
    tracker.update([reading(0, looks=SAD)], 0.0, smoothing_s=0.5)

    (shown,) = tracker.update([reading(0)], 0.1, smoothing_s=0.5)

    assert shown.prediction.probabilities.sum() == pytest.approx(1, abs=1e-6)
    assert shown.prediction.probabilities.dtype == np.float32


def test_a_lost_face_is_held_for_half_a_second():
    tracker = Tracker()
    (found,) = tracker.update([reading(0)], 1.0, smoothing_s=0.3)

    for t in (1.1, 1.3, 1.5):
        (held,) = tracker.update([], t, smoothing_s=0.3)
        assert (held.track, held.face.box) == (found.track, found.face.box)
    assert tracker.update([], 1.51, smoothing_s=0.3) == []


@pytest.mark.parametrize(("away_s", "track"), [(0.4, 1), (0.6, 2)], ids=["shortly", "longer"])
def test_a_face_keeps_its_number_if_it_was_away_shortly(away_s, track):
    tracker = Tracker()
    tracker.update([reading(0)], 1.0, smoothing_s=0.3)
    tracker.update([], 1.1, smoothing_s=0.3)

    (shown,) = tracker.update([reading(5)], 1.0 + away_s, smoothing_s=0.3)

    assert shown.track == track


@pytest.mark.parametrize(
    ("other_y", "other_size"),
    [(140, 100), (60, 170)],
    ids=["one above the other", "one in front of the other"],
)
def test_two_faces_keep_their_numbers_when_they_pass(other_y, other_size):
    tracker = Tracker()
    for frame in range(61):  # two seconds, in which they change sides
        going_right = reading(10 * frame, looks=HAPPY)
        going_left = reading(600 - 10 * frame, y=other_y, size=other_size, looks=SAD)
        found = sorted([going_right, going_left], key=lambda r: r.face.box.width, reverse=True)

        shown = tracker.update(found, frame / 30, smoothing_s=0.3)

        numbers = {r.track: happiness(r) for r in shown}
        if frame == 0:
            first = numbers
        assert numbers == pytest.approx(first)


def test_a_newcomer_does_not_take_over_its_neighbours_number():
    tracker = Tracker()
    tracker.update([reading(0)], 0.0, smoothing_s=0.3)
    newcomer, known = reading(70, size=110, looks=SAD), reading(2)

    shown = tracker.update([newcomer, known], 0.1, smoothing_s=0.3)

    assert [r.track for r in shown] == [2, 1]
    assert [happiness(r) for r in shown] == [0, 1]


def test_a_face_far_away_is_another_face():
    tracker = Tracker()
    tracker.update([reading(0)], 0.0, smoothing_s=0.3)

    shown = tracker.update([reading(300)], 0.1, smoothing_s=0.3)

    assert [(r.track, r.face.box.x0) for r in shown] == [(2, 300), (1, 0)]


@pytest.mark.parametrize("shift", [8, 20, 60, -40])
def test_a_big_move_is_followed_at_once(shift):
    tracker = Tracker()
    tracker.update([reading(100)], 0.0, smoothing_s=0.5)

    (shown,) = tracker.update([reading(100 + shift)], 0.03, smoothing_s=0.5)

    assert shown.track == 1
    assert shown.face.box == pytest.approx((100 + shift, 100, 200 + shift, 200))
    assert shown.face.landmarks == pytest.approx(reading(100 + shift).face.landmarks)


@pytest.mark.parametrize("shift", [1, -2])
def test_trembling_is_calmed(shift):
    tracker = Tracker()
    tracker.update([reading(100)], 0.0, smoothing_s=0.5)

    (shown,) = tracker.update([reading(100 + shift)], 0.03, smoothing_s=0.5)

    assert shown.face.landmarks is not None
    moved = (shown.face.box.x0 - 100) / shift
    assert 0.2 < moved <= 0.5
    assert (shown.face.landmarks[0, 0] - 130) / shift == pytest.approx(moved, abs=1e-5)


def test_a_box_that_trembles_settles_where_the_face_is():
    tracker = Tracker()
    tracker.update([reading(100)], 0.0, smoothing_s=0.5)

    for frame in range(1, 31):
        (shown,) = tracker.update([reading(103)], frame / 30, smoothing_s=0.5)

    assert shown.face.box == pytest.approx((103, 100, 203, 200), abs=0.05)


def test_faces_without_landmarks_are_followed_too():
    tracker = Tracker()
    box = Box(0, 0, 50, 50)
    bare = Reading(Face(box, 1.0, None), reading(0).prediction)
    tracker.update([bare], 0.0, smoothing_s=0.3)

    (shown,) = tracker.update([bare], 0.1, smoothing_s=0.3)

    assert (shown.track, shown.face.box, shown.face.landmarks) == (1, box, None)
