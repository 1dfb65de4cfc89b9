"""Stubble, moustaches and full beards; they lie under the mouth."""

import numpy as np

from core.drawn.canvas import Canvas
from core.drawn.character import Character
from core.drawn.colours import darker, lighter, mixed
from core.drawn.pose import Points
from core.drawn.shapes import closed, curve, mirrored, moved, stroke


def draw_beard(canvas: Canvas, who: Character, jaw: Points, *, drop: float, lip_y: float) -> None:
    """The beard, if any.

    Args:
        jaw: The face's outline.
        drop: How far the jaw hangs.
        lip_y: The middle of the upper lip.
    """
    wide, tint = who.width / 0.76, mixed(who.hair, who.skin, 0.25)
    if who.beard == "stubble":
        right = [(0.3, 0.38), (0.7 * wide, 0.22), (0.56 * wide, 0.76)]
        left = [(-x, y) for x, y in right[::-1]]
        shade = closed([(0.0, 0.34), *right, (0.0, 1.06 + drop), *left])
        canvas.on(shade, tint, opacity=0.3, blur=0.06)
    if who.beard == "full":
        _draw_full(canvas, who, jaw, drop)
    if who.beard in ("moustache", "full"):
        for side in (-1.0, 1.0):
            upper = [(0.0, -0.13), (0.16, -0.13), (0.31, -0.02), (0.36, 0.05)]
            half = moved(closed([*upper, (0.22, 0.015), (0.0, -0.035)]), 0.0, lip_y)
            canvas.on(mirrored(half, side), tint, depth=1.08)
            gloss = moved(curve([(0.06, -0.1), (0.18, -0.09), (0.28, -0.02)]), 0.0, lip_y)
            light = lighter(tint, 0.25)
            canvas.on(
                mirrored(stroke(gloss, 0.03), side), light, depth=1.08, opacity=0.4, blur=0.01
            )


def _draw_full(canvas: Canvas, who: Character, jaw: Points, drop: float) -> None:
    wide, tint = who.width / 0.76, mixed(who.hair, who.skin, 0.25)
    low = jaw[(jaw[:, 1] > -0.02)] * (1.035, 1.03)
    low = low[np.argsort(-np.arctan2(low[:, 0], low[:, 1] - 0.3))]
    right = [(0.3, 0.41), (0.56 * wide, 0.36), (0.7 * wide, 0.02)]
    inner = curve([*((-x, y) for x, y in right[::-1]), (0.0, 0.37), *right])
    shape = np.vstack([low, inner])
    depth = np.concatenate([np.full(len(low), 0.15), np.ones(len(inner))])
    canvas.over(shape, tint, depth=depth, blur=0.008)
    inside = canvas.shape(shape, depth=depth)
    canvas.lit(inside, wide=who.width, dark=darker(tint, 0.5), bright=lighter(tint, 0.2))
    for x in np.linspace(-0.5, 0.5, 11):
        hair = curve([(0.9 * x, 0.7), (1.0 * x, 0.86), (0.92 * x, 1.0 + drop)])
        canvas.on(stroke(hair, 0.016), darker(tint, 0.4), inside=inside, opacity=0.3)
