"""Transparent stickers of one face: its emoji in the face's pose, and the face cut out with it."""

import math
from typing import Final

import cv2
import numpy as np

from core.emojis import EmojiSet
from core.overlay import Mark
from core.sprite_drawing import plain, turned

STICKER_PX: Final = 512  # what messengers ask for
MAX_STICKER_BYTES: Final = 100_000  # of a still one, likewise
_INSIDE: Final = 0.94  # × side: some air around the emoji
_HEAD: Final = (0.92, 1.1)  # × the face's longer side: half the cut-out's width and height
_HEAD_UP: Final = 0.12  # × the face's longer side: hair above counts more than the neck below
_RIM: Final = 0.035  # × side: the white edge of a sticker
_QUALITIES: Final = (92, 80, 65, 50, 35, 20, 10)


def emoji_sticker(mark: Mark, emojis: EmojiSet) -> np.ndarray:
    """The mark's emoji, turned as the face is: (512, 512, 4) uint8, BGR and straight alpha."""
    if mark.emoji is None or emojis.sprite(mark.emoji) is None:
        raise ValueError(f"The emoji set {emojis.name} has no {mark.emoji!r} to make a sticker of.")
    turn = math.radians(mark.roll_deg)
    side = _INSIDE * STICKER_PX / max(1.0, abs(math.cos(turn)) + abs(math.sin(turn)))
    levels = plain(emojis, mark.emoji)
    middle = (STICKER_PX / 2, STICKER_PX / 2)
    size = (STICKER_PX, STICKER_PX)
    patch = turned(levels, middle, size, side=side, roll_deg=mark.roll_deg)
    return cv2.cvtColor(patch, cv2.COLOR_mRGBA2RGBA)


def head_sticker(drawn: np.ndarray, mark: Mark) -> np.ndarray:
    """The head cut out of a picture, with a white rim: (512, 512, 4) uint8, BGR, straight alpha.

    Args:
        drawn: (H, W, 3) uint8, BGR: the picture with its emojis. What lies outside it is clear.
    """
    longer = max(mark.box.width, mark.box.height)
    middle_x = (mark.box.x0 + mark.box.x1) / 2
    middle_y = (mark.box.y0 + mark.box.y1) / 2
    turn = math.radians(mark.roll_deg)
    x = middle_x + math.sin(turn) * _HEAD_UP * longer
    y = middle_y - math.cos(turn) * _HEAD_UP * longer
    scale = STICKER_PX / (2 * max(_HEAD) * longer)
    half = (STICKER_PX - 1) / 2
    move = np.array([[scale, 0, half - scale * (x - 0.5)], [0, scale, half - scale * (y - 0.5)]])
    view = _averaged(drawn, move)
    inside = _averaged(np.full(drawn.shape[:2], 255, np.uint8), move)
    axes = tuple(scale * longer * share for share in _HEAD)
    rim = _RIM * STICKER_PX
    outer = _ellipse((axes[0], axes[1]), mark.roll_deg)
    inner = _ellipse((axes[0] - rim, axes[1] - rim), mark.roll_deg)[..., np.newaxis]
    colours = np.rint(inner * view + (1 - inner) * 255)
    alpha = np.rint(outer * inside)
    return np.dstack([colours, alpha]).astype(np.uint8)


def sticker_file(sticker: np.ndarray) -> bytes:
    """A WebP file small enough for a messenger, without metadata.

    Args:
        sticker: (512, 512, 4) uint8, BGR and straight alpha.
    """
    data = b""
    for quality in _QUALITIES:
        done, encoded = cv2.imencode(".webp", sticker, [cv2.IMWRITE_WEBP_QUALITY, quality])
        if not done:
            raise ValueError(f"A sticker of shape {sticker.shape} cannot become a WebP file.")
        data = encoded.tobytes()
        if len(data) <= MAX_STICKER_BYTES:
            break
    return data


def _averaged(image: np.ndarray, move: np.ndarray) -> np.ndarray:
    """The picture moved into the sticker's square; a large face is averaged, not sampled."""
    shrink = max(1, math.floor(1 / float(move[0, 0])))
    fine = move * shrink
    fine[:, 2] += (shrink - 1) / 2
    size = (STICKER_PX * shrink, STICKER_PX * shrink)
    view = cv2.warpAffine(image, fine, size, flags=cv2.INTER_LINEAR)
    return cv2.resize(view, (STICKER_PX, STICKER_PX), interpolation=cv2.INTER_AREA)


def _ellipse(axes: tuple[float, float], roll_deg: float) -> np.ndarray:
    """(512, 512) float32 in [0, 1]: an ellipse about the middle, smooth at its edge."""
    rows, columns = (np.indices((STICKER_PX, STICKER_PX)) - (STICKER_PX - 1) / 2).astype(np.float32)
    turn = math.radians(roll_deg)
    along = columns * math.cos(turn) + rows * math.sin(turn)
    down = rows * math.cos(turn) - columns * math.sin(turn)
    far = np.hypot(along / axes[0], down / axes[1])
    return np.clip((1 - far) * min(axes) + 0.5, 0, 1)
