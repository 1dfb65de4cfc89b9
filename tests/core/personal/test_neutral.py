"""Ten seconds of a neutral face move the bias, where that helps on seconds that were not used."""

import numpy as np
import pytest

from core.labels import EMOTIONS
from core.personal.neutral import calibrate, missing_moments, told_scores
from tests.core.personal.made_up import general_head, made_up_reference

NEUTRAL, SAD = EMOTIONS.index("neutral"), EMOTIONS.index("sad")


def moments(sad: float, neutral: float, count: int = 50) -> np.ndarray:
    """(count, 7) scores that waver a little around these."""
    random = np.random.default_rng(1)
    scores = np.full((count, 7), (1 - sad - neutral) / 5)
    scores[:, SAD], scores[:, NEUTRAL] = sad, neutral
    scores = scores * np.exp(0.1 * random.normal(size=scores.shape))
    return (scores / scores.sum(axis=1, keepdims=True)).astype(np.float32)


def test_a_face_that_looks_sad_at_rest_is_read_as_neutral_from_then_on():
    reference = made_up_reference()

    trial = calibrate(moments(0.5, 0.35), general_head(), reference)

    assert trial.refused == ""
    assert trial.before < 0.1 and trial.after > 0.9
    assert trial.general_before - trial.general_after <= 0.02
    assert np.array_equal(trial.head.weights, general_head().weights), "the bias alone moves"
    moved = trial.head.bias - general_head().bias
    assert moved[NEUTRAL] == moved.max() and moved[SAD] < moved[NEUTRAL]


def test_what_is_neutral_already_stays_as_it_is():
    trial = calibrate(moments(0.1, 0.8), general_head(), made_up_reference())

    assert "already" in trial.refused


def test_seconds_that_were_held_out_and_get_no_better_refuse_it():
    scores = moments(0.5, 0.35)
    scores[np.arange(50) // 5 % 2 == 1] = moments(0.97, 0.01, 25)

    trial = calibrate(scores, general_head(), made_up_reference())

    assert "does not help" in trial.refused


def test_too_few_moments_are_told():
    assert "12 of 50" in missing_moments(12)
    assert missing_moments(20) == ""


@pytest.mark.parametrize(
    "told",
    [None, "junk", [[0.1] * 6], [["a"] * 7], [[2.0] * 7], [[0.0] * 7], [[float("nan")] * 7]],
    ids=["nothing", "words", "short", "letters", "large", "zero", "no number"],
)
def test_what_is_no_score_is_left_out(told):
    assert told_scores(told).shape == (0, 7)


def test_scores_come_as_shares_of_one():
    assert told_scores([[0.1] * 7])[0] == pytest.approx([1 / 7] * 7)
