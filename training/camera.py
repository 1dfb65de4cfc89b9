"""What a camera does to a face that FER2013's own pictures seldom show.

A head that is bowed or turned a little, light from one side, a soft or a moving picture, the dark
bars of glasses or of a cap's shadow. A neutral face is then still neutral: who learns from
frontal faces alone reads it as sad.
"""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

_ASKEW: Final = 0.14  # at most, share of the side by which one edge is foreshortened
_SIDE_LIGHT: Final = 0.6  # at most, share of the light that the dark side lacks
_BLUR_PX: Final = (0.5, 1.4)  # sigma; a movement draws three times as far
_BAR_PX: Final = (2, 7)  # height of a bar
_BAR_AT: Final = (0.2, 0.5)  # where its middle may lie, share of the side from the top
_BAR_STRENGTH: Final = (0.3, 0.9)  # share of the picture that the bar replaces


def seen_by_camera(
    image: np.ndarray, probability: float, random: np.random.Generator
) -> np.ndarray:
    """The face with each of the four changes or without it, by chance.

    Args:
        image: (side, side) uint8 grey; it stays as it is.
        probability: Of each change.

    Returns:
        (side, side) uint8 grey.
    """
    for change, happens in zip(_CHANGES, random.random(len(_CHANGES)) < probability, strict=True):
        if happens:
            image = change(image, random)
    return image


def askew(image: np.ndarray, *, across: float, along: float) -> np.ndarray:
    """The face as seen a little from one side and from above or below.

    Args:
        across, along: Share of the side by which the left (or, below 0, the right) edge and the
            upper (or lower) edge are foreshortened.
    """
    side = len(image) - 1
    left, right = max(across, 0) * side, max(-across, 0) * side
    top, bottom = max(along, 0) * side, max(-along, 0) * side
    square = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    moved = np.array(
        [[top, left], [side - top, right], [side - bottom, side - right], [bottom, side - left]],
        np.float32,
    )
    return cv2.warpPerspective(
        image,
        cv2.getPerspectiveTransform(square, moved),
        image.shape[::-1],
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )


def lit_from_side(image: np.ndarray, *, lost: float, angle: float) -> np.ndarray:
    """The face with light that falls off evenly towards one side.

    Args:
        lost: Share of the light that is missing at the dark edge.
        angle: Of the direction in which it darkens, radians from the right.
    """
    axis = np.linspace(-1, 1, len(image), dtype=np.float32)
    towards = np.cos(angle) * axis[np.newaxis] + np.sin(angle) * axis[:, np.newaxis]
    kept = 1 - lost * (towards / np.abs(towards).max() + 1) / 2
    return (image * kept).astype(np.uint8)


def barred(image: np.ndarray, *, middle: float, height_px: int, strength: float) -> np.ndarray:
    """The face behind a dark bar across it, as glasses or a cap's shadow are.

    Args:
        middle: Where the bar lies, share of the side from the top.
        strength: Share by which it darkens the picture.
    """
    top = max(round(middle * len(image) - height_px / 2), 0)
    out = image.copy()
    out[top : top + height_px] = (out[top : top + height_px] * (1 - strength)).astype(np.uint8)
    return out


def _askew(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    across, along = random.uniform(-_ASKEW, _ASKEW, 2)
    return askew(image, across=across, along=along)


def _lit(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    lost, angle = random.uniform(0, _SIDE_LIGHT), random.uniform(0, 2 * np.pi)
    return lit_from_side(image, lost=lost, angle=angle)


def _blurred(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    sigma = random.uniform(*_BLUR_PX)
    across, along = ((sigma, sigma), (3 * sigma, 0.3), (0.3, 3 * sigma))[random.integers(3)]
    return cv2.GaussianBlur(image, (0, 0), sigmaX=across, sigmaY=along)


def _barred(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return barred(
        image,
        middle=random.uniform(*_BAR_AT),
        height_px=int(random.integers(*_BAR_PX)),
        strength=random.uniform(*_BAR_STRENGTH),
    )


_Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]
_CHANGES: Final[tuple[_Change, ...]] = (_askew, _lit, _blurred, _barred)
