"""Hair behind the head and over the forehead."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.drawn.canvas import Canvas, Mask
from core.drawn.character import Character
from core.drawn.colours import darker, lighter, mixed, skin_shadow
from core.drawn.pose import Points
from core.drawn.shapes import closed, curve, ellipse, moved, stroke, wobbly

_CROWN: Final = {  # how high hair stands above the head
    "short": 0.1, "parted": 0.16, "quiff": 0.1, "curly": 0.16, "afro": 0.2, "bob": 0.15,
    "long": 0.14, "wavy": 0.16, "bun": 0.08, "ponytail": 0.09,
}  # fmt: skip
_CLOSE: Final = ("short", "quiff", "bun", "ponytail")  # styles that lie close to the temples
_ROUND: Final = ("curly", "afro")
# Hairlines from the picture's left temple to the right one.
_LINES: Final[dict[str, Sequence[tuple[float, float]]]] = {
    "parted": (
        *((-0.75, -0.06), (-0.69, -0.34), (-0.56, -0.6), (-0.34, -0.84)),
        *((-0.06, -0.62), (0.36, -0.52), (0.62, -0.42), (0.75, -0.06)),
    ),
    "bob": (
        *((-0.74, 0.3), (-0.63, -0.14), (-0.55, -0.44), (-0.3, -0.47), (0.0, -0.5)),
        *((0.3, -0.47), (0.55, -0.44), (0.63, -0.14), (0.74, 0.3)),
    ),
    "long": (
        *((-0.75, 0.4), (-0.66, -0.1), (-0.5, -0.5), (-0.2, -0.74), (0.0, -0.9)),
        *((0.2, -0.74), (0.5, -0.5), (0.66, -0.1), (0.75, 0.4)),
    ),
    "wavy": (
        *((-0.75, 0.4), (-0.68, -0.1), (-0.58, -0.5), (-0.3, -0.86)),
        *((0.0, -0.62), (0.42, -0.5), (0.62, -0.2), (0.75, 0.4)),
    ),
    "ponytail": (
        *((-0.76, 0.04), (-0.67, -0.34), (-0.5, -0.6), (-0.2, -0.66)),
        *((0.16, -0.56), (0.5, -0.5), (0.68, -0.26), (0.76, 0.04)),
    ),
}
_PLAIN_LINE: Final = (
    *((-0.76, -0.02), (-0.68, -0.3), (-0.6, -0.54), (-0.36, -0.69), (0.0, -0.72)),
    *((0.36, -0.69), (0.6, -0.54), (0.68, -0.3), (0.76, -0.02)),
)


def draw_behind(canvas: Canvas, who: Character) -> None:
    """What of hair is seen behind head and neck."""
    wide, style = who.width, who.hair_style
    back, gleam = darker(who.hair, 0.3), lighter(who.hair, 0.2)
    if style == "bob":
        canvas.over(closed(_curtain(wide + 0.2, 0.8)), back, depth=-0.2)
    elif style == "long":
        canvas.over(closed(_curtain(wide + 0.19, 1.66)), back, depth=-0.2)
    elif style == "wavy":
        canvas.over(wobbly(closed(_curtain(wide + 0.18, 1.4)), 0.06, 17, 0.4), back, depth=-0.2)
    elif style == "bun":
        canvas.over(ellipse(0, -1.2, 0.34, 0.31), who.hair, depth=-0.3)
        canvas.on(ellipse(0.1, -1.12, 0.26, 0.22), back, depth=-0.3, opacity=0.7, blur=0.07)
        canvas.on(ellipse(-0.1, -1.33, 0.14, 0.08), gleam, depth=-0.3, opacity=0.8, blur=0.05)
    elif style == "ponytail":
        tail = [(0.4, -1.0), (0.92, -0.86), (1.12, -0.2), (1.0, 0.55), (0.84, 0.78), (0.86, 0.1)]
        canvas.over(closed([*tail, (0.66, -0.4)]), back, depth=-0.4)
        lock = curve([(0.7, -0.8), (0.98, -0.3), (0.93, 0.4)])
        canvas.on(stroke(lock, 0.12), gleam, depth=-0.4, opacity=0.5, blur=0.04)
    elif style == "afro":
        canvas.over(wobbly(ellipse(0, -0.42, 1.1, 1.0), 0.035, 26, 0.2), back, depth=-0.1)


def _curtain(wide: float, low: float) -> list[tuple[float, float]]:
    right = [
        *((0.0, -1.15), (0.62 * wide, -1.0), (wide, -0.5), (1.02 * wide, 0.2)),
        *((0.98 * wide, low - 0.2), (0.7 * wide, low)),
    ]
    return [*right, *((-x, y) for x, y in right[:0:-1])]


def draw_front(canvas: Canvas, who: Character, head: Mask) -> None:
    """The hair over the forehead, with its shadow on the head.

    Args:
        head: The face's mask.
    """
    if who.hair_style in ("bald", "headscarf"):
        return
    dome, hairline = _dome(who), _hairline(who)
    outline = np.vstack([dome, hairline])
    # At the temples the hairline meets the outer edge, however the head is turned.
    inward = 1 - (np.abs(hairline[:, 0]) / np.abs(hairline[:, 0]).max()) ** 6
    depth = np.concatenate([np.zeros(len(dome)), inward])
    shadow = np.vstack([dome, moved(hairline, 0.0, 0.06)])
    dim = skin_shadow(who, 0.9)
    canvas.on(shadow, dim, depth=depth, opacity=0.45, blur=0.03, inside=head)
    if who.hair_style in _ROUND:
        _draw_curls(canvas, who, dome[::6], hairline[4:-4:5])
    if who.hair_style == "quiff":
        crest = [(-0.6, -0.74), (-0.6, -1.08), (-0.2, -1.3), (0.4, -1.36), (0.68, -1.14)]
        canvas.over(closed([*crest, (0.58, -0.8), (0.1, -0.72)]), who.hair, depth=0.2)
    canvas.over(outline, who.hair, depth=depth)
    inside = canvas.shape(outline, depth=depth)
    bright = lighter(mixed(who.hair, (90, 130, 190), 0.15), 0.3)
    canvas.lit(inside, wide=who.width + 0.12, dark=darker(who.hair, 0.55), bright=bright)
    if who.hair_style in _ROUND:
        _draw_inner_curls(canvas, who, inside)
    else:
        _draw_strands(canvas, who, inside)


def _hairline(who: Character) -> Points:
    return curve(_LINES.get(who.hair_style, _PLAIN_LINE)) * (who.width / 0.76, 1.0)


def _dome(who: Character) -> Points:
    """The outer edge of the hair, from the picture's right temple over the crown."""
    crown, wide = _CROWN[who.hair_style], who.width + (0.035 if who.hair_style in _CLOSE else 0.1)
    low = _LINES.get(who.hair_style, _PLAIN_LINE)[-1][1]
    right = [
        *((who.width + 0.005, low), (wide, min(low - 0.12, -0.2)), (0.97 * wide, -0.55)),
        *((0.78 * wide, -0.86 - 0.35 * crown), (0.42 * wide, -0.97 - 0.9 * crown)),
    ]
    left = [(-x, y) for x, y in right[::-1]]
    return curve([*right, (0.0, -1.0 - crown), *left])


def _draw_strands(canvas: Canvas, who: Character, inside: Mask) -> None:
    """Combed from the crown to both sides, with one band of shine."""
    dark, bright = darker(who.hair, 0.45), lighter(mixed(who.hair, (90, 130, 190), 0.2), 0.4)
    part = -0.3 if who.hair_style in ("parted", "wavy") else 0.0
    for number, end in enumerate(np.linspace(-0.82, 0.82, 13)):
        start = part + 0.22 * (end - part)
        strand = curve([(start, -1.18), (0.62 * end + 0.3 * part, -0.92), (end, -0.42)])
        colour = dark if number % 2 else bright
        canvas.on(
            stroke(strand, 0.05 if number % 2 else 0.035), colour, depth=0.4, inside=inside,
            opacity=0.2, blur=0.014,
        )  # fmt: skip
    band = curve([(-0.58, -0.72), (-0.36, -0.93), (0.0, -1.0), (0.3, -0.96)])
    canvas.on(stroke(band, 0.1), bright, depth=0.3, inside=inside, opacity=0.5, blur=0.035)


def _draw_curls(canvas: Canvas, who: Character, rim: Points, brow: Points) -> None:
    for number, (x, y) in enumerate(rim):
        shade = mixed(who.hair, darker(who.hair, 0.35), number % 3 / 2)
        canvas.over(ellipse(0.96 * x, y, 0.14, 0.14), shade, depth=0.1)
    for number, (x, y) in enumerate(brow):
        shade = mixed(who.hair, darker(who.hair, 0.3), number % 2)
        canvas.over(ellipse(x, y - 0.02, 0.1, 0.085), shade)


def _draw_inner_curls(canvas: Canvas, who: Character, inside: Mask) -> None:
    for number in range(34):
        turn, reach = 2.4 * number, 0.82 * (number / 34) ** 0.5  # as a sunflower's seeds lie
        x, y = reach * np.cos(turn), -0.8 + 0.55 * reach * np.sin(turn)
        arc = curve([(x - 0.075, y + 0.03), (x, y - 0.05), (x + 0.075, y + 0.02)])
        colour = lighter(who.hair, 0.28) if number % 2 else darker(who.hair, 0.4)
        canvas.on(stroke(arc, 0.035), colour, depth=0.3, inside=inside, opacity=0.5, blur=0.008)
