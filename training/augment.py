"""A training face as it might also have come: moved, turned, lit, covered, badly compressed.

What cameras do to a face stands in `camera`.

A *view* of a face is one such change. Its chances come from the seed, the number of the view and
the row of the face alone, so that any process can make it, again and in any order.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from training.camera import seen_by_camera
from training.runs.config import RunConfig

DECIDES_VIEWS: Final = (  # the settings
    *("seed", "views", "flip", "shift", "zoom", "rotate_deg", "light", "erase", "degrade"),
    "camera",
)
_ERASED: Final = (0.15, 0.5)  # sides of the covered rectangle, share of the picture's
_FEWER_PIXELS: Final = (0.35, 0.8)  # what is left of a side before it is enlarged again
_JPEG_QUALITY: Final = (15, 60)


def augment(images: np.ndarray, config: RunConfig, *, rows: Sequence[int], view: int) -> np.ndarray:
    """The same view of every picture, changed by chance as far as the config allows.

    Args:
        images: (N, side, side) uint8 grey; it stays as it is.
        rows: N numbers that tell the faces apart.

    Returns:
        (N, side, side) uint8 grey.
    """
    return np.stack(
        [
            _augmented(image, config, np.random.default_rng([config.seed, view, row]))
            for image, row in zip(images, rows, strict=True)
        ]
    )


def _augmented(image: np.ndarray, config: RunConfig, random: np.random.Generator) -> np.ndarray:
    flip, erase, degrade = random.random(3) < (config.flip, config.erase, config.degrade)
    if flip:
        image = image[:, ::-1]
    if config.camera:
        image = seen_by_camera(image, config.camera, random)
    image = _moved(image, config, random)
    if config.light:
        image = _lit(image, config.light, random)
    if degrade:
        image = _degraded(image, random)
    return _covered(image, random) if erase else image


def _moved(image: np.ndarray, config: RunConfig, random: np.random.Generator) -> np.ndarray:
    if not (config.shift or config.zoom or config.rotate_deg):
        return image
    side = len(image)
    right, down, zoom, turn = random.uniform(-1, 1, 4)
    middle = (side - 1) / 2
    matrix = cv2.getRotationMatrix2D(
        (middle, middle), turn * config.rotate_deg, 1 + zoom * config.zoom
    )
    matrix[:, 2] += side * config.shift * np.array([right, down])
    return cv2.warpAffine(
        image, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _lit(image: np.ndarray, light: float, random: np.random.Generator) -> np.ndarray:
    contrast, brightness = 1 + light * random.uniform(-1, 1, 2)
    mean = image.mean()
    return np.clip((image - mean) * contrast + mean * brightness, 0, 255).astype(np.uint8)


def _degraded(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    if random.random() < 0.5:
        share = random.uniform(*_FEWER_PIXELS)
        small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        return cv2.resize(small, image.shape[::-1], interpolation=cv2.INTER_LINEAR)
    quality = int(random.integers(*_JPEG_QUALITY))
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    decoded = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return image if decoded is None else decoded


def _covered(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The picture with a rectangle of one grey somewhere over it."""
    side = len(image)
    height, width = (int(side * share) for share in random.uniform(*_ERASED, 2))
    top, left = (int(random.integers(0, side - length)) for length in (height, width))
    out = image.copy()
    out[top : top + height, left : left + width] = random.integers(0, 256)
    return out
