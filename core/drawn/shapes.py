"""Outlines in head coordinates: smooth curves through a few points, strokes, ellipses."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from core.drawn.pose import Points

_STEPS: Final = 8  # pieces between two points
_T: Final = np.arange(_STEPS) / _STEPS
# Source: Catmull & Rom, "A class of local interpolating splines", 1974.
_BASIS: Final = 0.5 * np.column_stack(
    [-_T + 2 * _T**2 - _T**3, 2 - 5 * _T**2 + 3 * _T**3, _T + 4 * _T**2 - 3 * _T**3, _T**3 - _T**2]
)


def closed(points: Sequence[tuple[float, float]] | Points) -> Points:
    """A smooth closed outline through the points."""
    corners = np.asarray(points, np.float64)
    around = np.stack([np.roll(corners, shift, axis=0) for shift in (1, 0, -1, -2)])
    return np.einsum("tk,knd->ntd", _BASIS, around).reshape(-1, 2)


def curve(points: Sequence[tuple[float, float]] | Points) -> Points:
    """A smooth open line through the points."""
    corners = np.asarray(points, np.float64)
    ends = np.vstack([2 * corners[0] - corners[1], corners, 2 * corners[-1] - corners[-2]])
    count = len(corners) - 1
    around = np.stack([ends[start : start + count] for start in range(4)])
    return np.vstack([np.einsum("tk,knd->ntd", _BASIS, around).reshape(-1, 2), corners[-1:]])


def stroke(
    line: Points, width: float, *, start: float = 0.2, end: float = 0.2, middle: float = 0.5
) -> Points:
    """The outline of a brush's stroke along a line.

    Args:
        width: At its thickest.
        start, end: × width, at its ends.
        middle: Where it is thickest, share of the way.
    """
    along = np.linspace(0, 1, len(line))
    thick = np.interp(along, (0, middle, 1), (start, 1, end)) ** 0.7 * width / 2
    way = np.gradient(line, axis=0)
    way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
    aside = thick[:, None] * np.column_stack([-way[:, 1], way[:, 0]])
    return np.vstack([line + aside, (line - aside)[::-1]])


def ellipse(x: float, y: float, wide: float, high: float) -> Points:
    """An ellipse about (x, y) with these half axes."""
    turn = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    return np.column_stack([x + wide * np.cos(turn), y + high * np.sin(turn)])


def moved(points: Points, right: float, down: float) -> Points:
    """The points somewhere else."""
    return points + np.array([right, down])


def mirrored(points: Points, side: float) -> Points:
    """The points of the picture's right half (side 1) or their mirror image (side -1)."""
    return points * (side, 1.0)


def head_outline(wide: float, jaw: float, drop: float) -> Points:
    """The face's outline, crown to chin.

    Args:
        wide: Half its width.
        jaw: 0 slender, 1 square.
        drop: How far the jaw hangs.
    """
    right = np.array(
        [
            *((0.0, -1.0), (0.53 * wide, -0.9), (0.9 * wide, -0.58), (wide, -0.1)),
            *((0.95 * wide, 0.26), ((0.76 + 0.1 * jaw) * wide, 0.62 + 0.6 * drop)),
            *(((0.42 + 0.12 * jaw) * wide, 0.88 + drop), (0.0, 1.0 + drop)),
        ]
    )
    left = right[1:-1][::-1] * (-1, 1)
    return closed(np.vstack([right, left]))


def between_lines(upper: Points, lower: Points) -> Points:
    """The outline of what lies between two lines that run the same way."""
    return np.vstack([upper, lower[::-1]])


def wobbly(outline: Points, amount: float, waves: int, phase: float) -> npt.NDArray[np.float64]:
    """A closed outline whose distance from its middle swings, as curls do."""
    turn = np.linspace(0, 2 * np.pi, len(outline), endpoint=False)
    middle = outline.mean(axis=0)
    return (
        middle
        + (outline - middle) * (1 + amount * np.abs(np.sin(waves * turn / 2 + phase)))[:, None]
    )
