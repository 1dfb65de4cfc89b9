"""Agreement with the votes, worked out by hand."""

import numpy as np
import pytest

from core.dataset.votes import VOTE_COLUMNS, majority
from core.labels import EMOTIONS
from training.ferplus import measure_votes


def votes(**counts: int) -> list[int]:
    return [counts.get(name, 0) for name in VOTE_COLUMNS]


def read_as(*names: str) -> np.ndarray:
    return np.eye(7)[[EMOTIONS.index(name) for name in names]]


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ({"happy": 6, "neutral": 4}, "happy"),
        ({"happy": 5, "neutral": 5}, None),
        ({"happy": 4, "sad": 3, "angry": 1, "fear": 1, "neutral": 1}, "happy"),
        ({"sad": 4, "fear": 3, "neutral": 3}, None),
        ({"contempt": 7, "neutral": 3}, "contempt"),
        ({"unknown": 8, "sad": 2}, "unknown"),
        ({}, None),
    ],
    ids=["most", "a tie", "single votes aside", "no half", "contempt", "unknown", "no votes"],
)
def test_the_majority_is_what_more_than_half_saw(counts, seen):
    (column,) = majority(np.array([votes(**counts)]))

    assert column == (VOTE_COLUMNS.index(seen) if seen else -1)


def test_contempt_counts_as_wrong_among_eight_and_not_at_all_among_seven():
    voted = np.array(
        [votes(happy=10), votes(sad=10), votes(contempt=10), votes(unknown=10), votes(happy=5)]
    )
    probabilities = read_as("happy", "angry", "neutral", "sad", "happy")

    report = measure_votes(probabilities, voted)

    assert (report.n_8, report.accuracy_8) == (4, 0.5)
    assert (report.n_7, report.accuracy_7) == (3, 0.66667)


def test_faces_without_votes_cannot_be_measured():
    with pytest.raises(ValueError, match="None of these faces has votes"):
        measure_votes(read_as("happy"), np.array([votes()]))
