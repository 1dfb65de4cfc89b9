"""A face that was found, and its box."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Box(NamedTuple):
    """A rectangle in pixels, x right, y down; x1 and y1 are exclusive. It may leave the picture."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, eq=False)
class Face:
    """A face that was found."""

    box: Box
    score: float  # how sure the detector is, [0, 1]; 1 where it does not tell
    # (5, 2) float32 pixels: the eye on the picture's left, the other eye, the nose, the left and
    # the right corner of the mouth; None where the detector knows none.
    landmarks: np.ndarray | None

    @property
    def roll_deg(self) -> float:
        """How far the head is tilted in the picture, clockwise, in degrees; 0 if unknown."""
        if self.landmarks is None:
            return 0.0
        dx, dy = self.landmarks[1] - self.landmarks[0]
        return math.degrees(math.atan2(float(dy), float(dx)))


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    width = max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0))
    height = max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))
    shared = width * height
    return shared / max(a.width * a.height + b.width * b.height - shared, 1e-9)
