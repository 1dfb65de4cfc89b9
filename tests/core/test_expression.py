"""What is said of a face changes seldom, soon after a real change, and only when sure."""

import numpy as np
import pytest

from core.classifier import Prediction
from core.expression import ease, first_expression, next_expression
from core.labels import EMOTIONS, NOT_SURE


def looks(label: str, confidence: float = 0.8, *, second: str = "neutral") -> Prediction:
    """A prediction of one expression, most of the rest on a second one."""
    probabilities = np.full(7, 0.02 * (1 - confidence) / 0.2, np.float32)
    probabilities[EMOTIONS.index(second)] = (1 - confidence) * 0.5
    probabilities[EMOTIONS.index(label)] = confidence
    return Prediction(EMOTIONS, probabilities / probabilities.sum())


def said_of(
    seen: list[Prediction], *, frames_per_s: float, min_confidence: float = 0.0
) -> list[str]:
    """What is said in each frame."""
    now = first_expression(seen[0], 0.0, min_confidence=min_confidence)
    said = [now.said]
    for frame, one in enumerate(seen[1:], start=1):
        now = next_expression(now, one, frame / frames_per_s, min_confidence=min_confidence)
        said.append(now.said)
    return said


@pytest.mark.parametrize(("dt", "tau"), [(0.1, 0.3), (0.02, 0.5), (2.0, 0.1)])
def test_two_half_steps_are_one_whole_step(dt, tau):
    old, new = np.array([0.9, 0.1]), np.array([0.2, 0.8])

    half = ease(old, new, dt=dt / 2, tau=tau)
    twice = ease(half, new, dt=dt / 2, tau=tau)

    assert twice == pytest.approx(ease(old, new, dt=dt, tau=tau))


def test_after_its_time_63_percent_of_the_way_is_gone():
    way = ease(np.array([0.0]), np.array([1.0]), dt=0.3, tau=0.3)

    assert way[0] == pytest.approx(0.632, abs=1e-3)


@pytest.mark.parametrize("frames_per_s", [8, 15, 30, 60])
@pytest.mark.parametrize(("before", "after"), [(0.9, 0.5), (0.5, 0.9), (0.4, 0.4)])
def test_a_real_change_is_said_within_six_tenths_of_a_second(before, after, frames_per_s):
    seen = [looks("sad", before)] * 2 * frames_per_s + [looks("happy", after)] * frames_per_s

    said = said_of(seen, frames_per_s=frames_per_s)

    assert said[2 * frames_per_s] == "sad", "one frame changes nothing"
    assert (said.index("happy") - 2 * frames_per_s) / frames_per_s <= 0.6


@pytest.mark.parametrize("frames_per_s", [8, 30])
def test_however_it_flickers_at_most_two_changes_a_second_are_said(frames_per_s):
    random = np.random.default_rng(1)
    flickers = [looks(str(label), 0.9) for label in random.choice(EMOTIONS, 20 * frames_per_s)]
    swings = [looks(("sad", "happy")[n * 2 // frames_per_s % 2]) for n in range(20 * frames_per_s)]

    for seen in (flickers, swings):
        said = said_of(seen, frames_per_s=frames_per_s)
        changes = [n for n in range(1, len(said)) if said[n] != said[n - 1]]
        assert min(np.diff(changes), default=99) >= 0.5 * frames_per_s - 1e-9


def test_a_single_odd_frame_is_not_said():
    seen = [looks("neutral")] * 30 + [looks("fear", 0.95)] * 3 + [looks("neutral")] * 30

    assert set(said_of(seen, frames_per_s=30)) == {"neutral"}


def test_a_wrong_first_look_is_put_right_before_the_usual_rest():
    seen = [looks("fear", 0.5)] + [looks("happy", 0.9)] * 30

    assert said_of(seen, frames_per_s=30).index("happy") / 30 <= 0.35


def test_below_the_threshold_one_is_not_sure_and_above_it_again_sure():
    seen = [looks("happy", 0.8)] * 30 + [looks("happy", 0.35)] * 30 + [looks("happy", 0.8)] * 30

    said = said_of(seen, frames_per_s=30, min_confidence=0.5)

    assert (said[29], said[59], said[89]) == ("happy", NOT_SURE, "happy")
    assert said_of(seen[30:31], frames_per_s=30, min_confidence=0.5) == [NOT_SURE]
