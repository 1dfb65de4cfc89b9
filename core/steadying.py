"""A face without its detector's trembling, and without lagging behind when it moves.

A detector's box trembles by 1 to 2 % of the face. Whatever stands still is calmed, whatever moves
is followed at once, because an emoji that lags would bare the face it hides. All in seconds and
in multiples of the face's size, so that neither frame rate nor distance change the look.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.face import Box, Face

CUTOFF_HZ: Final = 1.0  # of a face at rest: 63 % of a trembling shift is gone after 0.16 s
CUTOFF_PER_SPEED: Final = 4.0  # Hz more for each face size a second
SPEED_CUTOFF_HZ: Final = 2.0  # of the speed itself, which trembles more than the place
MOST_BEHIND: Final = 0.04  # × face size: no value lags by more, however suddenly it moves


@dataclass(frozen=True, eq=False)
class Steady:
    """Some values of one kind that move together: what came last, what is shown, how fast."""

    raw: np.ndarray  # (n,) float64, pixels
    shown: np.ndarray  # (n,) float64, pixels
    speed: np.ndarray  # (n,) float64, pixels a second


@dataclass(frozen=True, eq=False)
class Motion:
    """A face's place, size and features in time; its tilt is in the features."""

    middle: Steady  # x and y
    size: Steady  # width and height
    marks: Steady | None  # the landmarks, seen from the middle: x, y, x, y ...

    def face(self, score: float) -> Face:
        """The face to show."""
        (x, y), (width, height) = self.middle.shown.tolist(), self.size.shown.tolist()
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if self.marks is None:
            return Face(box, score, None)
        landmarks = self.marks.shown.reshape(-1, 2) + self.middle.shown
        return Face(box, score, landmarks.astype(np.float32))

    def expected(self, dt: float) -> Box:
        """Where the face will be, if it goes on as it does, `dt` seconds after it was found."""
        x, y = (self.middle.raw + self.middle.speed * dt).tolist()
        width, height = self.size.raw.tolist()
        return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def at_rest(face: Face) -> Motion:
    """A face that is found for the first time."""
    middle, size, marks = _values(face)
    return Motion(_still(middle), _still(size), None if marks is None else _still(marks))


def moved(old: Motion, face: Face, *, dt: float) -> Motion:
    """The face `dt` seconds later, above 0."""
    middle, size, marks = _values(face)
    unit = float(size.max())
    steady_marks = None
    if marks is not None:
        steady_marks = (
            _still(marks) if old.marks is None else _filtered(old.marks, marks, dt=dt, unit=unit)
        )
    return Motion(
        _filtered(old.middle, middle, dt=dt, unit=unit),
        _filtered(old.size, size, dt=dt, unit=unit),
        steady_marks,
    )


def follow_share(cutoff_hz: float, dt: float) -> float:
    """The share of a gap that a low-pass filter closes in `dt` seconds, [0, 1].

    Two half steps close as much as one whole step, which the paper's own approximation,
    1 / (1 + 1 / (2 pi f dt)), does not.
    """
    return 1 - math.exp(-2 * math.pi * cutoff_hz * dt)


def _filtered(old: Steady, raw: np.ndarray, *, dt: float, unit: float) -> Steady:
    """The One-Euro filter, its cutoff shared by all values so that a face keeps its shape.

    Args:
        unit: The face's size in pixels, in which speed is judged.

    Source: Casiez, Roussel & Vogel, "1 Euro Filter", CHI 2012.
    """
    speed_now = (raw - old.raw) / dt
    speed = old.speed + follow_share(SPEED_CUTOFF_HZ, dt) * (speed_now - old.speed)
    cutoff = CUTOFF_HZ + CUTOFF_PER_SPEED * float(np.abs(speed).max()) / unit
    shown = old.shown + follow_share(cutoff, dt) * (raw - old.shown)
    return Steady(raw, np.clip(shown, raw - MOST_BEHIND * unit, raw + MOST_BEHIND * unit), speed)


def _still(raw: np.ndarray) -> Steady:
    return Steady(raw, raw, np.zeros_like(raw))


def _values(face: Face) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Middle, size and landmarks from the middle, in pixels."""
    x0, y0, x1, y1 = face.box
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    marks = None if face.landmarks is None else (face.landmarks - middle).reshape(-1)
    return middle, np.array([face.box.width, face.box.height]), marks
