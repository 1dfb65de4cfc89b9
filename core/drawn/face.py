"""A whole person, painted into a picture, and where their face truly is."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from core.drawn.beard import draw_beard
from core.drawn.brows import draw_brows, draw_furrows
from core.drawn.canvas import Canvas
from core.drawn.character import Character
from core.drawn.clothes import draw_body, draw_headwear, draw_scarf_behind
from core.drawn.colours import blush, crease, darker, skin_light, skin_shadow
from core.drawn.expression import Expression
from core.drawn.eyes import EYE_Y, draw_eyes
from core.drawn.glasses import draw_arms, draw_glasses
from core.drawn.hair import draw_behind, draw_front
from core.drawn.mouth import MOUTH_Y, corners, draw_mouth, jaw_drop
from core.drawn.nose import NOSE_Y, draw_folds, draw_nose
from core.drawn.pose import Points, Pose
from core.drawn.shapes import ellipse, head_outline, mirrored
from core.face import Box

_BOX_TOP: Final = -0.84  # YuNet's boxes begin below the crown: measured on 70 drawn faces


@dataclass(frozen=True, eq=False)
class TrueFace:
    """Where a drawn face is, known without any detector."""

    outline: Points  # (n, 2) pixels, crown to chin
    box: Box  # as a detector frames it: from the forehead to the chin
    landmarks: npt.NDArray[np.float32]  # (5, 2) pixels, in the order of core.face.Face


def draw_person(
    image: npt.NDArray[np.uint8],
    who: Character,
    looks: Expression,
    pose: Pose,
    *,
    gaze: tuple[float, float] = (0.0, 0.0),
) -> npt.NDArray[np.uint8]:
    """A copy of the picture with a person in it, cut off at its edges.

    Args:
        image: (H, W, 3) uint8, BGR.
        gaze: Where the eyes look, right and down, each in [-1, 1].
    """
    out = image.copy()
    reach = 1.35 * pose.size_px
    height, width = image.shape[:2]
    left, right = max(0, int(pose.x - reach)), min(width, int(pose.x + reach) + 1)
    top, bottom = max(0, int(pose.y - reach)), min(height, int(pose.y + 3.4 * reach) + 1)
    if right <= left or bottom <= top:
        return out
    canvas = Canvas(pose, x=left, y=top, width=right - left, height=bottom - top)
    _draw_all(canvas, who, looks, gaze)
    sheet = canvas.shrunk()
    under = out[top:bottom, left:right]
    under[:] = np.rint(sheet[..., :3] + under * (1 - sheet[..., 3:] / 255)).astype(np.uint8)
    return out


def true_face(who: Character, looks: Expression, pose: Pose) -> TrueFace:
    """Where the face of `draw_person` is; it may leave the picture."""
    drop = jaw_drop(looks)
    outline = pose.project(head_outline(who.width, who.jaw, drop), 0.0)
    eyes = np.array([(-who.eye_gap, EYE_Y), (who.eye_gap, EYE_Y)])
    nose = np.array([(0.0, NOSE_Y - 0.03)])
    surface = np.vstack([eyes, nose, *corners(who, looks)])
    landmarks = pose.project(surface, np.array([1.0, 1.0, 1.25, 1.0, 1.0]))
    frame = np.array([(-who.width, _BOX_TOP), (who.width, 0.94 + drop)])
    middle = pose.project(frame.mean(axis=0)[None], 0.35)[0]
    half = (frame[1] - frame[0]) / 2 * pose.size_px / 2
    box = Box(*map(float, (*(middle - half), *(middle + half))))
    return TrueFace(outline, box, landmarks.astype(np.float32))


def _draw_all(canvas: Canvas, who: Character, looks: Expression, gaze: tuple[float, float]) -> None:
    drop = jaw_drop(looks)
    outline = head_outline(who.width, who.jaw, drop)
    draw_behind(canvas, who)
    draw_scarf_behind(canvas, who)
    draw_body(canvas.held(_shoulders(canvas.pose)), who)
    _draw_ears(canvas, who)
    canvas.over(outline, who.skin, depth=0.0)
    head = canvas.shape(outline, depth=0.0)
    canvas.lit(head, wide=who.width, dark=skin_shadow(who, 0.85), bright=skin_light(who))
    draw_folds(canvas, who, looks)
    draw_furrows(canvas, who, looks)
    _draw_freckles(canvas, who)
    lip_y = MOUTH_Y - looks.upper_lip + 0.35 * looks.corners
    draw_beard(canvas, who, outline, drop=drop, lip_y=lip_y)
    draw_mouth(canvas, who, looks)
    draw_nose(canvas, who, looks)
    draw_eyes(canvas, who, looks, gaze)
    draw_arms(canvas, who, head)
    draw_front(canvas, who, head)
    draw_headwear(canvas, who, head)
    draw_brows(canvas, who, looks)
    draw_glasses(canvas, who)


def _shoulders(head: Pose) -> Pose:
    """How the body is held: it follows the head a little, and both meet at the neck."""
    body = replace(head, tilt_deg=0.25 * head.tilt_deg, yaw_deg=0.3 * head.yaw_deg, pitch_deg=0.0)
    neck = np.array([(0.0, 0.9)])
    x, y = (head.project(neck, 0.0) - body.project(neck, 0.0))[0].tolist()
    return replace(body, x=body.x + x, y=body.y + y)


def _draw_ears(canvas: Canvas, who: Character) -> None:
    if who.hair_style in ("headscarf", "bob", "long"):
        return
    for side in (-1.0, 1.0):
        ear = mirrored(ellipse(who.width + 0.02, 0.02, 0.1, 0.19), side)
        canvas.over(ear, darker(who.skin, 0.06), depth=-0.35)
        canvas.on(
            mirrored(ellipse(who.width + 0.035, 0.02, 0.05, 0.11), side),
            blush(who),
            depth=-0.35,
            opacity=0.7,
            blur=0.02,
        )
        canvas.on(
            mirrored(ellipse(who.width + 0.03, 0.01, 0.03, 0.07), side),
            crease(who),
            depth=-0.35,
            opacity=0.35,
            blur=0.02,
        )
        if who.earrings:
            canvas.over(
                mirrored(ellipse(who.width + 0.04, 0.24, 0.04, 0.04), side),
                (90, 200, 240),
                depth=-0.35,
            )


def _draw_freckles(canvas: Canvas, who: Character) -> None:
    if not who.freckles:
        return
    spots = ((0.2, 0.12), (0.28, 0.2), (0.36, 0.1), (0.43, 0.19), (0.33, 0.26), (0.5, 0.1))
    for number, (x, y) in enumerate(spots):
        for side in (-1.0, 1.0):
            spot = mirrored(ellipse(x, y + 0.01 * number * side, 0.014, 0.012), side)
            canvas.on(spot, crease(who), opacity=0.5, blur=0.004)
