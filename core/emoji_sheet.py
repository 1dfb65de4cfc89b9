"""An emoji set as the few pictures that a browser loads to draw with it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import cv2
import numpy as np

from core.emojis import EmojiSet
from core.labels import NOT_SURE
from core.sprite_drawing import disc_colour

_LARGE_PX: Final = 256  # side of the seven and of the mark
_SMALL_PX: Final = 160  # of the extras, which are chosen by hand
_COLUMNS: Final = 8
_QUALITY: Final = 88


@dataclass(frozen=True, eq=False)
class Sheet:
    """Emojis side by side, row by row."""

    names: tuple[str, ...]
    columns: int
    rows: int
    webp: bytes
    discs: Mapping[str, str]  # #rrggbb of the disc under each where it covers a face


# Of a visitor's own set, which shows their face, nothing outlives the set.
_made: Final[WeakKeyDictionary[EmojiSet, tuple[Sheet, ...]]] = WeakKeyDictionary()


def sheets(emojis: EmojiSet) -> tuple[Sheet, ...]:
    """The labels with the mark of not being sure, and the extras where the set has some."""
    if emojis not in _made:
        _made[emojis] = _sheets(emojis)
    return _made[emojis]


def _sheets(emojis: EmojiSet) -> tuple[Sheet, ...]:
    marks = (NOT_SURE,) if emojis.sprite(NOT_SURE) is not None else ()
    first = _sheet(emojis, (*emojis.sprites, *marks), _LARGE_PX)
    extras = tuple(emojis.extras)
    return (first, _sheet(emojis, extras, _SMALL_PX)) if extras else (first,)


def disc_colours(emojis: EmojiSet) -> dict[str, str]:
    """Of every emoji, #rrggbb of the disc under it where it covers a face."""
    return {name: colour for sheet in sheets(emojis) for name, colour in sheet.discs.items()}


def _sheet(emojis: EmojiSet, names: tuple[str, ...], side_px: int) -> Sheet:
    rows = math.ceil(len(names) / _COLUMNS)
    whole = np.zeros((rows * side_px, _COLUMNS * side_px, 4), np.uint8)
    for number, name in enumerate(names):
        sprite = emojis.sprite(name)
        if sprite is None:
            raise ValueError(f"The emoji set {emojis.name} has no {name!r}.")
        top, left = number // _COLUMNS * side_px, number % _COLUMNS * side_px
        small = cv2.resize(sprite, (side_px, side_px), interpolation=cv2.INTER_AREA)
        whole[top : top + side_px, left : left + side_px] = small
    webp = cv2.imencode(".webp", whole, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])[1].tobytes()
    discs = {name: _hex(disc_colour(emojis, name)) for name in names}
    return Sheet(names, _COLUMNS, rows, webp, discs)


def _hex(colour: tuple[float, float, float]) -> str:
    blue, green, red = (round(channel) for channel in colour)
    return f"#{red:02x}{green:02x}{blue:02x}"
