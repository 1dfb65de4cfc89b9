"""An emoji set as one picture for the browser: each emoji plain, and over a covering disc."""

import io
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from PIL import Image

from core.emojis import EmojiSet
from core.labels import NOT_SURE
from core.sprite_drawing import covering, plain

SIDE_PX: Final = 384  # of each emoji: as tall as a face that fills a frame of 480 pixels
_QUALITY: Final = 90  # WebP
_EFFORT: Final = 1  # of 6: 0.3 s; more makes a set hardly smaller


@dataclass(frozen=True, eq=False)
class SpriteSheet:
    """The first row holds the emojis, the second the same as covers; one square each."""

    data: bytes  # WebP with transparency
    names: tuple[str, ...]  # of the columns; the last, "", is the plain disc and has no emoji


def sprite_sheet(emojis: EmojiSet) -> SpriteSheet:
    """The set's expressions, and its mark of not being sure where it has one."""
    mark = () if emojis.not_sure is None else (NOT_SURE,)
    names = (*emojis.sprites, *mark, "")
    blank = np.zeros((SIDE_PX, SIDE_PX, 4), np.uint8)
    first = [_tile(plain(emojis, name)[0]) if name else blank for name in names]
    second = [_tile(covering(emojis, name or None)[0]) for name in names]
    sheet = np.vstack([np.hstack(first), np.hstack(second)])
    straight = cv2.cvtColor(sheet, cv2.COLOR_mRGBA2RGBA)
    picture = Image.fromarray(cv2.cvtColor(straight, cv2.COLOR_BGRA2RGBA))
    data = io.BytesIO()
    picture.save(data, "WEBP", quality=_QUALITY, method=_EFFORT)
    return SpriteSheet(data.getvalue(), names)


def _tile(sprite: np.ndarray) -> np.ndarray:
    """The sprite in the sheet's size, premultiplied by alpha as it came."""
    return cv2.resize(sprite, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
