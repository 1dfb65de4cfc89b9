"""The sample photo that ships with the app: one upright face in 512 x 512 pixels."""

from typing import Final

import cv2
import numpy as np

from core.photos import decode_photo
from tests.support.folders import ROOT

SAMPLE: Final = ROOT / "pages" / "sample" / "astronaut.jpg"


def sample_photo() -> np.ndarray:
    """(512, 512, 3) uint8, BGR."""
    return decode_photo(SAMPLE.read_bytes())


def sample_square() -> np.ndarray:
    """The upper part with the face in its middle: (320, 320, 3) uint8, BGR."""
    return sample_photo()[:320, 64:384].copy()


def sample_head() -> np.ndarray:
    """The face with hair and collar, enlarged for a camera's picture: (330, 375, 3) uint8 BGR."""
    return cv2.resize(sample_photo()[20:240, 100:350], None, fx=1.5, fy=1.5)
