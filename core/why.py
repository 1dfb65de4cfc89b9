"""Why a face got its emoji, in plain words: what was seen, what came close, what mattered most."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.classifier import FaceReader, Prediction
from core.crop import PATCH_PX
from core.labels import looks
from core.occlusion import heat_map
from core.text import percent

# Rows of a patch, from and to, in which FER2013's framing shows each part of a face.
_PARTS: Final = {
    "the forehead": (0, 13),
    "the eyes": (13, 25),
    "the nose": (25, 33),
    "the mouth": (33, 48),
}
_LEADS: Final = 1.15  # × an even share: a part that mattered less than this did not lead
_CLOSE: Final = 0.15  # a runner-up nearer than this share is called close


@dataclass(frozen=True, eq=False)
class Why:
    """What the network saw of one face."""

    patch: np.ndarray  # (48, 48) uint8 grey
    heat: np.ndarray  # (48, 48) float32, [0, 1]: how much each place mattered
    words: str  # two or three sentences


def explained(classifier: FaceReader, patch: np.ndarray) -> Why:
    """What the network says of a patch and what it rests on; half a second of work.

    Args:
        patch: (48, 48) uint8 grey.
    """
    (seen,) = classifier.predict(patch[np.newaxis])
    heat = heat_map(classifier, patch, seen.label)
    return Why(patch, heat, f"{verdict(seen)} {_where(heat)}")


def verdict(seen: Prediction) -> str:
    """The expression read and the one that came next."""
    scores = seen.scores
    first, second = sorted(scores, key=lambda name: -scores[name])[:2]
    close = scores[first] - scores[second] < _CLOSE
    after = "It was close: next came" if close else "Next came"
    return (
        f"This face {looks(first)}, {percent(scores[first])} sure. "
        f"{after} {second} with {percent(scores[second])}."
    )


def enlarged(patch: np.ndarray, side_px: int) -> np.ndarray:
    """A patch as people see it: (side_px, side_px) uint8 grey, its pixels plain."""
    return cv2.resize(patch, (side_px, side_px), interpolation=cv2.INTER_NEAREST)


def glowing(why: Why, side_px: int) -> np.ndarray:
    """The patch with what mattered in warm colour: (side_px, side_px, 3) uint8, BGR."""
    size = (side_px, side_px)
    grey = cv2.resize(why.patch, size, interpolation=cv2.INTER_CUBIC)
    heat = np.clip(cv2.resize(why.heat, size, interpolation=cv2.INTER_CUBIC), 0, 1)
    share = 0.75 * heat[..., np.newaxis]
    warm = np.array([36, 130, 255], np.float32)
    return np.rint((1 - share) * grey[..., np.newaxis] + share * warm).astype(np.uint8)


def _where(heat: np.ndarray) -> str:
    if not heat.any():
        return "No single place decided it: with any part covered it says the same."
    rows = heat.sum(axis=1) / heat.sum()
    shares = {
        part: float(rows[top:bottom].sum()) / ((bottom - top) / PATCH_PX)
        for part, (top, bottom) in _PARTS.items()
    }
    leading = max(shares, key=shares.__getitem__)
    if shares[leading] < _LEADS:
        return "The whole face mattered about alike."
    return f"What mattered most was {leading}: covered up, the network is less sure."
