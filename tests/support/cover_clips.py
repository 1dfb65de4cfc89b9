"""The clips against which "cover means covered" is measured: the easy ones and the hard ones."""

import math
from dataclasses import replace
from typing import Final

from tests.support.clips import Clip, Pose, Way, still, walk

_MIDDLE: Final = Pose(320, 240, 160)


def _swing(start: Pose, *, x: float = 0.0, y: float = 0.0, every_s: float = 2.0) -> Way:
    """To and fro by so many pixels."""
    return lambda t: replace(
        start,
        x=start.x + x * math.sin(2 * math.pi * t / every_s),
        y=start.y + y * math.sin(2 * math.pi * t / every_s),
    )


def _bounce(start: Pose, *, step: float, frames_per_s: float, low: float, high: float) -> Way:
    """`step` pixels a frame to the right and back, between two places."""

    def way(t: float) -> Pose:
        gone = round(t * frames_per_s) * step % (2 * (high - low))
        return replace(start, x=low + min(gone, 2 * (high - low) - gone))

    return way


def _turning(t: float) -> Pose:
    return replace(_MIDDLE, roll_deg=180 * math.sin(2 * math.pi * t / 6))


def _shrinking(t: float) -> Pose:
    return replace(_MIDDLE, height=160 * 0.5 ** (t / 1.3))


def _peeping(t: float) -> Pose:
    """Half in, and then still."""
    return Pose(min(-60 + 60 * t, 20), 200, 150)


def _jumping_size(t: float) -> tuple[int, int]:
    return (320, 240) if 2 <= t < 4 else (640, 480)


def _scaled(way: Way) -> Way:
    """The same way in a frame whose size jumps."""

    def scaled(t: float) -> Pose | None:
        pose, scale = way(t), _jumping_size(t)[0] / 640
        if pose is None:
            return None
        return replace(pose, x=pose.x * scale, y=pose.y * scale, height=pose.height * scale)

    return scaled


def _gone(way: Way, *, from_s: float, to_s: float) -> Way:
    """Turned away for a while."""
    return lambda t: None if from_s <= t < to_s else way(t)


EASY: Final = (
    Clip("standing", (still(_MIDDLE),), easy=True),
    Clip("nodding", (_swing(_MIDDLE, x=15, y=10),), easy=True),
    Clip("fast, 30 frames/s", (_swing(_MIDDLE, x=150),), easy=True),
    Clip("half covered", (_swing(_MIDDLE, x=20),), easy=True, half_covered=True),
    Clip("dark", (_swing(_MIDDLE, x=20),), easy=True, light=lambda _t: 0.25),
    Clip("small", (_swing(replace(_MIDDLE, height=60), x=30),), easy=True),
    Clip("large", (_swing(replace(_MIDDLE, height=300), x=20),), easy=True),
    Clip(
        "two beside each other",
        (_swing(Pose(180, 220, 150), x=15), _swing(Pose(460, 250, 130), y=15)),
        easy=True,
    ),
    Clip("ten frames a second", (_swing(_MIDDLE, x=40),), easy=True, frames_per_s=10, seconds=6),
)

HARD: Final = (
    Clip("turning to 180 degrees", (_turning,)),
    Clip("blurred", (_swing(_MIDDLE, x=200, every_s=1.2),), shutter_s=1 / 30),
    Clip("finder blind for a second", (_swing(_MIDDLE, x=20),), blind=lambda t: 2 <= t < 3),
    Clip("blind while walking", (_swing(_MIDDLE, x=160),), blind=lambda t: 1.3 <= t < 3),
    Clip("blind for three seconds", (_swing(_MIDDLE, x=60, y=30),), blind=lambda t: 0.8 <= t < 3.8),
    Clip("walking in slowly", (walk(Pose(-120, 220, 150), x_per_s=90),)),
    Clip("walking in, seen late", (walk(Pose(-120, 220, 150), x_per_s=90),), only_whole=True),
    Clip("from the right, late", (walk(Pose(740, 220, 220), x_per_s=-150),), only_whole=True),
    Clip("creeping in, late", (walk(Pose(-60, 220, 150), x_per_s=25),), only_whole=True, seconds=6),
    Clip("up from below, late", (walk(Pose(300, 620, 180), y_per_s=-120),), only_whole=True),
    Clip("half in and still", (_peeping,)),
    Clip("half in and still, unseen", (_peeping,), only_whole=True),
    Clip(
        "a second one walks in, late",
        (still(Pose(420, 230, 150)), walk(Pose(-90, 220, 130), x_per_s=60)),
        only_whole=True,
    ),
    Clip(
        "90 px a frame at ten a second",
        (_bounce(Pose(0, 240, 140), step=90, frames_per_s=10, low=100, high=540),),
        frames_per_s=10,
    ),
    Clip(
        "two cross",
        (
            walk(Pose(80, 230, 130), x_per_s=120),
            walk(Pose(560, 240, 150), x_per_s=-120),
        ),
    ),
    Clip(
        "two cross fast",
        (
            _bounce(Pose(0, 230, 130), step=12, frames_per_s=30, low=80, high=560),
            still(Pose(320, 240, 150)),
        ),
    ),
    Clip(
        "three, one crosses two",
        (
            still(Pose(200, 230, 120)),
            still(Pose(440, 230, 120)),
            walk(Pose(-80, 260, 160), x_per_s=130),
        ),
    ),
    Clip("shrinking under 25 px", (_shrinking,)),
    Clip("frame size changes", (_scaled(_swing(_MIDDLE, x=60)),), size=_jumping_size),
    Clip("vanishes and comes back", (_gone(_swing(_MIDDLE, x=60), from_s=2, to_s=2.5),)),
    Clip("leaves to the right", (walk(_MIDDLE, x_per_s=200, from_s=1),)),
    Clip("light goes out", (_swing(_MIDDLE, x=60),), light=lambda t: 0.12 if 2 <= t < 3 else 1),
)
