"""Whole pictures of drawn people: portraits, groups, and a person who moves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.drawn.character import Character, Colour, character
from core.drawn.expression import Expression, between, expression
from core.drawn.face import TrueFace, draw_person, true_face
from core.drawn.pose import Pose

_GROUNDS: Final[tuple[tuple[Colour, Colour], ...]] = (  # BGR above and below
    *(((226, 206, 178), (246, 236, 222)), ((186, 214, 250), (222, 236, 252))),
    *(((196, 222, 190), (228, 240, 222)), ((222, 190, 206), (242, 226, 234))),
    *(((206, 206, 156), (232, 234, 214)), ((160, 200, 244), (206, 228, 250))),
)
_LIGHTS: Final = 9  # soft spots in a backdrop
_PACE_S: Final = 1.6  # each expression of the moving person: coming, and then held
_COMING: Final = 0.4  # share of it
# Neutral between, where a face would otherwise pass through a third expression.
JOURNEY: Final = ("neutral", "happy", "surprise", "fear", "sad", "angry", "disgust")


@dataclass(frozen=True, eq=False)
class Sitter:
    """A person of a picture."""

    who: Character
    looks: Expression
    pose: Pose
    gaze: tuple[float, float] = (0.0, 0.0)

    @property
    def face(self) -> TrueFace:
        """Where their face truly is."""
        return true_face(self.who, self.looks, self.pose)


def picture(ground: npt.NDArray[np.uint8], sitters: Sequence[Sitter]) -> npt.NDArray[np.uint8]:
    """A copy of the ground, (H, W, 3) uint8 BGR, with everybody in it; the first stand behind."""
    for sitter in sitters:
        ground = draw_person(ground, sitter.who, sitter.looks, sitter.pose, gaze=sitter.gaze)
    return ground


def backdrop(width: int, height: int, number: int) -> npt.NDArray[np.uint8]:
    """(height, width, 3) uint8, BGR: a soft wall with spots of light, the same for a number."""
    random = np.random.default_rng([number, 11])
    above, below = _GROUNDS[number % len(_GROUNDS)]
    small = (max(2, width // 8), max(2, height // 8))  # everything on it is soft
    share = np.linspace(0, 1, small[1], dtype=np.float32)[:, None, None]
    wall = np.repeat(np.array(above) + (np.array(below) - above) * share, small[0], axis=1)
    wall = np.ascontiguousarray(wall, np.float32)
    for _ in range(_LIGHTS):
        spot = np.zeros(small[::-1], np.float32)
        middle = (int(random.integers(small[0])), int(random.integers(small[1])))
        radius = int(max(small) * random.uniform(0.03, 0.12)) + 1
        cv2.circle(spot, middle, radius, 1.0, -1, cv2.LINE_AA)
        spot = cv2.GaussianBlur(spot, (0, 0), 1 + radius / 8)[..., None]
        wall += (255 - wall) * spot * np.float32(random.uniform(0.1, 0.3))
    large = cv2.resize(wall, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(np.rint(large), 0, 255).astype(np.uint8)


def portrait(number: int, label: str, side_px: int = 720) -> npt.NDArray[np.uint8]:
    """(side, side, 3) uint8, BGR: the person with this number, head and shoulders."""
    random = np.random.default_rng([number, 13])
    tilt, yaw = float(random.uniform(-7, 7)), float(random.uniform(-14, 14))
    pose = Pose(
        x=side_px / 2, y=0.47 * side_px, size_px=0.5 * side_px, tilt_deg=tilt, yaw_deg=yaw,
        light=(math.copysign(0.5, -yaw), -0.6),
    )  # fmt: skip
    sitter = Sitter(character(number), expression(label), pose)
    return picture(backdrop(side_px, side_px, number), [sitter])


def group(
    people: Sequence[tuple[int, str]], width: int = 1600, height: int = 1067
) -> tuple[npt.NDArray[np.uint8], list[Sitter]]:
    """A picture of two rows of people, and who sits where, back row first.

    Args:
        people: Each person's number and one of EMOTIONS; the first half stands behind.
    """
    behind, before = people[: len(people) // 2], people[len(people) // 2 :]
    sitters: list[Sitter] = []
    step = 1 / (len(before) + 0.5)  # the second row looks through the first one's gaps
    rows = ((behind, 0.26, 0.25, 0.5), (before, 0.57, 0.28, 0.0))
    for row, y, size, shift in rows:
        for place, (number, label) in enumerate(row):
            random = np.random.default_rng([number, 17])
            x = (place + 0.5 + shift) * step + float(random.uniform(-0.012, 0.012))
            inward = 12 * (0.5 - x) * 2
            pose = Pose(
                x=x * width, y=(y + float(random.uniform(-0.02, 0.02))) * height,
                size_px=size * height, tilt_deg=float(random.uniform(-8, 8)),
                yaw_deg=inward + float(random.uniform(-6, 6)),
            )  # fmt: skip
            sitters.append(Sitter(character(number), expression(label), pose))
    return picture(backdrop(width, height, people[0][0]), sitters), sitters


def journey_s() -> float:
    """How long `moving` takes until it begins again, in seconds."""
    return _PACE_S * len(JOURNEY)


def shown_at(time_s: float) -> str:
    """Which of EMOTIONS `moving` shows or is coming to at this time."""
    return JOURNEY[int(time_s % journey_s() / _PACE_S)]


def shown_s(time_s: float) -> float:
    """Since when `moving` is coming to what it shows, in seconds."""
    return time_s % _PACE_S


def moving(who: Character, width: int, height: int, time_s: float) -> Sitter:
    """A person who goes through all expressions, swaying and tilting, over and over."""
    number, label = int(time_s % journey_s() / _PACE_S), shown_at(time_s)
    into = min(1.0, time_s % _PACE_S / (_PACE_S * _COMING))
    eased = into * into * (3 - 2 * into)
    looks = between(expression(JOURNEY[number - 1]), expression(label), eased)
    turn = 2 * math.pi * time_s / journey_s()
    pose = Pose(
        x=width * (0.5 + 0.09 * math.sin(2 * turn)),
        y=height * (0.46 + 0.015 * math.sin(6 * turn)),
        size_px=height * (0.54 + 0.03 * math.sin(turn)),
        tilt_deg=8 * math.sin(3 * turn),
        yaw_deg=14 * math.sin(2 * turn + 1),
        pitch_deg=3 * math.sin(5 * turn),
    )
    return Sitter(who, looks, pose)
