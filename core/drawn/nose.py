"""The nose, and what it does to the skin about it: cheeks, folds, a raised lip."""

import numpy as np

from core.drawn.canvas import Canvas
from core.drawn.character import Character
from core.drawn.colours import WHITE, blush, crease, skin_light, skin_shadow
from core.drawn.expression import Expression
from core.drawn.mouth import MOUTH_Y, mouth_lines
from core.drawn.pose import Points
from core.drawn.shapes import closed, curve, ellipse, mirrored, moved, stroke

NOSE_Y = 0.24


def draw_nose(canvas: Canvas, who: Character, looks: Expression) -> None:
    """The nose, wrinkled where it is."""
    size, lift = who.nose, -0.035 * looks.snarl
    y = NOSE_Y + lift
    for side in (-1.0, 1.0):
        flank = mirrored(
            closed([(0.045, -0.12), (0.085, 0.05), (0.135 * size, y), (0.05, y - 0.02)]), side
        )
        canvas.on(flank, skin_shadow(who, 0.6), opacity=0.4 if side > 0 else 0.24, blur=0.03)
        wing = curve([(0.135 * size, y - 0.06), (0.165 * size, y), (0.13 * size, y + 0.045)])
        wide = 1 + 0.15 * looks.snarl + 0.18 * looks.frown
        canvas.on(
            mirrored(stroke(wing * (wide, 1), 0.03), side), crease(who), depth=1.1, opacity=0.7
        )
        nostril = mirrored(ellipse(0.07 * size, y + 0.048, 0.04 * size, 0.019), side)
        canvas.on(nostril, crease(who), depth=1.15, opacity=0.9, blur=0.006)
        if looks.snarl > 0.05:
            for height, reach in ((-0.11, 0.1), (-0.03, 0.115)):
                wrinkle = curve(
                    [(0.015, height), (0.6 * reach, height + 0.01), (reach, height + 0.05)]
                )
                canvas.on(
                    mirrored(stroke(wrinkle, 0.042), side), crease(who), depth=1.05,
                    opacity=0.6 * looks.snarl, blur=0.012,
                )  # fmt: skip
            bulge = mirrored(closed([(0.1, -0.1), (0.2, -0.02), (0.22, 0.12), (0.13, 0.04)]), side)
            canvas.on(bulge, skin_shadow(who, 1.0), opacity=0.6 * looks.snarl, blur=0.03)
    under = closed(
        [(-0.11 * size, y + 0.05), (0.0, y + 0.075), (0.11 * size, y + 0.05), (0.0, y + 0.11)]
    )
    canvas.on(under, skin_shadow(who, 0.8), depth=1.05, opacity=0.55, blur=0.022)
    if looks.frown > 0:
        half = [(0.1 * size, y + 0.07), (0.19 * size, y + 0.005)]
        flared = curve([*((-x, down) for x, down in half[::-1]), (0.0, y + 0.1), *half])
        dark = crease(who)
        canvas.on(stroke(flared, 0.06), dark, depth=1.08, opacity=0.6 * looks.frown, blur=0.012)
    canvas.on(
        ellipse(0, y - 0.01, 0.1 * size, 0.075), blush(who), depth=1.2, opacity=0.4, blur=0.04
    )
    bridge = stroke(np.array([(-0.01, -0.2), (-0.012, 0.0), (-0.015, y - 0.03)]), 0.05)
    canvas.on(bridge, skin_light(who), depth=1.15, opacity=0.4 + 0.4 * looks.snarl, blur=0.018)
    canvas.on(ellipse(-0.03, y - 0.035, 0.034, 0.026), WHITE, depth=1.25, opacity=0.6, blur=0.016)


def draw_folds(canvas: Canvas, who: Character, looks: Expression) -> None:
    """Cheeks, and the folds from the nose's wings around the mouth."""
    mouth = mouth_lines(who, looks)
    corner = mouth.upper[-1]
    for side in (-1.0, 1.0):
        y = 0.27 - 0.07 * looks.cheeks
        cheek = mirrored(ellipse(0.44 * who.width / 0.76, y, 0.17, 0.12), side)
        canvas.on(cheek, blush(who), opacity=0.42 + 0.2 * looks.cheeks, blur=0.07)
        glow = mirrored(ellipse(0.42, y - 0.05, 0.09, 0.05), side)
        canvas.on(glow, skin_light(who), opacity=0.25 + 0.3 * looks.cheeks, blur=0.04)
        if looks.folds < 0.03:
            continue
        start = (0.17 * who.nose, NOSE_Y - 0.02 - 0.05 * looks.snarl)
        bow = (max(0.27, 0.62 * corner[0] + 0.12), 0.5 * (start[1] + corner[1]) - 0.02)
        fold = curve(
            [
                start,
                bow,
                (corner[0] + 0.075, corner[1] - 0.02),
                (corner[0] + 0.07, corner[1] + 0.05),
            ]
        )
        shade = mirrored(stroke(moved(fold, -0.01, 0.01), 0.07), side)
        canvas.on(shade, skin_shadow(who, 0.9), opacity=0.5 * looks.folds, blur=0.03)
        canvas.on(mirrored(stroke(fold, 0.04), side), crease(who), opacity=0.65 * looks.folds)
        _draw_muzzle(canvas, who, looks, side, corner)


def _draw_muzzle(
    canvas: Canvas, who: Character, looks: Expression, side: float, corner: Points
) -> None:
    """What a wrinkled nose does to the skin: a raised lip, a bunched cheek and chin."""
    strength = looks.snarl
    if strength < 0.03:
        return
    light, dark = skin_light(who), crease(who)
    lip_top = mirrored(
        ellipse(0.13, 0.5 * (NOSE_Y + 0.04 + MOUTH_Y - looks.upper_lip), 0.07, 0.05), side
    )
    canvas.on(lip_top, light, opacity=0.6 * strength, blur=0.03)
    hollow = mirrored(ellipse(0.21, NOSE_Y + 0.03, 0.035, 0.06), side)
    canvas.on(hollow, dark, opacity=0.75 * strength, blur=0.025)
    cheek = mirrored(ellipse(0.42 * who.width / 0.76, 0.14, 0.11, 0.07), side)
    canvas.on(cheek, light, opacity=0.5 * strength, blur=0.04)
    inner = mirrored(ellipse(0.1, -0.06, 0.04, 0.1), side)
    canvas.on(inner, dark, opacity=0.7 * strength, blur=0.025)
    jowl = moved(curve([(0.02, 0.06), (0.0, 0.16), (-0.07, 0.25)]), corner[0], corner[1])
    canvas.on(mirrored(stroke(jowl, 0.05), side), dark, opacity=0.5 * strength, blur=0.018)
