"""Emojis and labels drawn onto a picture: pixels in, pixels out, the input stays as it was.

Every size is relative to the face, so that a webcam and a 25-megapixel photo look alike.
"""

from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from core.analysis import Reading
from core.emojis import EmojiSet
from core.faces import Box
from core.labels import COLORS
from core.text import GROUND, percent, text_pill

STYLES: Final = ("cover", "badge", "classic")

# × the face box's longer side: the disc of a smaller emoji would leave forehead or chin bare.
_COVERING: Final = 1.25
_DISC: Final = 0.92  # × sprite side: diameter of the disc that is opaque whatever the sprite is
_DISC_GROUND: Final = (90, 180, 235)  # BGR under a sprite's holes, and of a face without emoji
_BADGE: Final = 0.5  # × emoji size
_LABEL: Final = 0.13  # × face height
_LABEL_PX: Final = (14, 64)  # readable, yet no banner
_LINE: Final = 1 / 240  # × the picture's longer side
_PANEL: Final = 0.55  # × the picture's shorter side: the classic style's panel
_PANEL_EMOJI: Final = 0.8  # × panel width
_SIZE_STEP_PX: Final = 2  # sprites are cached by size and angle in these steps
_ANGLE_STEP_DEG: Final = 2


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
        readings: Largest face first; the classic style shows the first one's emoji large.
        style: `cover` hides each face wholly, also one under `min_confidence`, which gets a
            plain disc. `badge` sits beside it with label and confidence. `classic` draws a box
            and puts the emoji into a panel, so the result is wider than the picture.
        size: Emoji size as a multiple of the face's height; a cover is never too small to hide.
        min_confidence: Below it a face gets no emoji, [0, 1].
        numbered: Write each face's number, counted from 1, to its corner.
    """
    if style not in STYLES:
        raise ValueError(f"A style is one of {', '.join(STYLES)}, not {style!r}.")
    out = image.copy()
    # The largest is drawn last: it is nearest, so it lies on top.
    for reading in reversed(readings):
        sure = reading.prediction.confidence >= min_confidence
        if style == "cover":
            _draw_cover(out, reading, emojis, size=size, sure=sure)
        elif style == "badge" and sure:
            _draw_badge(out, reading, emojis, size=size)
        elif style == "classic":
            _draw_box(out, reading, sure=sure)
    if numbered:
        for number, reading in enumerate(readings, start=1):
            box = reading.face.box
            pill = text_pill(str(number), _label_px(box))
            _paste_inside(out, pill, x=box.x0, y=box.y0)
    if style == "classic":
        sure = [r for r in readings if r.prediction.confidence >= min_confidence]
        return np.hstack([out, _panel(out.shape[:2], sure[:1], emojis)])
    return out


def _draw_cover(
    out: np.ndarray, reading: Reading, emojis: EmojiSet, *, size: float, sure: bool
) -> None:
    box = reading.face.box
    side = max(size * box.height, _COVERING * max(box.width, box.height))
    label = reading.prediction.label if sure else None
    sprite = _opaque_sprite(emojis, label, _stepped(side), _angle(reading))
    middle_x, middle_y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    height, width = sprite.shape[:2]
    _paste(out, sprite, x=round(middle_x - width / 2), y=round(middle_y - height / 2))


def _draw_badge(out: np.ndarray, reading: Reading, emojis: EmojiSet, *, size: float) -> None:
    box, seen = reading.face.box, reading.prediction
    side = _stepped(size * _BADGE * box.height)
    sprite = _sprite(emojis, seen.label, side, 0)
    _paste_inside(out, sprite, x=box.x1 - side * 0.3, y=box.y0 - side * 0.5)
    pill = text_pill(f"{seen.label} {percent(seen.confidence)}", _label_px(box))
    middle = (box.x0 + box.x1) / 2
    _paste_inside(out, pill, x=middle - pill.shape[1] / 2, y=box.y1 + pill.shape[0] * 0.2)


def _draw_box(out: np.ndarray, reading: Reading, *, sure: bool) -> None:
    box, seen = reading.face.box, reading.prediction
    red, green, blue = bytes.fromhex(COLORS[seen.label].removeprefix("#"))
    corners = (round(box.x0), round(box.y0)), (round(box.x1), round(box.y1))
    line = max(2, round(max(out.shape) * _LINE))
    cv2.rectangle(out, *corners, (blue, green, red), line, cv2.LINE_AA)
    if sure:
        pill = text_pill(f"{seen.label} {percent(seen.confidence)}", _label_px(box))
        _paste_inside(out, pill, x=box.x0, y=box.y0 - pill.shape[0] * 1.15)


def _panel(shape: tuple[int, int], largest: list[Reading], emojis: EmojiSet) -> np.ndarray:
    """The classic style's right side, of one size for one picture size, with or without a face."""
    height, width = shape
    panel_width = max(2, round(_PANEL * min(height, width)))
    panel_width += (width + panel_width) % 2  # video wants an even width
    panel = np.full((height, panel_width, 3), GROUND[::-1], np.uint8)
    for reading in largest:
        side = _stepped(panel_width * _PANEL_EMOJI)
        sprite = _sprite(emojis, reading.prediction.label, side, 0)
        _paste(panel, sprite, x=(panel_width - side) // 2, y=(height - side) // 2)
    return panel


def _label_px(box: Box) -> int:
    least, most = _LABEL_PX
    return int(np.clip(round(box.height * _LABEL), least, most))


def _stepped(side: float) -> int:
    return max(_SIZE_STEP_PX, round(side / _SIZE_STEP_PX) * _SIZE_STEP_PX)


def _angle(reading: Reading) -> int:
    return round(reading.face.roll_deg / _ANGLE_STEP_DEG) * _ANGLE_STEP_DEG


@lru_cache(maxsize=64)
def _opaque_sprite(emojis: EmojiSet, label: str | None, side: int, angle: int) -> np.ndarray:
    """A sprite with an opaque disc under it, or the disc alone."""
    sprite = _sprite(emojis, label, side, angle) if label else np.zeros((side, side, 4), np.uint8)
    rows, columns = np.indices(sprite.shape[:2]) - (sprite.shape[0] - 1) / 2
    disc = np.hypot(rows, columns) <= side * _DISC / 2
    alpha = sprite[disc, 3:] / 255
    out = sprite.copy()
    out[disc, :3] = np.rint(alpha * sprite[disc, :3] + (1 - alpha) * _DISC_GROUND)
    out[disc, 3] = 255
    return out


@lru_cache(maxsize=64)
def _sprite(emojis: EmojiSet, label: str, side: int, angle: int) -> np.ndarray:
    """An emoji scaled and turned clockwise: square, (h, h, 4) uint8, straight alpha."""
    sprite = emojis.sprites[label].astype(np.float32)
    sprite[..., :3] *= sprite[..., 3:] / 255  # premultiplied, so that no fringe is mixed in
    shrinks = side < sprite.shape[0]
    sprite = cv2.resize(
        sprite, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    )
    if angle:
        room = int(
            np.ceil(side * (abs(np.sin(np.radians(angle))) + abs(np.cos(np.radians(angle)))))
        )
        turn = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), -angle, 1)
        turn[:, 2] += (room - side) / 2
        sprite = cv2.warpAffine(sprite, turn, (room, room), flags=cv2.INTER_LINEAR)
    alpha = np.clip(sprite[..., 3:], 0, 255)
    colour = np.divide(
        sprite[..., :3] * 255, alpha, out=np.zeros_like(sprite[..., :3]), where=alpha > 0
    )
    return np.rint(np.clip(np.dstack([colour, alpha]), 0, 255)).astype(np.uint8)


def _paste_inside(out: np.ndarray, sprite: np.ndarray, *, x: float, y: float) -> None:
    """Paste, moved so that as much as possible lies within the picture."""
    height, width = out.shape[:2]
    left = int(np.clip(round(x), 0, max(0, width - sprite.shape[1])))
    top = int(np.clip(round(y), 0, max(0, height - sprite.shape[0])))
    _paste(out, sprite, x=left, y=top)


def _paste(out: np.ndarray, sprite: np.ndarray, *, x: int, y: int) -> None:
    """Put a transparent sprite over `out`, which is the caller's own copy, cut at the edges.

    Source: Porter & Duff, "Compositing Digital Images", 1984, operator "over".
    """
    top, left = max(y, 0), max(x, 0)
    patch = sprite[top - y : max(out.shape[0] - y, 0), left - x : max(out.shape[1] - x, 0)]
    under = out[top : top + patch.shape[0], left : left + patch.shape[1]]
    alpha = patch[..., 3:].astype(np.uint16)
    under[:] = (alpha * patch[..., :3] + (255 - alpha) * under + 127) // 255
