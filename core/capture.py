"""A burst of frames -> the best picture of one head, ready to be kept.

The best is sharp, has its face in the middle, and scores highest for the wanted expression. The
browser plays the round, for My emoji and for Live's "make this face", by the numbers named here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.analysis import Reading, analyse
from core.classifier import FaceReader
from core.crop import face_patch
from core.errors import UserError
from core.face import Face
from core.faces import FaceDetector
from core.photos import encode_jpeg

COUNT_S: Final = 0.8  # between three, two and one
FRAMES: Final = 10
EVERY_S: Final = 0.12  # a burst takes 1.2 s: a face keeps an expression for about a second
MIN_FACE_PX: Final = 60  # a smaller one has too little to draw
_VIEW: Final = 3.4  # × face size: side of the picture kept, hair and shoulders in it
_KEPT_PX: Final = 800  # its most pixels a side
# Half as sharp as the sharpest costs 0.2; at the edge of the frame costs 0.2; the expression 1.
SHARP_WEIGHT: Final = 0.4
MIDDLE_WEIGHT: Final = 0.2
_SHARP_PX: Final = 128  # faces are compared at this size
_NO_FACE: Final = (
    f"No face of at least {MIN_FACE_PX} pixels was seen. Come nearer, with light from the front, "
    "and try again."
)


@dataclass(frozen=True)
class Worth:
    """What makes one moment of a burst better than another."""

    wanted: float  # probability of the wanted expression, [0, 1]
    sharpness: float  # variance of the face's Laplacian; only its share of the burst's best counts
    off_middle: float  # 0 where the face is in the frame's middle, 1 at its edge


@dataclass(frozen=True, eq=False)
class Shot:
    """One frame of a burst, looked at."""

    image: np.ndarray  # (H, W, 3) uint8, BGR
    reading: Reading  # of its largest face
    worth: Worth

    @property
    def score(self) -> int:
        """Of 100, for the wanted expression."""
        return round(100 * self.worth.wanted)


def best_shot(
    frames: list[np.ndarray], label: str, detector: FaceDetector, classifier: FaceReader
) -> Shot:
    """The best frame of a burst.

    Args:
        frames: (H, W, 3) uint8, BGR.
        label: The wanted expression, or a class of the visitor's own, which no score tells.

    Raises:
        UserError: No frame shows a face that is large enough.
    """
    shots = [shot for frame in frames if (shot := _looked_at(frame, label, detector, classifier))]
    if not shots:
        raise UserError(_NO_FACE)
    return shots[worthiest([shot.worth for shot in shots])]


def worthiest(shots: Sequence[Worth]) -> int:
    """The place of the best shot; the first of equals."""
    sharpest = max(*(shot.sharpness for shot in shots), 1e-9)
    return max(range(len(shots)), key=lambda place: _worth(shots[place], sharpest))


def faces_in(frames: list[np.ndarray], detector: FaceDetector) -> list[npt.NDArray[np.uint8]]:
    """The largest face of each frame that shows one large enough: (48, 48) uint8 grey.

    Args:
        frames: (H, W, 3) uint8, BGR.

    Raises:
        UserError: No frame shows one.
    """
    found = [(frame, faces[0]) for frame in frames if (faces := detector.detect(frame))]
    patches = [face_patch(frame, face) for frame, face in found if _is_large(face)]
    if not patches:
        raise UserError(_NO_FACE)
    return patches


def head_picture(image: np.ndarray, face: Face) -> bytes:
    """The head and what is around it, as a JPEG file without metadata.

    Args:
        image: (H, W, 3) uint8, BGR.
    """
    box = face.box
    half = _VIEW * math.sqrt(box.width * box.height) / 2
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    top, left = max(round(y - half), 0), max(round(x - half), 0)
    part = image[top : round(y + half), left : round(x + half)]
    scale = min(1.0, _KEPT_PX / max(part.shape[:2]))
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return encode_jpeg(small)


def _looked_at(
    frame: np.ndarray, label: str, detector: FaceDetector, classifier: FaceReader
) -> Shot | None:
    readings = analyse(frame, detector, classifier)
    if not readings or not _is_large(readings[0].face):
        return None
    reading = readings[0]
    seen = reading.prediction
    wanted = dict(zip(seen.labels, seen.probabilities.tolist(), strict=True)).get(label, 0.0)
    worth = Worth(wanted, _sharpness(frame, reading.face), _off_middle(frame, reading))
    return Shot(frame, reading, worth)


def _is_large(face: Face) -> bool:
    return min(face.box.width, face.box.height) >= MIN_FACE_PX


def _worth(shot: Worth, sharpest: float) -> float:
    sharp = shot.sharpness / sharpest
    return shot.wanted + SHARP_WEIGHT * sharp - MIDDLE_WEIGHT * shot.off_middle


def _sharpness(frame: np.ndarray, face: Face) -> float:
    height, width = frame.shape[:2]
    rows = slice(max(round(face.box.y0), 0), min(round(face.box.y1), height))
    columns = slice(max(round(face.box.x0), 0), min(round(face.box.x1), width))
    grey = cv2.cvtColor(np.ascontiguousarray(frame[rows, columns]), cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (_SHARP_PX, _SHARP_PX), interpolation=cv2.INTER_AREA)
    return float(cv2.Laplacian(small, cv2.CV_32F).var())


def _off_middle(frame: np.ndarray, reading: Reading) -> float:
    height, width = frame.shape[:2]
    box = reading.face.box
    x, y = (box.x0 + box.x1) / width - 1, (box.y0 + box.y1) / height - 1
    return min(math.hypot(x, y), 1.0)
