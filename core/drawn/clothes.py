"""Shirts, hats and headscarves."""

import numpy as np

from core.drawn.canvas import Canvas, Mask
from core.drawn.character import Character, Colour
from core.drawn.colours import darker, lighter, skin_shadow
from core.drawn.pose import Points
from core.drawn.shapes import between_lines, closed, curve, ellipse, mirrored, moved, stroke


def draw_body(canvas: Canvas, who: Character) -> None:
    """Neck, shoulders and shirt."""
    wide, neck = (1.12, 0.3) if who.jaw < 0.45 else (1.32, 0.4)
    throat = closed(_both_sides([(neck, 0.5), (neck + 0.03, 1.2), (neck + 0.3, 1.5)]))
    canvas.over(throat, darker(who.skin, 0.12), depth=-0.15)
    slope = [(neck + 0.16, 1.28), (0.66 * wide, 1.46), (0.93 * wide, 1.72), (1.04 * wide, 2.2)]
    slope += [(1.08 * wide, 3.4), (1.1 * wide, 9.0)]
    left = [(-x, y) for x, y in slope[::-1]]
    shoulders = curve([*left, (0.0, 1.56), *slope])
    canvas.over(shoulders, who.shirt, depth=-0.2)
    body = canvas.shape(shoulders, depth=-0.2)
    chest, far = ellipse(-0.3, 2.0, 0.6, 0.5), ellipse(1.1, 2.4, 0.45, 1.0)
    light, dark = lighter(who.shirt, 0.35), darker(who.shirt, 0.5)
    canvas.on(chest, light, depth=-0.2, inside=body, opacity=0.4, blur=0.2)
    canvas.on(far, dark, depth=-0.2, inside=body, opacity=0.5, blur=0.2)
    half = [(0.2, 1.5), (neck + 0.15, 1.29)]
    collar = curve([*((-x, y) for x, y in half[::-1]), (0.0, 1.57), *half])
    rim = stroke(collar, 0.1, start=0.8, end=0.8)
    canvas.over(rim, darker(who.shirt, 0.18), depth=-0.2)
    shade = ellipse(0.05, 1.04, 0.5 * who.width / 0.76, 0.28)
    inside = canvas.shape(throat, depth=-0.15)
    dim = skin_shadow(who, 1.0)
    canvas.on(shade, dim, depth=0.0, inside=inside, opacity=0.75, blur=0.07)


def draw_scarf_behind(canvas: Canvas, who: Character) -> None:
    """A headscarf's back; nothing for who wears none."""
    if who.hair_style == "headscarf":
        back = closed(_both_sides([(0.8, -0.95), (1.0, -0.1), (0.92, 0.7), (1.02, 1.7)], (0, -1.2)))
        canvas.over(back, darker(who.hat_colour, 0.3), depth=-0.1)


def draw_headwear(canvas: Canvas, who: Character, head: Mask) -> None:
    """A headscarf's front or a hat, if any, with its shadow on the head.

    Args:
        head: The face's mask.
    """
    if who.hair_style == "headscarf":
        _draw_scarf(canvas, who)
    elif who.hat == "beanie":
        _draw_beanie(canvas, who, head)
    elif who.hat == "cap":
        _draw_cap(canvas, who, head)


def _both_sides(
    right: list[tuple[float, float]], top: tuple[float, float] | None = None
) -> list[tuple[float, float]]:
    """An outline from its right half, downwards; `top` is a point in the middle."""
    left = [(-x, y) for x, y in right[::-1]]
    return [*([top] if top else []), *right, *left]


def _draw_beanie(canvas: Canvas, who: Character, head: Mask) -> None:
    wide, cloth = who.width + 0.12, who.hat_colour
    brim = _brim(wide, -0.46, -0.6)
    shadow = between_lines(moved(brim, 0, -0.2), moved(brim, 0, 0.06))
    canvas.on(shadow, skin_shadow(who, 0.9), depth=0.8, opacity=0.5, blur=0.03, inside=head)
    right = [(0.5 * wide, -1.28), (0.93 * wide, -0.95), (wide, -0.5)]
    dome = closed([(0.0, -1.36), *right, (0.0, -0.6), *((-x, y) for x, y in right[::-1])])
    canvas.over(dome, cloth, depth=0.15)
    _shade(canvas, canvas.shape(dome, depth=0.15), cloth, wide)
    canvas.over(ellipse(0, -1.4, 0.18, 0.17), lighter(cloth, 0.5), depth=0.1)
    canvas.on(ellipse(0.05, -1.34, 0.11, 0.1), cloth, depth=0.1, opacity=0.5, blur=0.05)
    band = between_lines(moved(brim, 0, -0.22), brim)
    canvas.over(band, lighter(cloth, 0.18), depth=0.5)
    for x in np.linspace(-0.9, 0.9, 13) * wide:
        low = -0.61 + 0.16 * (x / wide) ** 2
        rib = stroke(np.array([(x, low - 0.17), (x, low)]), 0.026, start=0.8, end=0.8)
        canvas.on(rib, darker(cloth, 0.3), depth=0.5, opacity=0.4, blur=0.006)


def _draw_cap(canvas: Canvas, who: Character, head: Mask) -> None:
    wide, cloth = who.width + 0.08, who.hat_colour
    edge = _brim(wide, -0.46, -0.64)
    right = [(0.45 * wide, -1.17), (0.92 * wide, -0.9), (wide, -0.5)]
    crown = curve([*right[::-1], (0.0, -1.24), *((-x, y) for x, y in right)])
    dome = np.vstack([edge, crown])
    canvas.over(dome, cloth, depth=0.3)
    _shade(canvas, canvas.shape(dome, depth=0.3), cloth, wide)
    seam = stroke(curve([(0.0, -1.22), (0.05, -0.95), (0.03, -0.7)]), 0.02)
    canvas.on(seam, darker(cloth, 0.4), depth=0.5, opacity=0.5)
    front = [(0.72, -0.62), (0.84, -0.44), (0.4, -0.5)]
    peak = closed([(0.0, -0.75), *front, (0.0, -0.52), *((-x, y) for x, y in front[::-1])])
    dim = skin_shadow(who, 0.9)
    canvas.on(moved(peak, 0, 0.09), dim, depth=1.0, opacity=0.5, blur=0.04, inside=head)
    canvas.over(peak, darker(cloth, 0.22), depth=1.25)
    rim = stroke(curve([(-0.66, -0.61), (0.0, -0.71), (0.66, -0.61)]), 0.04)
    canvas.on(rim, lighter(cloth, 0.35), depth=1.2, opacity=0.5, blur=0.015)
    canvas.over(ellipse(0, -1.24, 0.07, 0.04), darker(cloth, 0.3), depth=0.3)


def _brim(wide: float, side_y: float, middle_y: float) -> Points:
    between = middle_y + 0.2 * (side_y - middle_y)
    half = [(0.5 * wide, between), (wide, side_y)]
    return curve([*((-x, y) for x, y in half[::-1]), (0.0, middle_y), *half])


def _draw_scarf(canvas: Canvas, who: Character) -> None:
    cloth, share = who.hat_colour, who.width / 0.76
    right = [(0.78, -0.94), (0.97, -0.1), (0.86, 0.72), (0.5, 1.22)]
    outer = closed([(0.0, -1.18), *right, (0.0, 1.34), *((-x, y) for x, y in right[::-1])])
    edge = [(0.52 * share, -0.5), (0.68 * share, -0.02), (0.62 * share, 0.5), (0.36, 0.9)]
    face = closed([(0.0, -0.66), *edge, (0.0, 1.02), *((-x, y) for x, y in edge[::-1])])
    ring = np.vstack([outer, outer[:1], face[:1], face[::-1]])
    depth = np.concatenate([np.zeros(len(outer) + 1), np.ones(len(face) + 1)])
    canvas.on(ring, skin_shadow(who, 0.9), depth=depth, opacity=0.5, blur=0.04)
    canvas.over(ring, cloth, depth=depth)
    inside = canvas.shape(ring, depth=depth)
    _shade(canvas, inside, cloth, 0.95)
    for side, bow in ((-1.0, 0.0), (1.0, 0.03)):
        fold = curve([(0.1, -1.08), (0.62, -0.72 + bow), (0.8, 0.0), (0.7, 0.7), (0.3, 1.14)])
        line, dark = mirrored(stroke(fold, 0.03), side), darker(cloth, 0.4)
        canvas.on(line, dark, depth=0.4, inside=inside, opacity=0.5, blur=0.008)
    drape = [(-0.62, 0.98), (0.0, 1.18), (0.66, 0.9), (0.86, 1.3), (0.2, 1.58), (-0.7, 1.4)]
    canvas.over(closed(drape), darker(cloth, 0.08), depth=0.1)
    fold = stroke(curve([(-0.6, 1.12), (0.0, 1.34), (0.74, 1.06)]), 0.04)
    canvas.on(fold, darker(cloth, 0.4), depth=0.1, opacity=0.5, blur=0.01)


def _shade(canvas: Canvas, inside: Mask, cloth: Colour, wide: float) -> None:
    canvas.lit(inside, wide=wide, dark=darker(cloth, 0.5), bright=lighter(cloth, 0.4))
