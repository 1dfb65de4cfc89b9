"""Glasses with a gleam on their panes."""

import numpy as np

from core.drawn.canvas import Canvas, Mask
from core.drawn.character import Character
from core.drawn.colours import WHITE, skin_shadow
from core.drawn.eyes import EYE_Y
from core.drawn.pose import Points
from core.drawn.shapes import between_lines, closed, curve, ellipse, moved, stroke

_FRAME = (52.0, 40.0, 44.0)  # BGR


def draw_arms(canvas: Canvas, who: Character, head: Mask) -> None:
    """What holds the glasses, if any; hair goes over it.

    Args:
        head: The face's mask.
    """
    if not who.glasses:
        return
    for side in (-1.0, 1.0):
        hinge, ear = (side * (who.eye_gap + 0.24), EYE_Y - 0.03), (side * 0.9, EYE_Y - 0.01)
        arm = stroke(np.linspace(hinge, ear, 6), 0.036, start=1.0, end=0.8)
        canvas.on(arm, _FRAME, depth=0.9, inside=head)


def draw_glasses(canvas: Canvas, who: Character) -> None:
    """The frames and panes, if any."""
    if not who.glasses:
        return
    for side in (-1.0, 1.0):
        x = side * (who.eye_gap + 0.005)
        outer, pane = _rim(who, x, 0.03), _rim(who, x, 0.0)
        ring = between_lines(between_lines(outer, outer[:1]), between_lines(pane, pane[:1]))
        shade = skin_shadow(who, 0.9)
        canvas.on(moved(ring, 0, 0.03), shade, depth=1.1, opacity=0.3, blur=0.014)
        canvas.on(ring, _FRAME, depth=1.2)
        ends = [(x - 0.13, EYE_Y + 0.1), (x - 0.02, EYE_Y - 0.14)]
        gleam = closed([*ends, (x + 0.02, EYE_Y - 0.14), (x - 0.09, EYE_Y + 0.12)])
        canvas.on(gleam, WHITE, depth=1.2, opacity=0.16, blur=0.01)
    bridge = curve([(-0.1, EYE_Y - 0.02), (0.0, EYE_Y - 0.055), (0.1, EYE_Y - 0.02)])
    canvas.on(stroke(bridge, 0.034, start=1.0, end=1.0), _FRAME, depth=1.25)


def _rim(who: Character, x: float, thickness: float) -> Points:
    """A pane's outline, about an eye at x, made larger by the frame's thickness."""
    if who.glasses == "round":
        return ellipse(x, EYE_Y + 0.01, 0.215 + thickness, 0.205 + thickness)
    y, wide, high = EYE_Y + 0.01, 0.222 + thickness, 0.172 + thickness
    right = [
        *((0.86 * wide, -0.95 * high), (wide, -0.6 * high)),
        *((0.97 * wide, 0.5 * high), (0.7 * wide, 0.96 * high)),
    ]
    left = [(-across, down) for across, down in right[::-1]]
    return moved(closed([(0.0, -high), *right, (0.0, high), *left]), x, y)
