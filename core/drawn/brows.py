"""Brows, the furrows between them and the lines above them."""

from core.drawn.canvas import Canvas
from core.drawn.character import Character
from core.drawn.colours import crease, darker, lighter, mixed, skin_light, skin_shadow
from core.drawn.expression import Expression
from core.drawn.shapes import curve, ellipse, mirrored, moved, stroke

_Y = -0.305  # of the brows' inner ends at rest
_DEEPEST = 420  # the sum of a dark hair's colour is below this


def draw_brows(canvas: Canvas, who: Character, looks: Expression) -> None:
    """Both brows; they are drawn over the hair."""
    inner, outer = _Y - looks.inner_brow, _Y + 0.005 - looks.outer_brow
    top = 0.6 * outer + 0.4 * inner - 0.055 - 0.2 * max(0.0, looks.outer_brow)
    near = _near(looks)
    line = curve([(near, inner), (0.3, top), (0.47, top + 0.015), (0.57, outer + 0.035)])
    thick = who.brow * (1 + 0.3 * looks.squeeze)
    # Pale brows would say nothing: people with pale hair have darker ones too.
    pale = sum(who.hair) > _DEEPEST
    hair = mixed(who.hair, (64, 76, 104), 0.6) if pale else darker(who.hair, 0.2)
    for side in (-1.0, 1.0):
        under = mirrored(stroke(moved(line, 0, 0.03), 0.1 * thick), side)
        canvas.on(under, skin_shadow(who, 0.8), opacity=0.3, blur=0.02)
        brow = mirrored(stroke(line, 0.095 * thick, start=0.75, end=0.12, middle=0.35), side)
        canvas.on(brow, hair, opacity=0.96, depth=1.04)
        shine = mirrored(stroke(moved(line, 0, -0.012), 0.03 * who.brow), side)
        canvas.on(shine, lighter(hair, 0.25), opacity=0.5, blur=0.008, depth=1.04)


def draw_furrows(canvas: Canvas, who: Character, looks: Expression) -> None:
    """What drawn or raised brows do to the skin about them."""
    inner, dark = _Y - looks.inner_brow, crease(who)
    if looks.squeeze > 0:
        furrow = curve([(0.06, inner - 0.09), (0.045, inner), (0.062, inner + 0.09)])
        bulge = ellipse(_near(looks) + 0.02, inner - 0.08, 0.05, 0.06)
        for side in (-1.0, 1.0):
            line = mirrored(stroke(furrow, 0.044), side)
            canvas.on(line, dark, opacity=0.8 * looks.squeeze)
            shade = skin_shadow(who, 0.8)
            canvas.on(mirrored(bulge, side), shade, opacity=0.4 * looks.squeeze, blur=0.03)
    if looks.frown > 0:
        root = curve([(-0.085, inner + 0.1), (0.0, inner + 0.085), (0.085, inner + 0.1)])
        canvas.on(stroke(root, 0.075), dark, opacity=0.85 * looks.frown, blur=0.014)
        glow = ellipse(0.0, inner - 0.2, 0.16, 0.06)
        canvas.on(glow, skin_light(who), opacity=0.35 * looks.frown, blur=0.04)
    if looks.forehead > 0:
        dip = 0.05 if looks.outer_brow < 0.05 else -0.02
        for y, reach in ((-0.54, 0.3), (-0.62, 0.34), (-0.7, 0.28)):
            lifted = y - 0.5 * looks.inner_brow
            half = [(reach / 2, lifted), (reach, lifted + 0.02)]
            line = curve([*((-x, y) for x, y in half[::-1]), (0.0, lifted + dip), *half])
            canvas.on(stroke(line, 0.024), dark, opacity=0.42 * looks.forehead, blur=0.004)


def _near(looks: Expression) -> float:
    """How far a brow's inner end is from the face's middle."""
    return 0.15 - 0.065 * looks.squeeze
