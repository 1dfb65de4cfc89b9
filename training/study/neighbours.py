"""Faces that a network finds alike: the nearest by the angle between their features."""

from typing import Final

import numpy as np

_BLOCK: Final = 1024  # faces at once: 150 MB of cosines beside 36,000 others


def directions(features: np.ndarray) -> np.ndarray:
    """(N, D) float32: the features about their mean, each scaled to length 1 (0 stays 0)."""
    centred = features.astype(np.float32)
    centred -= centred.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return centred / np.maximum(lengths, 1e-12)


def nearest(unit: np.ndarray, among: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The nearest of some faces to every face, itself left out, the nearest first.

    Args:
        unit: (N, D) float32, as `directions` gives them.
        among: (M,) rows to choose from.
        count: How many; fewer come where fewer are there.

    Returns:
        (N, k) int32 rows, and (N, k) float32 cosines, 1 for the same direction.
    """
    count = max(min(count, len(among) - 1), 0)
    rows = np.empty((len(unit), count), np.int32)
    cosines = np.empty((len(unit), count), np.float32)
    others = np.ascontiguousarray(-unit[among].T)  # negative, since numpy sorts upward
    for start in range(0, len(unit) if count else 0, _BLOCK):
        away = unit[start : start + _BLOCK] @ others
        here = np.arange(start, start + len(away))
        away[here[:, None] == among] = np.inf
        some = np.argpartition(away, count - 1, axis=1)[:, :count]
        order = np.argsort(np.take_along_axis(away, some, axis=1), axis=1, kind="stable")
        best = np.take_along_axis(some, order, axis=1)
        rows[here] = among[best]
        cosines[here] = -np.take_along_axis(away, best, axis=1)
    return rows, cosines
