"""The mouth with lips, teeth and tongue."""

from dataclasses import dataclass

import numpy as np

from core.drawn.canvas import Canvas, Mask
from core.drawn.character import Character
from core.drawn.colours import (
    MOUTH,
    TEETH,
    TONGUE,
    crease,
    darker,
    lighter,
    lip,
    mixed,
    skin_shadow,
)
from core.drawn.expression import Expression
from core.drawn.pose import Points
from core.drawn.shapes import between_lines, curve, ellipse, mirrored, moved, stroke

MOUTH_Y = 0.55
_WIDE = 0.29  # half a mouth at rest
_ACROSS = np.linspace(-1, 1, 25)
_CLOSED = 0.012  # an opening below this is a line


@dataclass(frozen=True, eq=False)
class Mouth:
    """Four lines from the left corner to the right one."""

    top: Points  # the upper lip's upper edge
    upper: Points  # the opening's
    lower: Points
    bottom: Points  # the lower lip's lower edge

    @property
    def wide(self) -> float:
        return float(self.upper[-1, 0])


def corners(who: Character, looks: Expression) -> tuple[Points, Points]:
    """The mouth's left and right corner, (1, 2) each."""
    mouth = mouth_lines(who, looks)
    return mouth.upper[:1], mouth.upper[-1:]


def jaw_drop(looks: Expression) -> float:
    """How far the chin hangs."""
    return 0.55 * max(0.0, looks.lower_lip - 0.04) if looks.teeth < 0.9 else 0.0


def mouth_lines(who: Character, looks: Expression) -> Mouth:
    """The lips' lines in an expression."""
    wide = _WIDE * who.width / 0.76 + looks.mouth_width
    across = np.abs(_ACROSS)
    power = 2 + 6 * looks.square
    arch = (1 - across**power) ** (1 / (1.7 + 0.8 * looks.square))
    x = wide * _ACROSS
    bend = MOUTH_Y - looks.corners * (across**2 - 0.35)
    upper = bend - looks.upper_lip * arch
    lower = bend + looks.lower_lip * arch
    full, swell = 0.055 * who.lips, (1 - across**2) ** 0.6
    stretch = 1 / (1 + 1.5 * max(0.0, looks.corners + looks.mouth_width))
    bow = (
        1 - 0.35 * np.exp(-((_ACROSS / 0.16) ** 2)) + 0.12 * np.exp(-(((across - 0.3) / 0.2) ** 2))
    )
    top = upper - full * stretch * swell * bow - 0.004
    bottom = lower + 1.5 * full * stretch * swell + 0.004
    return Mouth(*(np.column_stack([x, y]) for y in (top, upper, lower, bottom)))


def draw_mouth(canvas: Canvas, who: Character, looks: Expression) -> None:
    """Lips and what is between them."""
    mouth = mouth_lines(who, looks)
    red = lip(who)
    chin = ellipse(0, mouth.bottom[12, 1] + 0.075, 0.17, 0.035)
    canvas.on(chin, skin_shadow(who, 0.7), opacity=0.5, blur=0.03)
    lips = between_lines(mouth.top, mouth.bottom)
    canvas.on(lips, darker(red, 0.12), depth=1.03)
    soft = between_lines(mouth.lower, mouth.bottom)
    canvas.on(soft, lighter(red, 0.08), depth=1.03)
    shine = curve([mouth.lower[8], (mouth.lower[12] + mouth.bottom[12]) / 2, mouth.lower[16]])
    shine = stroke(moved(shine, 0, 0.018), 0.03 * who.lips)
    canvas.on(shine, lighter(red, 0.6), depth=1.03, opacity=0.4, blur=0.012)
    if looks.upper_lip + looks.lower_lip > _CLOSED:
        _draw_opening(canvas, looks, mouth)
    line = stroke(mouth.upper, 0.022, start=0.9, end=0.9)
    canvas.on(line, mixed(crease(who), MOUTH, 0.5), depth=1.03, opacity=0.9)
    for side in (-1.0, 1.0):
        dimple = mirrored(ellipse(mouth.wide + 0.012, mouth.upper[-1, 1], 0.02, 0.03), side)
        canvas.on(dimple, crease(who), opacity=0.55, blur=0.014)


def _draw_opening(canvas: Canvas, looks: Expression, mouth: Mouth) -> None:
    opening = between_lines(mouth.upper, mouth.lower)
    inside = canvas.shape(opening, depth=1.03)
    canvas.on(opening, MOUTH, depth=1.0)
    high = looks.upper_lip + looks.lower_lip
    tongue = ellipse(0, mouth.lower[12, 1] + 0.02, 0.62 * mouth.wide, 0.42 * high)
    canvas.on(tongue, TONGUE, inside=inside, blur=0.012, opacity=0.9)
    _draw_teeth(canvas, looks, mouth, inside, high)
    shade = stroke(moved(mouth.upper, 0, 0.012), 0.05, start=0.8, end=0.8)
    canvas.on(shade, MOUTH, inside=inside, opacity=0.4, blur=0.014)


def _draw_teeth(canvas: Canvas, looks: Expression, mouth: Mouth, inside: Mask, high: float) -> None:
    wide = 0.93 * mouth.wide
    upper_row = min(0.1, 0.5 * high) + (0.5 * high - min(0.1, 0.5 * high)) * looks.teeth
    middle = mouth.upper[12, 1]
    bend = mouth.upper[:, 1] - middle
    edge = np.column_stack([mouth.upper[:, 0], middle + upper_row + 0.75 * bend])
    row = between_lines(mouth.upper - (0, 0.02), edge)
    row[:, 0] = np.clip(row[:, 0], -wide, wide)
    canvas.on(row, TEETH, inside=inside)
    if looks.teeth > 0.05:
        low = mouth.lower[12, 1] - 0.5 * high * looks.teeth
        bend = mouth.lower[:, 1] - mouth.lower[12, 1]
        edge = np.column_stack([mouth.lower[:, 0], low + 0.6 * bend])
        row = between_lines(edge, moved(mouth.lower, 0, 0.02))
        row[:, 0] = np.clip(row[:, 0], -wide, wide)
        canvas.on(row, darker(TEETH, 0.06), inside=inside)
    if looks.teeth > 0.5:
        bite = np.column_stack([mouth.upper[:, 0], middle + upper_row + 0.5 * bend])
        canvas.on(stroke(bite, 0.016), MOUTH, inside=inside, opacity=0.6)
        for x in np.arange(-3, 4) * 0.075:
            gap = np.array([(x, mouth.upper[12, 1] - 0.05), (x, mouth.lower[12, 1] + 0.05)])
            canvas.on(stroke(gap, 0.009, start=1, end=1), MOUTH, inside=inside, opacity=0.35)
