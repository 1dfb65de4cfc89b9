"""What can be said of a face's picture without a network: light, contrast, sharpness, the mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.crop import PATCH_PX
from core.dataset.face_set import FaceSet
from core.labels import EMOTIONS

_BLOCK: Final = 2048  # faces at once, 19 MB as float32


@dataclass(frozen=True, eq=False)
class Measures:
    """Three figures of each of N faces, each (N,) float32."""

    brightness: np.ndarray  # mean grey, [0, 1]
    contrast: np.ndarray  # standard deviation of the grey, [0, 0.5]
    sharpness: np.ndarray  # how much neighbouring pixels differ beside the contrast, from 0


def measure(images: np.ndarray) -> Measures:
    """The figures of each face.

    Sharpness is the standard deviation of the Laplacian divided by that of the grey, so that a
    faint picture is not taken for a blurred one; a picture of one grey has 0.

    Args:
        images: (N, 48, 48) uint8 grey.

    Source: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000, whose
    variance of the Laplacian it is.
    """
    found = [_measure(block) for block in _blocks(images)]
    columns = np.concatenate(found, axis=1) if found else np.zeros((3, 0), np.float32)
    return Measures(*columns)


def mean_faces(faces: FaceSet) -> np.ndarray:
    """(7, 48, 48) uint8: the mean face of each class, black where a class has none."""
    sums = np.zeros((len(EMOTIONS), PATCH_PX, PATCH_PX))
    start = 0
    for block in _blocks(faces.images):
        labels = faces.labels[start : start + len(block)]
        for label in np.unique(labels):
            sums[label] += block[labels == label].sum(axis=0, dtype=np.float64)
        start += len(block)
    counts = np.bincount(faces.labels, minlength=len(EMOTIONS))
    return np.rint(sums / np.maximum(counts, 1)[:, None, None]).astype(np.uint8)


def _blocks(images: np.ndarray) -> Iterator[np.ndarray]:
    """The faces in float32, some at a time: a set may be larger than memory."""
    for start in range(0, len(images), _BLOCK):
        yield images[start : start + _BLOCK].astype(np.float32)


def _measure(grey: np.ndarray) -> np.ndarray:
    """(3, n) float32: brightness, contrast and sharpness of a block."""
    contrast = grey.std(axis=(1, 2))
    inner = grey[:, 1:-1, 1:-1]
    around = grey[:, :-2, 1:-1] + grey[:, 2:, 1:-1] + grey[:, 1:-1, :-2] + grey[:, 1:-1, 2:]
    edges = (around - 4 * inner).std(axis=(1, 2))
    sharpness = np.where(contrast > 0, edges / np.maximum(contrast, 1e-6), 0)
    return np.stack([grey.mean(axis=(1, 2)) / 255, contrast / 255, sharpness]).astype(np.float32)
