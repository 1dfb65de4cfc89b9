"""Where a network looks: how much its answer falls when a place of the face is covered."""

from typing import Final

import numpy as np

from core.classifier import FaceReader

_WINDOW_PX: Final = 10
_STEP_PX: Final = 4


def heat_map(classifier: FaceReader, patch: np.ndarray, label: str) -> np.ndarray:
    """How much each place of a face matters to the answer `label`.

    A square of the face's mean grey is laid over every place in turn, and each pixel gets the mean
    fall of the label's probability over the squares that cover it. Where covering helps, it is 0.

    Args:
        patch: (48, 48) uint8 grey.
        label: One of EMOTIONS, or an own class of the classifier's.

    Returns:
        (48, 48) float32 in [0, 1], 1 at the place that matters most; all 0 if none does.

    Source: Zeiler & Fergus, "Visualizing and Understanding Convolutional Networks", 2014.
    """
    height, width = patch.shape
    squares = [
        (slice(max(top, 0), top + _WINDOW_PX), slice(max(left, 0), left + _WINDOW_PX))
        for top in range(_STEP_PX - _WINDOW_PX, height, _STEP_PX)
        for left in range(_STEP_PX - _WINDOW_PX, width, _STEP_PX)
    ]
    covered = np.repeat(patch[np.newaxis], len(squares) + 1, axis=0)
    for picture, square in zip(covered[1:], squares, strict=True):
        picture[square] = round(float(patch.mean()))
    seen = [prediction.scores for prediction in classifier.predict(covered)]
    if label not in seen[0]:
        raise ValueError(f"A label must be one of {', '.join(seen[0])}, not {label[:40]!r}.")
    scores = [one[label] for one in seen]
    fall, times = np.zeros(patch.shape, np.float32), np.zeros(patch.shape, np.float32)
    for square, score in zip(squares, scores[1:], strict=True):
        fall[square] += scores[0] - score
        times[square] += 1
    mean = np.maximum(fall / times, 0)
    top = float(mean.max())
    return mean / top if top > 1e-6 else np.zeros_like(mean)
