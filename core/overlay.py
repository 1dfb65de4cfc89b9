"""Emojis and labels drawn onto a picture: pixels in, pixels out, the input stays as it was.

Every size is relative to the face, so that a webcam and a 25-megapixel photo look alike. Sizes
and angles are not rounded: whole steps would make the emoji on a moving face jitter.
"""

import math
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from core.analysis import Reading
from core.emojis import EmojiSet
from core.faces import Box, Face
from core.labels import COLORS, NOT_SURE
from core.text import GROUND, INK, percent, text_pill

STYLES: Final = ("cover", "badge", "classic")

# × the face box's longer side: the disc of a smaller emoji would leave forehead or chin bare.
_COVERING: Final = 1.15
_COVERING_RIM_PX: Final = 4  # on top: a disc's rim is soft, which counts on a small face
_PLAIN: Final = (90, 180, 235)  # BGR of the disc over a face that gets no emoji
_BADGE: Final = 0.5  # × emoji size
_LABEL: Final = 0.13  # × face height
_LABEL_PX: Final = (14, 64)  # readable, yet no banner
_LINE: Final = 1 / 240  # × the picture's longer side
_PANEL: Final = 0.55  # × the picture's shorter side: the classic style's panel
_PANEL_EMOJI: Final = 0.8  # × panel width
_DISC: Final = 0.92  # × sprite side: diameter of the disc that is opaque whatever the sprite is
_DISC_PX: Final = 256  # side of the disc without emoji, before it is scaled
_SMALLEST_PX: Final = 16  # the last of a sprite's halves
_CACHED: Final = 28  # sprites: four sets of seven; one of 512 px takes 1.4 MB with its halves

# A sprite and its halves, largest first; each (n, n, 4) uint8, BGRA, premultiplied by alpha so
# that no fringe is mixed in. Never written to.
_Levels = tuple[np.ndarray, ...]


def draw_emojis(
    image: np.ndarray,
    readings: list[Reading],
    emojis: EmojiSet,
    *,
    style: str,
    size: float = 1.2,
    min_confidence: float = 0.0,
    numbered: bool = False,
) -> np.ndarray:
    """A copy of the picture with an emoji for every face.

    Args:
        image: (H, W, 3) uint8, BGR.
        readings: Largest face first; the classic style shows the first sure one's emoji large.
        style: `cover` hides each face wholly, also one under `min_confidence`, which gets a
            plain disc. `badge` sits beside it with label and confidence. `classic` draws a box
            and puts the emoji into a panel, so the result is wider than the picture.
        size: Emoji size as a multiple of the face's height; a cover is never too small to hide.
        min_confidence: Below it a face gets no emoji, [0, 1].
        numbered: Write each face's number, counted from 1, to its corner.
    """
    if style not in STYLES:
        raise ValueError(f"A style is one of {', '.join(STYLES)}, not {style!r}.")
    height, width = image.shape[:2]
    panel_px = _panel_px(height, width) if style == "classic" else 0
    canvas = cv2.copyMakeBorder(image, 0, 0, 0, panel_px, cv2.BORDER_CONSTANT, value=GROUND[::-1])
    out, panel = canvas[:, :width], canvas[:, width:]
    # The largest is drawn last: it is nearest, so it lies on top.
    for reading in reversed(readings):
        label = reading.shows(min_confidence)
        if style == "cover":
            _draw_cover(out, reading.face, label, emojis, size=size)
        elif style == "badge" and label != NOT_SURE:
            _draw_badge(out, reading, label, emojis, size=size)
        elif style == "classic":
            _draw_box(out, reading, label)
    if numbered:
        for number, reading in enumerate(readings, start=1):
            box = reading.face.box
            _draw_pill(out, text_pill(str(number), _label_px(box)), x=box.x0, y=box.y0)
    if style == "classic":
        shown = [reading.shows(min_confidence) for reading in readings]
        for label in [label for label in shown if label != NOT_SURE][:1]:
            levels, middle = _emoji(emojis, label), (panel_px / 2, height / 2)
            _draw_sprite(panel, levels, middle, side=panel_px * _PANEL_EMOJI)
    return canvas


def _panel_px(height: int, width: int) -> int:
    """The classic panel's width: one for each picture size, with or without a face."""
    panel_px = max(2, round(_PANEL * min(height, width)))
    return panel_px + (width + panel_px) % 2  # video wants an even width


def _draw_cover(out: np.ndarray, face: Face, label: str, emojis: EmojiSet, *, size: float) -> None:
    box = face.box
    covering = (_COVERING * max(box.width, box.height) + _COVERING_RIM_PX) / _DISC
    levels = _covering_disc(_PLAIN) if label == NOT_SURE else _covering_emoji(emojis, label)
    middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    side = max(size * box.height, covering)
    _draw_sprite(out, levels, middle, side=side, roll_deg=face.roll_deg)


def _draw_badge(
    out: np.ndarray, reading: Reading, label: str, emojis: EmojiSet, *, size: float
) -> None:
    box = reading.face.box
    side = size * _BADGE * box.height
    left, other_left = box.x1 - side * 0.3, box.x0 - side * 0.7
    if left + side > out.shape[1] and other_left >= 0:
        left = other_left  # pushed back into the picture it would lie on the face
    left = _inside(left, side, out.shape[1])
    top = _inside(box.y0 - side * 0.5, side, out.shape[0])
    _draw_sprite(out, _emoji(emojis, label), (left + side / 2, top + side / 2), side=side)
    pill = _label_pill(reading, label)
    middle = (box.x0 + box.x1) / 2
    _draw_pill(out, pill, x=middle - pill.shape[1] / 2, y=box.y1 + pill.shape[0] * 0.2)


def _draw_box(out: np.ndarray, reading: Reading, label: str) -> None:
    box = reading.face.box
    corners = (round(box.x0), round(box.y0)), (round(box.x1), round(box.y1))
    line = max(2, round(max(out.shape) * _LINE))
    colour = INK  # white stands for no expression
    if label != NOT_SURE:
        red, green, blue = bytes.fromhex(COLORS[label].removeprefix("#"))
        colour = (blue, green, red)
    cv2.rectangle(out, *corners, colour, line, cv2.LINE_AA)
    if label != NOT_SURE:
        pill = _label_pill(reading, label)
        _draw_pill(out, pill, x=box.x0, y=box.y0 - pill.shape[0] * 1.15)


def _label_pill(reading: Reading, label: str) -> np.ndarray:
    share = percent(reading.prediction.scores[label])
    return text_pill(f"{label} {share}", _label_px(reading.face.box))


def _label_px(box: Box) -> int:
    least, most = _LABEL_PX
    return int(np.clip(round(box.height * _LABEL), least, most))


def _draw_pill(out: np.ndarray, pill: np.ndarray, *, x: float, y: float) -> None:
    left = round(_inside(x, pill.shape[1], out.shape[1]))
    top = round(_inside(y, pill.shape[0], out.shape[0]))
    seen = np.ascontiguousarray(pill[: out.shape[0], : out.shape[1]])
    _draw_patch(out, cv2.cvtColor(seen, cv2.COLOR_RGBA2mRGBA), x=left, y=top)


def _inside(start: float, length: float, limit: int) -> float:
    """Where a thing of this length begins so that it lies between 0 and the limit, if it fits."""
    return max(0.0, min(start, limit - length))


def _draw_sprite(
    out: np.ndarray,
    levels: _Levels,
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
    # The next larger half: shrunk by less than two, linear interpolation skips no pixel.
    level = min((one for one in levels if len(one) >= side), key=len, default=levels[0])
    level_middle = (len(level) - 1) / 2  # OpenCV's pixels have their middle at whole numbers
    move = cv2.getRotationMatrix2D((level_middle, level_middle), -roll_deg, side / len(level))
    move[:, 2] += np.subtract(middle, (left, top)) - 0.5 - level_middle
    smooth = cv2.INTER_CUBIC if side > len(level) else cv2.INTER_LINEAR
    patch = cv2.warpAffine(level, move, (right - left, bottom - top), flags=smooth)
    _draw_patch(out, patch, x=left, y=top)


def _draw_patch(out: np.ndarray, patch: np.ndarray, *, x: int, y: int) -> None:
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
def _emoji(emojis: EmojiSet, label: str) -> _Levels:
    """The emoji as it is."""
    return _levels(_premultiplied(emojis.sprites[label]))


@lru_cache(maxsize=_CACHED)
def _covering_emoji(emojis: EmojiSet, label: str) -> _Levels:
    """The emoji over a disc of its own mean colour, so that no hole shows what is under it."""
    sprite = emojis.sprites[label]
    blue, green, red, _ = cv2.mean(sprite, mask=sprite[..., 3])
    disc = _disc(len(sprite), (blue, green, red))
    patch = _premultiplied(sprite)
    alpha = cv2.max(disc[..., 3], patch[..., 3])
    return _levels(np.dstack([_over(patch, np.ascontiguousarray(disc[..., :3])), alpha]))


@lru_cache(maxsize=1)
def _covering_disc(colour: tuple[int, int, int]) -> _Levels:
    """A plain disc.

    Args:
        colour: BGR.
    """
    return _levels(_disc(_DISC_PX, colour))


def _disc(side: int, colour: tuple[float, float, float]) -> np.ndarray:
    rows, columns = np.indices((side, side)) - (side - 1) / 2
    alpha = np.clip(_DISC * side / 2 + 0.5 - np.hypot(rows, columns), 0, 1)
    return np.rint(alpha[..., None] * (*colour, 255)).astype(np.uint8)


def _premultiplied(sprite: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(sprite, cv2.COLOR_RGBA2mRGBA)


def _levels(sprite: np.ndarray) -> _Levels:
    levels = [sprite]
    while len(levels[-1]) // 2 >= _SMALLEST_PX:
        half = len(levels[-1]) // 2
        levels.append(cv2.resize(levels[-1], (half, half), interpolation=cv2.INTER_AREA))
    return tuple(levels)
