"""Eyes with lids, lashes and a catch of light."""

import numpy as np

from core.drawn.canvas import Canvas
from core.drawn.character import Character
from core.drawn.colours import INK, WHITE, crease, darker, lighter, skin_shadow
from core.drawn.expression import Expression
from core.drawn.pose import Points
from core.drawn.shapes import between_lines, curve, ellipse, mirrored, moved, stroke

EYE_Y = -0.1
_WIDE = 0.195  # half an eye
_HIGH = 0.115  # its upper lid's height at rest
_LOW = 0.075  # its lower lid's depth


def draw_eyes(canvas: Canvas, who: Character, looks: Expression, gaze: tuple[float, float]) -> None:
    """Both eyes.

    Args:
        gaze: Where they look, right and down, each in [-1, 1].
    """
    for side in (-1.0, 1.0):
        _draw_eye(canvas, who, looks, side, gaze)


def _lids(who: Character, looks: Expression) -> tuple[Points, Points]:
    """The upper and the lower lid's edge of the right eye, from the inner corner outwards."""
    wide, gap = _WIDE * who.eye_size, who.eye_gap
    up = _HIGH * who.eye_size * looks.eye_open
    low = (
        _LOW * who.eye_size * (1 - 0.75 * looks.lower_lid) * min(1.0, 0.55 + 0.45 * looks.eye_open)
    )
    # A brow that presses on the inner half flattens the lid there; a raised one lets it rise.
    inner = up * (1 + 1.6 * min(0.0, looks.inner_brow) + 0.9 * max(0.0, looks.inner_brow))
    outer = up * (1 + 1.2 * min(0.0, looks.outer_brow))
    corner, tail = (gap - wide, EYE_Y + 0.025), (gap + wide, EYE_Y - 0.005)
    upper = curve(
        [
            corner,
            (gap - 0.62 * wide, EYE_Y - 0.72 * inner),
            (gap - 0.05 * wide, EYE_Y - up),
            (gap + 0.6 * wide, EYE_Y - 0.72 * outer),
            tail,
        ]
    )
    lower = curve(
        [
            corner,
            (gap - 0.5 * wide, EYE_Y + 0.85 * low),
            (gap + 0.1 * wide, EYE_Y + low),
            (gap + 0.7 * wide, EYE_Y + 0.62 * low),
            tail,
        ]
    )
    return upper, lower


def _draw_eye(
    canvas: Canvas, who: Character, looks: Expression, side: float, gaze: tuple[float, float]
) -> None:
    upper, lower = _lids(who, looks)
    gap, size = who.eye_gap, who.eye_size
    socket = mirrored(ellipse(gap, EYE_Y - 0.06, 0.27, 0.2), side)
    canvas.on(socket, skin_shadow(who, 0.6), opacity=0.33, blur=0.06)
    hollow = mirrored(ellipse(0.17, EYE_Y - 0.06, 0.09, 0.1), side)
    canvas.on(hollow, crease(who), opacity=0.6 * looks.frown, blur=0.045)
    opening = mirrored(between_lines(upper, lower), side)
    inside = canvas.shape(opening)
    canvas.on(opening, WHITE)
    x, y = side * gap + 0.05 * gaze[0], EYE_Y - 0.015 + 0.04 * gaze[1]
    radius = 0.104 * size
    iris = ellipse(x, y, radius, radius)
    canvas.on(iris, darker(who.eyes, 0.45), inside=inside)
    canvas.on(ellipse(x, y, 0.82 * radius, 0.82 * radius), who.eyes, inside=inside, blur=0.008)
    glow = ellipse(x, y + 0.45 * radius, 0.6 * radius, 0.4 * radius)
    canvas.on(glow, lighter(who.eyes, 0.4), inside=inside, opacity=0.8, blur=0.018)
    canvas.on(ellipse(x, y, 0.5 * radius, 0.5 * radius), INK, inside=inside)
    shade = between_lines(moved(upper, 0, -0.03), moved(upper, 0, 0.035))
    canvas.on(mirrored(shade, side), INK, inside=inside, opacity=0.42, blur=0.016)
    spark = ellipse(x - 0.3 * radius, y - 0.36 * radius, 0.25 * radius, 0.25 * radius)
    canvas.on(spark, (255, 255, 255), inside=inside)
    small = ellipse(x + 0.36 * radius, y + 0.34 * radius, 0.11 * radius, 0.11 * radius)
    canvas.on(small, (255, 255, 255), inside=inside, opacity=0.75)
    _draw_lids(canvas, who, looks, side, upper, lower)


def _draw_lids(
    canvas: Canvas, who: Character, looks: Expression, side: float, upper: Points, lower: Points
) -> None:
    long = who.hair_style in ("bob", "long", "wavy", "bun", "ponytail", "headscarf")
    lash = stroke(upper, 0.05 if long else 0.038, start=0.3, end=0.75, middle=0.7)
    canvas.on(mirrored(lash, side), INK, opacity=0.95)
    if long:
        wing = curve(
            np.array([upper[-6], moved(upper[-1], 0.0, -0.005), moved(upper[-1], 0.05, -0.045)])
        )
        canvas.on(mirrored(stroke(wing, 0.04, start=0.8, end=0.1), side), INK)
    canvas.on(mirrored(stroke(lower, 0.016), side), crease(who), opacity=0.7)
    fold = upper[3:-2] * (1, 1) + (0.008, -0.05 - 0.012 * looks.eye_open)
    canvas.on(mirrored(stroke(fold, 0.02), side), crease(who), opacity=0.55)
    if looks.lower_lid > 0.05:
        bag = moved(lower[3:-1], 0.0, 0.05)
        canvas.on(mirrored(stroke(bag, 0.036), side), crease(who), opacity=0.65 * looks.lower_lid)
