"""Which faces are the same picture, to the byte or to the eye.

Candidates come from perceptual hashes and, where there are any, from a network's features; what
counts is then how well the pictures themselves fit, moved by some pixels or scaled in light.
"""

from collections import defaultdict
from typing import Any, Final

import cv2
import imagehash
import numpy as np
from PIL import Image

from training.study.neighbours import directions, nearest

# Seen on FER2013: of pairs that fit at 0.94 and above nearly all are one photo, below 0.9 few.
MIN_FIT: Final = 0.94
_MAX_BITS: Final = 10  # of 64 that may differ; photos cut anew or written over differ by up to 10
# Of features: of the pairs that fit, 5 in 100 have less than 0.93 and nearly none less than 0.8.
_CANDIDATE_COSINE: Final = 0.93
_MIN_COSINE: Final = 0.8
_NEAREST: Final = 8
_SMALL_PX: Final = 12  # a first look at small pictures, which leaves one candidate in ten
_MIN_SMALL_FIT: Final = 0.6
_SHIFT_PX: Final = 4
_BLUR_PX: Final = 1.0  # sigma, so that noise and compression count less
_BLOCK: Final = 1024  # hashes at once: 36,000 x 1,024 differences take 300 MB
_PLAIN: Final = 4.0  # greys of standard deviation


def same_pictures(images: np.ndarray) -> list[list[int]]:
    """Rows of pictures that are equal to the last pixel, one list for each that occurs twice."""
    rows: defaultdict[bytes, list[int]] = defaultdict(list)
    for row, image in enumerate(images):
        rows[image.tobytes()].append(row)
    return [found for found in rows.values() if len(found) > 1]


def alike_pairs(images: np.ndarray, features: np.ndarray | None) -> dict[tuple[int, int], float]:
    """Pairs of different pictures that show one photo, the smaller row first.

    Args:
        images: (N, 48, 48) uint8 grey, no two the same.
        features: (N, D), or None.

    Returns:
        How well each pair fits, from MIN_FIT to 1.
    """
    pairs = _near_hashes(images)
    if features is not None:
        unit = directions(features)
        pairs = _unique([pairs, _near_features(unit)])
        pairs = pairs[_cosines(unit, pairs) >= _MIN_COSINE]
    pairs = pairs[_cosines(_small(images), pairs) >= _MIN_SMALL_FIT]
    blurred = {
        row: cv2.GaussianBlur(np.asarray(images[row]), (0, 0), _BLUR_PX)
        for row in np.unique(pairs).tolist()
    }
    fits = {(a, b): fit(blurred[a], blurred[b]) for a, b in pairs.tolist()}
    return {pair: value for pair, value in fits.items() if value >= MIN_FIT}


def fit(one: np.ndarray, other: np.ndarray) -> float:
    """How well two pictures agree at the best of the small moves: a correlation, [0, 1].

    The worse of laying the first's middle over the second and the other way round; 0 if a picture
    is nearly of one grey.

    Args:
        one, other: (48, 48) uint8 grey.
    """
    if is_plain(one) or is_plain(other):
        return 0.0
    middle = slice(_SHIFT_PX, -_SHIFT_PX)
    there = cv2.matchTemplate(other, one[middle, middle], cv2.TM_CCOEFF_NORMED).max()
    back = cv2.matchTemplate(one, other[middle, middle], cv2.TM_CCOEFF_NORMED).max()
    return max(0.0, min(float(there), float(back), 1.0))


def is_plain(image: np.ndarray) -> bool:
    """Whether a picture is so nearly of one grey that there is nothing to compare."""
    return float(image.std()) < _PLAIN


def _near_hashes(images: np.ndarray) -> np.ndarray:
    """(P, 2) pairs of rows.

    Source: Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010,
    the hash by discrete cosine transform.
    """
    # Its types leave the hash unknown, which is an (8, 8) array of bool.
    hashed: Any = imagehash.phash
    bits = [hashed(Image.fromarray(image)).hash for image in images]
    hashes = np.packbits(np.array(bits).reshape(-1, 64), axis=1).view(np.uint64).ravel()
    pairs: list[np.ndarray] = []
    for start in range(0, len(hashes), _BLOCK):
        block = hashes[start : start + _BLOCK]
        differ = np.bitwise_count(block[:, None] ^ hashes[start:])
        pairs.append(np.argwhere(differ <= _MAX_BITS) + start)
    return _unique(pairs)


def _near_features(unit: np.ndarray) -> np.ndarray:
    """(P, 2) pairs of rows."""
    rows, cosines = nearest(unit, np.arange(len(unit)), _NEAREST)
    here, column = np.nonzero(cosines >= _CANDIDATE_COSINE)
    return _unique([np.stack([here, rows[here, column]], axis=1)])


def _unique(pairs: list[np.ndarray]) -> np.ndarray:
    """(P, 2) int64 pairs of different rows, each once, the smaller row first."""
    together = np.sort(np.concatenate([np.zeros((0, 2), np.int64), *pairs]), axis=1)
    return np.unique(together[together[:, 0] < together[:, 1]], axis=0)


def _cosines(unit: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    return np.einsum("pd,pd->p", unit[pairs[:, 0]], unit[pairs[:, 1]])


def _small(images: np.ndarray) -> np.ndarray:
    """(N, 144) float32: the pictures tiny, with mean 0 and length 1."""
    size = (_SMALL_PX, _SMALL_PX)
    tiny = np.empty((len(images), *size), np.uint8)
    image: np.ndarray
    for row, image in enumerate(images):
        tiny[row] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    flat = tiny.astype(np.float32).reshape(len(images), -1)
    flat -= flat.mean(axis=1, keepdims=True)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
