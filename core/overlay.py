"""Emojis and labels drawn onto a picture: pixels in, pixels out, the input stays as it was.

Every size is relative to the face, so that a webcam and a 25-megapixel photo look alike. Labels
are drawn after all emojis, so that no emoji covers another's words.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.analysis import Reading
from core.emojis import EmojiSet
from core.face import Box
from core.labels import NOT_SURE, colour
from core.sprite_drawing import covering, covering_side, draw_patch, draw_sprite, plain
from core.text import GROUND, INK, percent, text_pill

STYLES: Final = ("cover", "badge", "classic")

BADGE: Final = 0.5  # × emoji size
BADGE_RIGHT: Final = 0.3  # × badge side: how far it lies on the face, from the right
BADGE_LEFT: Final = 0.7  # × badge side: how far it stands left of the face, where right is no room
LABEL: Final = 0.13  # × face height
LABEL_PX: Final = (14, 64)  # readable, yet no banner
LABEL_UNDER: Final = 0.2  # × label height: gap between the face and a badge's words
LABEL_OVER: Final = 1.15  # × label height: from a box's upper edge to the upper edge of its words
LINE: Final = 1 / 240  # × the picture's longer side
PANEL: Final = 0.55  # × the picture's shorter side: the classic style's panel
PANEL_EMOJI: Final = 0.8  # × panel width


@dataclass(frozen=True)
class Mark:
    """What one face gets drawn."""

    box: Box
    roll_deg: float = 0.0  # clockwise
    emoji: str | None = None  # name of a sprite; where the set lacks it, a cover is a plain disc
    words: str | None = None  # beside a badge and a box
    colour: str | None = None  # #rrggbb of a box; None is white, for no expression


def draw_emojis(
    image: np.ndarray,
    readings: list[Reading],
    emojis: EmojiSet,
    *,
    style: str,
    size: float = 1.2,
    min_confidence: float = 0.0,
) -> np.ndarray:
    """A copy of the picture with an emoji for every face.

    Args:
        image: (H, W, 3) uint8, BGR.
        readings: Largest face first; the classic style shows the first sure one's emoji large.
        style, size: As `draw_marks` takes them.
        min_confidence: Below it a face gets the mark of not being sure, [0, 1].
    """
    marks = [mark_of(reading, reading.shows(min_confidence)) for reading in readings]
    return draw_marks(image, marks, emojis, style=style, size=size)


def mark_of(reading: Reading, label: str) -> Mark:
    """What a face gets drawn where this is said of it: an expression, or NOT_SURE."""
    share = 0.0 if label == NOT_SURE else reading.prediction.scores[label]
    return expression_mark(reading.face.box, reading.face.roll_deg, label, share)


def expression_mark(box: Box, roll_deg: float, label: str, share: float) -> Mark:
    """What a face in this place gets drawn where an expression is said of it, or NOT_SURE.

    Args:
        share: How sure that is, [0, 1].
    """
    if label == NOT_SURE:
        return Mark(box, roll_deg, NOT_SURE)
    return Mark(box, roll_deg, label, f"{label} {percent(share)}", colour(label))


def draw_marks(
    image: np.ndarray, marks: list[Mark], emojis: EmojiSet, *, style: str, size: float = 1.2
) -> np.ndarray:
    """A copy of the picture with all marks.

    Args:
        image: (H, W, 3) uint8, BGR.
        marks: Largest face first; the classic style shows the first emoji large.
        style: `cover` hides each face wholly. `badge` sits beside it with words. `classic` draws
            a box and puts the emoji into a panel, so the result is wider than the picture.
        size: Emoji size as a multiple of the face's height; a cover is never too small to hide.
    """
    if style not in STYLES:
        raise ValueError(f"A style is one of {', '.join(STYLES)}, not {style!r}.")
    height, width = image.shape[:2]
    panel_px = _panel_px(height, width) if style == "classic" else 0
    canvas = cv2.copyMakeBorder(image, 0, 0, 0, panel_px, cv2.BORDER_CONSTANT, value=GROUND[::-1])
    out, panel = canvas[:, :width], canvas[:, width:]
    # The largest is drawn last: it is nearest, so it lies on top.
    for mark in reversed(marks):
        if style == "cover":
            _draw_cover(out, mark, emojis, size=size)
        elif style == "badge":
            _draw_badge(out, mark, emojis, size=size)
        else:
            _draw_box(out, mark)
    for mark in reversed(marks):
        if style != "cover" and mark.words is not None:
            _draw_words(out, mark.box, mark.words, style=style)
    if style == "classic":
        middle, side = (panel_px / 2, height / 2), panel_px * PANEL_EMOJI
        for emoji in [mark.emoji for mark in marks if mark.emoji not in (None, NOT_SURE)][:1]:
            draw_sprite(panel, plain(emojis, emoji), middle, side=side)
    return canvas


def _panel_px(height: int, width: int) -> int:
    """The classic panel's width: one for each picture size, with or without a face."""
    panel_px = max(2, round(PANEL * min(height, width)))
    return panel_px + (width + panel_px) % 2  # video wants an even width


def _draw_cover(out: np.ndarray, mark: Mark, emojis: EmojiSet, *, size: float) -> None:
    box = mark.box
    middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    side = covering_side(box, size=size)
    draw_sprite(out, covering(emojis, mark.emoji), middle, side=side, roll_deg=mark.roll_deg)


def _draw_badge(out: np.ndarray, mark: Mark, emojis: EmojiSet, *, size: float) -> None:
    if mark.emoji is None or emojis.sprite(mark.emoji) is None:
        return
    box = mark.box
    side = size * BADGE * box.height
    left, other_left = box.x1 - side * BADGE_RIGHT, box.x0 - side * BADGE_LEFT
    if left + side > out.shape[1] and other_left >= 0:
        left = other_left  # pushed back into the picture it would lie on the face
    left = _inside(left, side, out.shape[1])
    top = _inside(box.y0 - side * 0.5, side, out.shape[0])
    draw_sprite(out, plain(emojis, mark.emoji), (left + side / 2, top + side / 2), side=side)


def _draw_box(out: np.ndarray, mark: Mark) -> None:
    box = mark.box
    corners = (round(box.x0), round(box.y0)), (round(box.x1), round(box.y1))
    line = max(2, round(max(out.shape) * LINE))
    colour = INK if mark.colour is None else bytes.fromhex(mark.colour.removeprefix("#"))[::-1]
    cv2.rectangle(out, *corners, tuple(colour), line, cv2.LINE_AA)


def _draw_words(out: np.ndarray, box: Box, words: str, *, style: str) -> None:
    """Under a face that has a badge, over the box of the classic style."""
    pill = text_pill(words, _label_px(box))
    x, y = box.x0, box.y0 - pill.shape[0] * LABEL_OVER
    if style == "badge":
        x = (box.x0 + box.x1) / 2 - pill.shape[1] / 2
        y = box.y1 + pill.shape[0] * LABEL_UNDER
    left = round(_inside(x, pill.shape[1], out.shape[1]))
    top = round(_inside(y, pill.shape[0], out.shape[0]))
    seen = np.ascontiguousarray(pill[: out.shape[0], : out.shape[1]])
    draw_patch(out, cv2.cvtColor(seen, cv2.COLOR_RGBA2mRGBA), x=left, y=top)


def _label_px(box: Box) -> int:
    least, most = LABEL_PX
    return int(np.clip(round(box.height * LABEL), least, most))


def _inside(start: float, length: float, limit: int) -> float:
    """Where a thing of this length begins so that it lies between 0 and the limit, if it fits."""
    return max(0.0, min(start, limit - length))
