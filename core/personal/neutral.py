"""Ten seconds of somebody's neutral face -> how they are read from then on.

A face that looks sad or angry at rest is read so all the time. Only the last layer's bias is
moved: scores are enough for that, no picture and no feature is asked for.
"""

from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np

from core.labels import EMOTIONS
from core.personal.head import FloatArray, Head, softmax
from core.personal.reference import Reference
from core.personal.trial import MAX_GENERAL_LOSS

SECONDS: Final = 10
MOST_S: Final = 60  # a slow device is waited for so long, until it has read enough moments
EVERY_S: Final = 0.2
_MOMENTS: Final = round(SECONDS / EVERY_S)
MIN_MOMENTS: Final = 20
_BLOCK: Final = 5  # moments of a second, which are alike, are learned from or held out together
_NEUTRAL: Final = EMOTIONS.index("neutral")
_LEAST: Final = 1e-6  # a probability's logarithm must not run away
_STEPS: Final = 300
_SCALES: Final = tuple(np.linspace(0.05, 1, 20, dtype=np.float32).tolist())  # of the way
_MARGIN: Final = 1.2  # so much farther than the moments that were learned from ask
_HOLD: Final = 0.02  # how strongly the bias is held to what it was


@dataclass(frozen=True, eq=False)
class NeutralTrial:
    """A head that takes somebody's neutral face for neutral, and what that changed."""

    head: Head
    before: float  # share of held-out moments that are read as neutral, [0, 1]
    after: float
    general_before: float  # share of PublicTest's faces that are named rightly
    general_after: float
    refused: str  # a sentence; empty where it may be used


def told_scores(told: object) -> FloatArray:
    """What a browser told, (N, 7), rows sum to 1; what is no score is left out."""
    rows = cast(list[Any], told) if isinstance(told, list) else []
    usable = [row for row in rows[: 2 * _MOMENTS] if _is_row(row)]
    scores = np.array(usable, np.float32).reshape(len(usable), len(EMOTIONS))
    return scores / scores.sum(axis=1, keepdims=True)


def missing_moments(count: int) -> str:
    """What is missing to learn from so many moments, in a sentence; empty if nothing is."""
    if count >= MIN_MOMENTS:
        return ""
    return (
        f"A face was seen in {count} of {_MOMENTS} moments, and {MIN_MOMENTS} are needed. Start "
        "the camera, stay in the picture, and try again."
    )


def calibrate(scores: FloatArray, head: Head, reference: Reference) -> NeutralTrial:
    """Learn from every other second, and measure on the seconds between.

    Args:
        scores: (N, 7) what was said of the face, moment by moment, by `head`; rows sum to 1.
        head: The last layer in use.
    """
    logits = np.log(np.maximum(scores, _LEAST))
    held_out = np.arange(len(scores)) // _BLOCK % 2 == 1
    before = _neutral_share(logits[held_out])
    general_before = reference.accuracy(head)
    whole = _bias(logits[~held_out], head, reference)
    moved, bias = head, np.zeros(len(EMOTIONS), np.float32)
    for share in _SCALES:  # no farther than needed, nor than others' faces allow
        further = Head(EMOTIONS, head.weights, head.bias + share * whole)
        if general_before - reference.accuracy(further) > MAX_GENERAL_LOSS:
            break
        moved, bias = further, share * whole
        if _neutral_share(logits[~held_out] + bias / _MARGIN) == 1:
            break
    after, general_after = _neutral_share(logits[held_out] + bias), reference.accuracy(moved)
    said = _refusal(before, after)
    return NeutralTrial(moved, before, after, general_before, general_after, said)


def _bias(logits: FloatArray, head: Head, reference: Reference) -> FloatArray:
    """What is added to the bias so that the face is neutral and other faces stay what they are.

    Steps of 2 / (1 + 2 × hold): the curvature of a softmax's loss is at most 1/2.
    """
    general = reference.sample @ head.weights + head.bias
    wanted = np.eye(len(EMOTIONS), dtype=np.float32)[_NEUTRAL]
    bias = np.zeros(len(EMOTIONS), np.float32)
    for _ in range(_STEPS):
        own = (softmax(logits + bias) - wanted).mean(axis=0)
        others = (softmax(general + bias) - reference.sample_targets).mean(axis=0)
        slope = (own + others) / 2 + _HOLD * bias
        bias = bias - np.float32(2 / (1 + 2 * _HOLD)) * slope
    return bias.astype(np.float32)


def _neutral_share(logits: FloatArray) -> float:
    named: list[int] = logits.argmax(axis=1).tolist()
    return named.count(_NEUTRAL) / len(named)


def _refusal(before: float, after: float) -> str:
    if before == 1:
        return "Your neutral face is read as neutral already."
    if after <= before:
        return (
            f"It does not help on moments that it had not learned from: {100 * before:.0f} of 100 "
            f"are read as neutral before, {100 * after:.0f} after. Try again with a calm face."
        )
    return ""


def _is_row(row: object) -> bool:
    if not isinstance(row, list):
        return False
    values = cast(list[Any], row)
    numbers = [one for one in values if isinstance(one, int | float) and 0 <= one <= 1]
    return len(numbers) == len(values) == len(EMOTIONS) and any(numbers)
