"""FER+ as its authors measure it: against what most of ten people saw."""

from dataclasses import dataclass

import numpy as np

from core.dataset.votes import VOTE_COLUMNS, majority
from core.labels import EMOTIONS


@dataclass(frozen=True)
class VotesReport:
    """Accuracy against the majority of the votes, on the faces that have one."""

    n_8: int  # faces whose majority is an expression, contempt among them
    accuracy_8: float  # of those; contempt, which this app has not, counts as wrong
    n_7: int  # the same without contempt
    accuracy_7: float


def measure_votes(probabilities: np.ndarray, votes: np.ndarray) -> VotesReport:
    """How well predictions agree with the votes.

    Args:
        probabilities: (N, 7), in the order of EMOTIONS.
        votes: (N, 10) counts, columns as VOTE_COLUMNS.

    Raises:
        ValueError: No face has a majority for an expression.
    """
    ours = np.array([VOTE_COLUMNS.index(name) for name in EMOTIONS])
    seen, voted = ours[probabilities.argmax(axis=1)], majority(votes)
    contempt = VOTE_COLUMNS.index("contempt")
    eight, seven = (voted >= 0) & (voted <= contempt), (voted >= 0) & (voted < contempt)
    if not seven.any():
        raise ValueError("None of these faces has votes; give the file that belongs to them.")
    return VotesReport(
        n_8=int(eight.sum()),
        accuracy_8=round(float((seen == voted)[eight].mean()), 5),
        n_7=int(seven.sum()),
        accuracy_7=round(float((seen == voted)[seven].mean()), 5),
    )
