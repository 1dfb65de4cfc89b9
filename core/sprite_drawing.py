"""Sprites cached in halves, covering or plain, and put into a picture turned and scaled.

Sizes and angles are not rounded: whole steps would make the emoji on a moving face jitter.
"""

import math
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from core.emojis import EmojiSet
from core.face import Box

# × the face box's longer side: the disc of a smaller emoji would leave forehead or chin bare.
COVERING: Final = 1.15
COVERING_RIM_PX: Final = 4  # on top: a disc's rim is soft, which counts on a small face
DISC: Final = 0.92  # × sprite side: diameter of the disc that is opaque whatever the sprite is
PLAIN: Final = (90, 180, 235)  # BGR of the disc over a face that gets no emoji
_PLAIN_PX: Final = 256  # side of the disc without emoji, before it is scaled
_SMALLEST_PX: Final = 16  # the last of a sprite's halves
_CACHED: Final = 40  # sprites: four sets of seven and some extras; one of 512 px takes 1.4 MB

# A sprite and its halves, largest first; each (n, n, 4) uint8, BGRA, premultiplied by alpha so
# that no fringe is mixed in. Never written to.
Levels = tuple[np.ndarray, ...]


def covering_side(box: Box, *, size: float) -> float:
    """The side in pixels of an emoji that hides a face wholly, as large as asked or larger.

    Args:
        size: As a multiple of the face's height.
    """
    least = (COVERING * max(box.width, box.height) + COVERING_RIM_PX) / DISC
    return max(size * box.height, least)


def covering(emojis: EmojiSet, name: str | None) -> Levels:
    """The emoji over a disc of its own colour; a plain disc where the set has none of this name."""
    if name is None or emojis.sprite(name) is None:
        return _plain_disc()
    return _covering_emoji(emojis, name)


@lru_cache(maxsize=_CACHED)
def plain(emojis: EmojiSet, name: str) -> Levels:
    """The emoji as it is, of a name that the set has."""
    return _levels(_premultiplied(_sprite(emojis, name)))


def disc_colour(emojis: EmojiSet, name: str | None) -> tuple[float, float, float]:
    """BGR of the disc under a covering emoji: its mean, or what a plain disc has."""
    if name is None or emojis.sprite(name) is None:
        return PLAIN
    sprite = _sprite(emojis, name)
    blue, green, red, _ = cv2.mean(sprite, mask=sprite[..., 3])
    return blue, green, red


def draw_sprite(
    out: np.ndarray,
    levels: Levels,
    middle: tuple[float, float],
    *,
    side: float,
    roll_deg: float = 0.0,
) -> None:
    """Draw a sprite into `out`, which is the caller's own copy, cut at the edges.

    Only the pixels that it touches are worked, however large it is.

    Args:
        middle: x and y in pixels, where a pixel's own middle is at .5.
        side: Of the sprite before it is turned, in pixels.
        roll_deg: Clockwise.
    """
    turn = math.radians(roll_deg)
    reach = side / 2 * (abs(math.cos(turn)) + abs(math.sin(turn)))
    left, top = (max(0, math.floor(at - reach)) for at in middle)
    right = min(out.shape[1], math.ceil(middle[0] + reach))
    bottom = min(out.shape[0], math.ceil(middle[1] + reach))
    if left >= right or top >= bottom:
        return
    size = (right - left, bottom - top)
    patch = turned(levels, (middle[0] - left, middle[1] - top), size, side=side, roll_deg=roll_deg)
    draw_patch(out, patch, x=left, y=top)


def turned(
    levels: Levels,
    middle: tuple[float, float],
    size: tuple[int, int],
    *,
    side: float,
    roll_deg: float,
) -> np.ndarray:
    """A sprite alone, scaled and turned: (height, width, 4) uint8, BGR, premultiplied by alpha.

    Args:
        middle, side, roll_deg: As `draw_sprite` takes them, in the patch to be made.
        size: Its width and height in pixels.
    """
    # The next larger half: shrunk by less than two, linear interpolation skips no pixel.
    level = min((one for one in levels if len(one) >= side), key=len, default=levels[0])
    level_middle = (len(level) - 1) / 2  # OpenCV's pixels have their middle at whole numbers
    move = cv2.getRotationMatrix2D((level_middle, level_middle), -roll_deg, side / len(level))
    move[:, 2] += np.subtract(middle, 0.5 + level_middle)
    smooth = cv2.INTER_CUBIC if side > len(level) else cv2.INTER_LINEAR
    return cv2.warpAffine(level, move, size, flags=smooth)


def draw_patch(out: np.ndarray, patch: np.ndarray, *, x: int, y: int) -> None:
    """Put a premultiplied patch that lies wholly inside `out` over it.

    Source: Porter & Duff, "Compositing Digital Images", 1984, operator "over".
    """
    under = out[y : y + patch.shape[0], x : x + patch.shape[1]]
    under[:] = _over(patch, under)


def _over(patch: np.ndarray, under: np.ndarray) -> np.ndarray:
    shows_through = cv2.cvtColor(255 - patch[..., 3], cv2.COLOR_GRAY2BGR)
    dimmed = cv2.multiply(under, shows_through, scale=1 / 255)
    return cv2.add(dimmed, cv2.cvtColor(patch, cv2.COLOR_BGRA2BGR))


@lru_cache(maxsize=_CACHED)
def _covering_emoji(emojis: EmojiSet, name: str) -> Levels:
    """The emoji over a disc of its own mean colour, so that no hole shows what is under it."""
    sprite = _sprite(emojis, name)
    disc = _disc(len(sprite), disc_colour(emojis, name))
    patch = _premultiplied(sprite)
    alpha = cv2.max(disc[..., 3], patch[..., 3])
    return _levels(np.dstack([_over(patch, np.ascontiguousarray(disc[..., :3])), alpha]))


@lru_cache(maxsize=1)
def _plain_disc() -> Levels:
    return _levels(_disc(_PLAIN_PX, PLAIN))


def _disc(side: int, colour: tuple[float, float, float]) -> np.ndarray:
    rows, columns = np.indices((side, side)) - (side - 1) / 2
    alpha = np.clip(DISC * side / 2 + 0.5 - np.hypot(rows, columns), 0, 1)
    return np.rint(alpha[..., None] * (*colour, 255)).astype(np.uint8)


def _sprite(emojis: EmojiSet, name: str) -> np.ndarray:
    sprite = emojis.sprite(name)
    if sprite is None:
        raise ValueError(f"The emoji set {emojis.name} has no {name!r}.")
    return sprite


def _premultiplied(sprite: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(sprite, cv2.COLOR_RGBA2mRGBA)


def _levels(sprite: np.ndarray) -> Levels:
    levels = [sprite]
    while len(levels[-1]) // 2 >= _SMALLEST_PX:
        half = len(levels[-1]) // 2
        levels.append(cv2.resize(levels[-1], (half, half), interpolation=cv2.INTER_AREA))
    return tuple(levels)
