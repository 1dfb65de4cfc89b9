"""Where a drawn head is and how it is held: from its own coordinates to the picture's pixels.

Head coordinates: the origin is the face's middle, x right, y down, z to the viewer; the crown is
at y = -1 and the chin of a face at rest at y = 1.
"""

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Points: TypeAlias = npt.NDArray[np.float64]  # (n, 2): x, y

_WIDE: Final = 0.9  # half axes of the egg that features lie on
_HIGH: Final = 1.15
_DEEP: Final = 0.75


@dataclass(frozen=True, kw_only=True)
class Pose:
    """A head in a picture, and its light."""

    x: float  # the face's middle, in pixels
    y: float
    size_px: float  # the face's height, crown to chin
    tilt_deg: float = 0.0  # clockwise in the picture
    yaw_deg: float = 0.0  # turned to the picture's right; good for about 30 either way
    pitch_deg: float = 0.0  # bowed; good for about 20 either way
    light: tuple[float, float] = (-0.5, -0.6)  # where it comes from: right, down
    brightness: float = 1.0

    def project(self, points: Points, depth: float | npt.NDArray[np.float64] = 1.0) -> Points:
        """Head coordinates -> pixels of the picture.

        Args:
            depth: 1 for what lies on the face, more for what stands out of it, 0 for an outline,
                which stays where it is when the head turns, and less than 0 for what is behind.
        """
        turned = points + np.reshape(depth, (-1, 1)) * (self._turned(points) - points)
        tilt, unit = math.radians(self.tilt_deg), self.size_px / 2
        cos, sin = unit * math.cos(tilt), unit * math.sin(tilt)
        return turned @ np.array([[cos, sin], [-sin, cos]]) + (self.x, self.y)

    def unproject(self, pixels: Points) -> Points:
        """Pixels of the picture -> head coordinates of an outline."""
        tilt, unit = math.radians(self.tilt_deg), 2 / self.size_px
        cos, sin = unit * math.cos(tilt), unit * math.sin(tilt)
        return (pixels - (self.x, self.y)) @ np.array([[cos, -sin], [sin, cos]])

    def _turned(self, points: Points) -> Points:
        yaw, pitch = math.radians(self.yaw_deg), math.radians(self.pitch_deg)
        x, y = points[:, 0], points[:, 1]
        z = _DEEP * np.sqrt(np.maximum(0.0, 1 - (x / _WIDE) ** 2 - (y / _HIGH) ** 2))
        across = x * math.cos(yaw) + z * math.sin(yaw)
        near = z * math.cos(yaw) - x * math.sin(yaw)
        return np.column_stack([across, y * math.cos(pitch) + near * math.sin(pitch)])
