"""Laws of following faces through time, counted in seconds."""

import math

import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.face import Box, Face
from core.labels import EMOTIONS, NOT_SURE
from core.tracking import Tracker

HAPPY, SAD = EMOTIONS.index("happy"), EMOTIONS.index("sad")


def reading(x: float, *, y: float = 100, size: float = 100, looks: int = HAPPY) -> Reading:
    """A face whose box begins at (x, y), that surely looks one way."""
    box = Box(x, y, x + size, y + size)
    eyes = np.array([[x + 30, y + 40], [x + 70, y + 40]] + [[x + 50, y + 60]] * 3, np.float32)
    probabilities = np.eye(7, dtype=np.float32)[looks]
    return Reading(Face(box, 0.9, eyes), Prediction(EMOTIONS, probabilities))


def happiness(shown: Reading) -> float:
    return float(shown.prediction.probabilities[HAPPY])


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


def numbers_of_passing(
    path: list[tuple[float, float]], *, y: float = 100, size: float = 100, hidden: bool = False
) -> list[dict[int | None, float]]:
    """Which number is happy, and which is not, for a happy and a sad face in every frame.

    Args:
        path: x of the happy and of the sad face in each of 30 frames a second.
        y, size: Of the sad face.
        hidden: Whether the sad face is not found while the happy one is in front of it.
    """
    tracker, seen = Tracker(), []
    for frame, (x, other_x) in enumerate(path):
        happy, sad = reading(x, looks=HAPPY), reading(other_x, y=y, size=size, looks=SAD)
        behind = hidden and abs(x - other_x) < 70
        found = [happy] if behind else sorted([happy, sad], key=lambda r: r.face.box.x0)
        shown = tracker.update(found, frame / 30, smoothing_s=0.3)
        seen.append({one.track: round(happiness(one)) for one in shown})
    return seen


THROUGH = [(10.0 * frame, 600 - 10.0 * frame) for frame in range(61)]
FASTER = [(3.0 * frame, 300 - 15.0 * frame) for frame in range(31)]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (THROUGH, {"y": 140}),
        (THROUGH, {"y": 60, "size": 170}),
        (THROUGH, {}),
        (THROUGH, {"hidden": True}),
        (FASTER, {"hidden": True}),
    ],
    ids=["above", "in front", "through each other", "one hidden", "one hidden, one fast"],
)
def test_two_faces_keep_their_numbers_when_they_pass(path, place):
    seen = numbers_of_passing(path, **place)

    assert all(numbers == {1: 1, 2: 0} for numbers in seen)


def test_of_two_choices_for_all_the_nearer_one_is_taken():
    tracker = Tracker()
    tracker.update([reading(100), reading(150, looks=SAD)], 0.0, smoothing_s=0.3)

    # The first pair alone would be 1 with 140, 10 px from where 2 was; then 2 found no partner.
    shown = tracker.update([reading(140), reading(195, looks=SAD)], 0.033, smoothing_s=0.3)

    assert [(one.track, happiness(one)) for one in shown] == [(1, 1), (2, 0)]


def test_one_reading_goes_on_with_one_track_only():
    tracker = Tracker()
    tracker.update([reading(0), reading(40)], 0.0, smoothing_s=0.3)

    shown = tracker.update([reading(20), reading(500)], 0.1, smoothing_s=0.3)

    assert sorted(one.track or 0 for one in shown) == [1, 2, 3]
    assert {one.track for one in shown if one.face.box.x0 == 500} == {3}


@pytest.mark.parametrize(
    ("shift", "dt", "track"),
    [(60, 0.01, 1), (66, 0.01, 2), (85, 0.1, 1), (95, 0.1, 2), (115, 0.4, 1), (125, 0.4, 2)],
)
def test_a_face_is_known_again_within_reach_which_grows_with_time(shift, dt, track):
    tracker = Tracker()
    tracker.update([reading(0)], 0.0, smoothing_s=0.3)

    shown = tracker.update([reading(shift)], dt, smoothing_s=0.3)

    assert shown[0].track == track


@pytest.mark.parametrize(
    ("first", "then", "track"),
    [
        (Box(0, 0, 100, 200), Box(0, 120, 100, 320), 1),  # 0.6 of the height, 1.2 of the width
        (Box(0, 0, 200, 100), Box(120, 0, 320, 100), 1),
        (Box(0, 0, 100, 100), Box(0, 0, 250, 250), 1),  # 0.6 of the larger, 1.5 of the smaller
        (Box(0, 0, 250, 250), Box(0, 0, 100, 100), 1),
        (Box(0, 0, 100, 100), Box(0, 0, 300, 300), 2),
        (Box(0, 0, 300, 300), Box(0, 0, 100, 100), 2),
    ],
    ids=["tall", "wide", "grown", "shrunk", "grown much", "shrunk much"],
)
def test_distance_is_counted_in_the_larger_faces_longer_side(first, then, track):
    tracker = Tracker()
    prediction = reading(0).prediction
    tracker.update([Reading(Face(first, 0.9, None), prediction)], 0.0, smoothing_s=0.3)

    shown = tracker.update([Reading(Face(then, 0.9, None), prediction)], 0.01, smoothing_s=0.3)

    assert shown[0].track == track


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


def test_faces_without_landmarks_are_followed_too():
    tracker = Tracker()
    box = Box(0, 0, 50, 50)
    bare = Reading(Face(box, 1.0, None), reading(0).prediction)
    tracker.update([bare], 0.0, smoothing_s=0.3)

    (shown,) = tracker.update([bare], 0.1, smoothing_s=0.3)

    assert (shown.track, shown.face.box, shown.face.landmarks) == (1, box, None)


def test_what_is_said_is_not_sure_below_the_threshold():
    (shown,) = Tracker().update([reading(0)], 0.0, smoothing_s=0.3, min_confidence=1.1)

    assert shown.said == NOT_SURE
