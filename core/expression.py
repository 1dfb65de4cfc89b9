"""What is said of a face in a video: it changes seldom, and soon after a real change.

A network's answer flickers between neighbours from frame to frame. What is said follows scores of
its own, eased over a fixed time, and only once another expression has led for a while.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.classifier import Prediction
from core.labels import NOT_SURE

SCORES_S: Final = 0.15  # scores cover 63 % of a change in this time
PATIENCE_S: Final = 0.25  # for so long the expression said must not have led
REST_S: Final = 0.5  # between two changes: at most two a second


@dataclass(frozen=True, eq=False)
class Expression:
    """What is said of one face, and what it rests on."""

    said: str  # an expression, or NOT_SURE
    scores: np.ndarray  # (C,) eased, in the order of the model's labels
    seen_at: float  # seconds, as are those below
    changed_at: float
    led_at: float  # when what is said last led the scores


def first_expression(seen: Prediction, t: float, *, min_confidence: float) -> Expression:
    """Of a face that is found for the first time: its likeliest expression, at once.

    Args:
        t: Seconds on any clock that does not go back.
        min_confidence: Where the likeliest has less, [0, 1], one is not sure.
    """
    said = _leader(seen.labels, seen.probabilities, min_confidence)
    # A first look may err, so it may be corrected before the usual rest.
    return Expression(said, seen.probabilities, t, t - REST_S, t)


def next_expression(
    old: Expression, seen: Prediction, t: float, *, min_confidence: float
) -> Expression:
    """Of a face that was found again at `t`."""
    scores = ease(old.scores, seen.probabilities, dt=t - old.seen_at, tau=SCORES_S)
    leader = _leader(seen.labels, scores, min_confidence)
    if leader == old.said:
        return Expression(old.said, scores, t, old.changed_at, t)
    if t - old.led_at < PATIENCE_S or t - old.changed_at < REST_S:
        return Expression(old.said, scores, t, old.changed_at, old.led_at)
    return Expression(leader, scores, t, t, t)


def ease(old: np.ndarray, new: np.ndarray, *, dt: float, tau: float) -> np.ndarray:
    """Move `old` toward `new`, covering 63 % of the gap every `tau` seconds; 0 jumps."""
    return new if tau == 0 else new + (old - new) * math.exp(-dt / tau)


def _leader(labels: tuple[str, ...], scores: np.ndarray, min_confidence: float) -> str:
    return labels[int(scores.argmax())] if scores.max() >= min_confidence else NOT_SURE
