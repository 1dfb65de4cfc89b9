"""Clips whose faces are known to the pixel: the sample's face, moved over a drawn room.

A face is an ellipse from hairline to chin. It is pasted with its hair, turned, scaled, dimmed and
blurred as its way asks; whoever stands in the list later stands in front.
"""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.photos import decode_photo

_SAMPLE: Final = Path(__file__).parents[2] / "pages" / "sample" / "astronaut.jpg"
# In the sample's pixels: middle and half axes of the face and of the head with its hair.
_FACE_MIDDLE: Final = (223.0, 117.0)
_FACE_AXES: Final = (45.0, 62.0)
_HEAD_MIDDLE: Final = (222, 112)
_HEAD_AXES: Final = (74, 90)
_HEAD_REACH: Final = 100  # from the face's middle to the farthest pixel of the head
_SAMPLE_PART: Final = 320  # rows and columns of the sample that hold the head
_SHIFT_BITS: Final = 4  # OpenCV draws to 1/16 pixel
_SHUTTER: Final = 5  # pictures that one blurred frame is the mean of


@dataclass(frozen=True)
class Pose:
    """Where a face is: its ellipse, and its light."""

    x: float  # of its middle, pixels
    y: float
    height: float  # of its ellipse when upright, pixels
    roll_deg: float = 0.0  # clockwise
    light: float = 1.0  # × its brightness

    @property
    def half_axes(self) -> tuple[float, float]:
        """Half width and half height, pixels."""
        return self.height / 2 * _FACE_AXES[0] / _FACE_AXES[1], self.height / 2


Way = Callable[[float], Pose | None]  # seconds since the clip began -> where, None: not there


@dataclass(frozen=True, eq=False)
class Clip:
    """Faces on their ways, and what makes them hard to find."""

    name: str
    ways: tuple[Way, ...]  # from back to front
    easy: bool = False
    frames_per_s: float = 30.0
    seconds: float = 4.0
    size: Callable[[float], tuple[int, int]] = lambda _t: (640, 480)  # width, height at a time
    blind: Callable[[float], bool] = lambda _t: False  # whether the face finder finds nothing
    only_whole: bool = False  # whether it finds no face that the frame's edge cuts
    shutter_s: float = 0.0  # how long a frame is exposed: motion blur
    half_covered: bool = False  # a mask lies over each face's lower half
    light: Callable[[float], float] = lambda _t: 1.0  # × the whole frame's brightness


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame and its truth."""

    t: float  # seconds since the clip began
    image: np.ndarray  # (H, W, 3) uint8 BGR
    poses: tuple[Pose, ...]  # of every face that is there, from back to front


def frames(clip: Clip) -> Iterator[Frame]:
    """The clip's frames, one after the other."""
    for number in range(round(clip.seconds * clip.frames_per_s)):
        t = number / clip.frames_per_s
        moments = np.linspace(t - clip.shutter_s, t, _SHUTTER if clip.shutter_s else 1)
        image = _rendered(clip, moments[0], clip.size(t))
        for moment in moments[1:]:
            image += _rendered(clip, moment, clip.size(t))
        image = cv2.convertScaleAbs(image, alpha=clip.light(t) / len(moments))
        poses = tuple(pose for way in clip.ways if (pose := way(t)) is not None)
        yield Frame(t, image, poses)


def visible_faces(frame: Frame) -> Iterator[tuple[np.ndarray, float]]:
    """For each face the pixels in which it is seen, and its whole area in pixels.

    Returns:
        (H, W) bool of what neither the frame's edge nor a face in front hides; area.
    """
    height, width = frame.image.shape[:2]
    masks = [_ellipse(pose, pose.half_axes, (height, width)) for pose in frame.poses]
    for place, (pose, mask) in enumerate(zip(frame.poses, masks, strict=True)):
        in_front = np.zeros_like(mask)
        for other in frame.poses[place + 1 :]:
            scale = other.height / 2 / _FACE_AXES[1]
            head = (_HEAD_AXES[0] * scale, _HEAD_AXES[1] * scale)
            in_front |= _ellipse(other, head, (height, width))
        half_width, half_height = pose.half_axes
        yield mask & ~in_front, float(np.pi * half_width * half_height)


def write_clip(clip: Clip, folder: Path) -> None:
    """Write the clip for a reader in another language: 0000.png ... and truth.json.

    truth.json holds frames_per_s, and for each frame t, blind, and of every face from back to
    front x, y, half_width, half_height (pixels) and roll_deg.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth: list[dict[str, object]] = []
    for number, frame in enumerate(frames(clip)):
        cv2.imwrite(str(folder / f"{number:04d}.png"), frame.image)
        faces = [
            dict(
                x=pose.x,
                y=pose.y,
                half_width=pose.half_axes[0],
                half_height=pose.half_axes[1],
                roll_deg=pose.roll_deg,
            )
            for pose in frame.poses
        ]
        truth.append({"t": frame.t, "blind": clip.blind(frame.t), "faces": faces})
    written = {"name": clip.name, "frames_per_s": clip.frames_per_s, "frames": truth}
    (folder / "truth.json").write_text(json.dumps(written), encoding="utf-8")


def _rendered(clip: Clip, t: float, size: tuple[int, int]) -> np.ndarray:
    """(H, W, 3) float32 at one moment."""
    out = _room(*size).copy()
    for place, way in enumerate(clip.ways):
        pose = way(t)
        if pose is None:
            continue
        sprite = _head(flipped=place % 2 == 1, masked=clip.half_covered)
        scale = pose.height / 2 / _FACE_AXES[1]
        reach = math.ceil(scale * _HEAD_REACH)
        left, top = max(0, round(pose.x) - reach), max(0, round(pose.y) - reach)
        right, bottom = min(size[0], round(pose.x) + reach), min(size[1], round(pose.y) + reach)
        if left >= right or top >= bottom:
            continue
        move = cv2.getRotationMatrix2D(_FACE_MIDDLE, -pose.roll_deg, scale)
        move[:, 2] += np.subtract((pose.x, pose.y), _FACE_MIDDLE) - (left, top)
        patch = cv2.warpAffine(sprite, move, (right - left, bottom - top)).astype(np.float32)
        alpha = patch[..., 3:] / 255
        under = out[top:bottom, left:right]
        under[:] = under * (1 - alpha) + patch[..., :3] * pose.light * alpha
    return out


@lru_cache(maxsize=4)
def _head(*, flipped: bool, masked: bool) -> np.ndarray:
    """(320, 320, 4) uint8 BGRA, straight alpha: the sample's head, its middle _FACE_MIDDLE."""
    image = decode_photo(_SAMPLE.read_bytes())[:_SAMPLE_PART, :_SAMPLE_PART].copy()
    alpha = np.zeros((_SAMPLE_PART, _SAMPLE_PART), np.uint8)
    cv2.ellipse(alpha, _HEAD_MIDDLE, _HEAD_AXES, 0, 0, 360, 255, -1, cv2.LINE_AA)
    if masked:
        x, y = map(int, _FACE_MIDDLE)
        cv2.rectangle(image, (x - 48, y + 8), (x + 48, y + 58), (190, 160, 120), -1)
    sprite = np.dstack([image, alpha])
    if flipped:  # about the face's middle, so that it stays where it is
        about = np.array([[-1, 0, 2 * _FACE_MIDDLE[0]], [0, 1, 0]], np.float32)
        sprite = cv2.warpAffine(sprite, about, (_SAMPLE_PART, _SAMPLE_PART))
    return sprite


@lru_cache(maxsize=4)
def _room(width: int, height: int) -> np.ndarray:
    """(H, W, 3) float32 of a wall with soft stains, a picture and a shelf."""
    random = np.random.default_rng(3)
    stains = cv2.resize(random.normal(0, 14, (12, 16, 3)).astype(np.float32), (width, height))
    room = np.clip(stains + np.array((140, 150, 155), np.float32), 0, 255)
    cv2.rectangle(room, (width // 12, height // 8), (width // 5, height // 3), (70, 90, 40), -1)
    cv2.rectangle(room, (width * 3 // 4, height // 2), (width, height * 6 // 11), (40, 60, 90), -1)
    return room


def _ellipse(pose: Pose, half_axes: tuple[float, float], shape: tuple[int, int]) -> np.ndarray:
    """(H, W) bool: the pixels in it."""
    mask = np.zeros(shape, np.uint8)
    fine = 1 << _SHIFT_BITS
    middle = (round((pose.x - 0.5) * fine), round((pose.y - 0.5) * fine))
    axes = (round(half_axes[0] * fine), round(half_axes[1] * fine))
    cv2.ellipse(mask, middle, axes, pose.roll_deg, 0, 360, 255, -1, shift=_SHIFT_BITS)
    return mask > 0


def still(pose: Pose) -> Way:
    """A face that stays."""
    return lambda _t: pose


def walk(start: Pose, *, x_per_s: float = 0.0, y_per_s: float = 0.0, from_s: float = 0.0) -> Way:
    """A face that begins to walk at a time, straight on."""
    return lambda t: replace(
        start,
        x=start.x + x_per_s * max(0.0, t - from_s),
        y=start.y + y_per_s * max(0.0, t - from_s),
    )
