"""Where the faces are: OpenCV's YuNet by default, the tutorial's Haar cascade as "classic"."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np

DETECTORS: Final = ("yunet", "classic")
YUNET_FILE: Final = Path("yunet") / "face_detection_yunet_2023mar.onnx"
_HAAR_FILE: Final = "haarcascade_frontalface_default.xml"  # in OpenCV's own wheel

_LIVE_SEARCH_PX: Final = 320  # finds faces from about 30 px of 640, in 5 ms
# Where a side is 32 px or less, YuNet answers with memory nobody wrote: boxes 1e17 px away or NaN,
# with score 1. Tried with OpenCV 4.14 on black, white and noise; from 33 px on there were none.
_MIN_SEARCH_PX: Final = 64
_MIN_SCORE: Final = 0.6
_MAX_OVERLAP: Final = 0.3  # two boxes that share more are one face
_MAX_FACES: Final = 5000  # before overlapping boxes are merged
# The tutorial's own settings.
_HAAR_SCALE_STEP: Final = 1.3
_HAAR_NEIGHBOURS: Final = 5


class Box(NamedTuple):
    """A rectangle in pixels, x right, y down; x1 and y1 are exclusive. It may leave the picture."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, eq=False)
class Face:
    """A face that was found."""

    box: Box
    score: float  # how sure the detector is, [0, 1]; 1 where it does not tell
    # (5, 2) float32 pixels: the eye on the picture's left, the other eye, the nose, the left and
    # the right corner of the mouth; None where the detector knows none.
    landmarks: np.ndarray | None

    @property
    def roll_deg(self) -> float:
        """How far the head is tilted in the picture, clockwise, in degrees; 0 if unknown."""
        if self.landmarks is None:
            return 0.0
        dx, dy = self.landmarks[1] - self.landmarks[0]
        return math.degrees(math.atan2(float(dy), float(dx)))


class FaceDetector:
    """Finds faces. OpenCV's detectors are not thread-safe: make one for each visitor."""

    def __init__(self, kind: str, models: Path, *, search_px: int = _LIVE_SEARCH_PX) -> None:
        """Load a detector.

        Args:
            kind: One of DETECTORS.
            models: The folder that holds `yunet/`.
            search_px: The longer side to which YuNet shrinks a picture before it searches.
        """
        if kind not in DETECTORS:
            raise ValueError(f"A face finder is one of {', '.join(DETECTORS)}, not {kind!r}.")
        self._search_px = search_px
        self._yunet = self._haar = None
        if kind == "classic":
            self._haar = cv2.CascadeClassifier(cv2.data.haarcascades + _HAAR_FILE)
            return
        path = models / YUNET_FILE
        if not path.exists():
            raise FileNotFoundError(f"{path} is missing. Run `python models/fetch_yunet.py`.")
        self._yunet = cv2.FaceDetectorYN.create(
            str(path), "", (search_px, search_px), _MIN_SCORE, _MAX_OVERLAP, _MAX_FACES
        )

    def detect(self, image: np.ndarray) -> list[Face]:
        """Every face, largest first.

        Args:
            image: (H, W, 3) uint8, BGR, upright.
        """
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
            raise ValueError(
                f"A face finder needs a picture of (height, width, 3) uint8, not {image.shape} "
                f"{image.dtype}. Read it with decode_photo."
            )
        faces = self._search_yunet(image) if self._yunet else self._search_haar(image)
        return sorted(faces, key=lambda face: face.box.width * face.box.height, reverse=True)

    def _search_yunet(self, image: np.ndarray) -> list[Face]:
        height, width = image.shape[:2]
        scale = min(1.0, self._search_px / max(height, width))
        # A sliver's short side must not shrink to nothing.
        small_width, small_height = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(image, (small_width, small_height), interpolation=cv2.INTER_AREA)
        # Black to the right and below leaves every coordinate as it was.
        below, beside = (max(0, _MIN_SEARCH_PX - side) for side in (small_height, small_width))
        padded = cv2.copyMakeBorder(small, 0, below, 0, beside, cv2.BORDER_CONSTANT)
        self._yunet.setInputSize((small_width + beside, small_height + below))
        _count, rows = self._yunet.detect(padded)
        back = np.array([width / small_width, height / small_height], np.float32)
        return [_yunet_face(row, back) for row in (rows if rows is not None else ())]

    def _search_haar(self, image: np.ndarray) -> list[Face]:
        grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        boxes = self._haar.detectMultiScale(
            grey, scaleFactor=_HAAR_SCALE_STEP, minNeighbors=_HAAR_NEIGHBOURS
        )
        return [
            Face(Box(float(x), float(y), float(x + w), float(y + h)), 1.0, None)
            for x, y, w, h in boxes
        ]


def _yunet_face(row: np.ndarray, back: np.ndarray) -> Face:
    """A row of YuNet's answer in full-size pixels: x, y, w, h, five points, score.

    Source: OpenCV's documentation of FaceDetectorYN.detect.
    """
    corner, size = row[:2] * back, row[2:4] * back
    box = Box(*map(float, (*corner, *(corner + size))))
    landmarks = row[4:14].reshape(5, 2) * back
    return Face(box, float(np.clip(row[14], 0, 1)), landmarks.astype(np.float32))
