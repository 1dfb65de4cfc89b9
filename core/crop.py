"""The one crop: any picture and a face in it -> the 48 x 48 grey patch that models eat.

It frames a face as FER2013 frames one, turned upright by the eyes, so that serving shows the
network what training showed it.
"""

import math
from typing import Final

import cv2
import numpy as np

from core.face import Face

PATCH_PX: Final = 48

# Measured on 1,118 PublicTest faces, enlarged 4 times and padded, in which YuNet found a face:
# the patch's side is 1.09 times the square root of the box's area (median; the box's height alone
# or the distance of the eyes scatter more), and the mean of the box's centre and the landmarks'
# centre lies (median) 0.4 % left of the patch's middle and 4.3 % of its side below it.
SIDE_PER_BOX: Final = 1.09
SHIFT: Final = (-0.004, 0.043)  # × side, right and down from the patch's middle
# Measured likewise on 391 faces that Haar found: its box is the patch, 2 % smaller.
_SIDE_PER_HAAR_BOX: Final = 1.02
MAX_FINENESS: Final = 16  # a face of up to 768 px is averaged without skipping a pixel


def face_patch(image: np.ndarray, face: Face) -> np.ndarray:
    """The face as a (48, 48) uint8 grey patch; what lies outside the picture repeats its edge.

    Args:
        image: (H, W, 3) uint8, BGR, upright.
    """
    centre, side = _frame(face)
    # Sampled as finely as the picture is and then averaged, so that a large face has no aliasing.
    fineness = min(max(math.ceil(side / PATCH_PX), 1), MAX_FINENESS)
    samples = PATCH_PX * fineness
    patch = cv2.warpAffine(
        image,
        _patch_to_image(centre, side / samples, samples, math.radians(face.roll_deg)),
        (samples, samples),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    grey = cv2.cvtColor(patch, cv2.COLOR_BGR2GRAY)
    return cv2.resize(grey, (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA)


def _frame(face: Face) -> tuple[np.ndarray, float]:
    """The patch's middle (x, y) and side, in pixels of the picture."""
    x0, y0, x1, y1 = face.box
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    size = math.sqrt(max(face.box.width, 1.0) * max(face.box.height, 1.0))
    if face.landmarks is None:
        return middle, size * _SIDE_PER_HAAR_BOX
    side = size * SIDE_PER_BOX
    roll = math.radians(face.roll_deg)
    right = np.array([math.cos(roll), math.sin(roll)])
    down = np.array([-math.sin(roll), math.cos(roll)])
    marked = (middle + face.landmarks.mean(axis=0)) / 2
    return marked - side * (SHIFT[0] * right + SHIFT[1] * down), side


def _patch_to_image(
    centre: np.ndarray, pixels_per_sample: float, samples: int, roll: float
) -> np.ndarray:
    """(2, 3) matrix from a sample's column and row to the picture's; pixel centres are at .5."""
    cos, sin = pixels_per_sample * math.cos(roll), pixels_per_sample * math.sin(roll)
    turn = np.array([[cos, -sin], [sin, cos]])
    offset = centre - 0.5 - turn @ np.full(2, (samples - 1) / 2)
    return np.column_stack([turn, offset])
