"""YuNet, a network that finds faces, on the runtime that reads them too.

OpenCV's own runtime takes more than twice as long for the same numbers on one thread. Source of
what the numbers mean: OpenCV 4, modules/objdetect/src/face_detect.cpp.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.errors import UserError
from core.network import SizedNetwork

FILE: Final = Path("yunet") / "yunet.tflite"
SHA256: Final = "190abc79ac747f55f6c74f7d497197d5a006709817a6f5f52f1e4c50f55ad971"
_REMEDY: Final = "Take it anew from the repository, or run `python models/convert_yunet.py`."
# Width and height of what the file has signatures for, as models/convert_yunet.py made them.
SIZES: Final = ((320, 256), (256, 320), (320, 192), (320, 320), (192, 192), (256, 256))
STRIDES: Final = (8, 16, 32)
LONGEST_PX: Final = 320
MAX_OVERLAP: Final = 0.3  # two boxes that share more are one face
MAX_FACES: Final = 5000  # before overlapping boxes are merged


class YuNet:
    """Finds faces in small pictures. For one thread at a time."""

    def __init__(self, models: Path) -> None:
        """Load the network.

        Args:
            models: The folder that holds `yunet/`.

        Raises:
            FileNotFoundError, UserError: The file is not there, or damaged.
        """
        path = models / FILE
        if not path.exists():
            raise FileNotFoundError(f"{path} is missing. {_REMEDY}")
        weights = path.read_bytes()
        if hashlib.sha256(weights).hexdigest() != SHA256:  # the runtime itself checks little
            raise UserError(f"{path.name} is damaged. {_REMEDY}")
        self._network = SizedNetwork(weights)

    def rows(self, image: np.ndarray, min_score: float) -> np.ndarray:
        """Every face once, as cv2.FaceDetectorYN tells it: (F, 15) float32, surest first.

        Args:
            image: (H, W, 3) uint8, BGR, no side longer than LONGEST_PX.
            min_score: Faces below it are left out, [0, 1].
        """
        height, width = image.shape[:2]
        room_width, room_height = _smallest_that_holds(width, height)
        # Black to the right and below leaves every coordinate as it was.
        room = np.zeros((room_height, room_width, 3), np.float32)
        room[:height, :width] = image
        told = self._network.rows(room)
        scores = np.sqrt(np.prod(np.clip(told[:, :2], 0, 1), axis=1))
        sure = np.flatnonzero(scores >= min_score)
        faces = _faces(told[sure], _cells(room_width, room_height)[sure], scores[sure])
        # Whole pixels, as OpenCV compares them.
        boxes = np.trunc(faces[:, :4]).astype(int).tolist()
        kept = cv2.dnn.NMSBoxes(boxes, scores[sure].tolist(), 0.0, MAX_OVERLAP, 1.0, MAX_FACES)
        return faces[np.asarray(kept, np.int64)]


@cache
def _smallest_that_holds(width: int, height: int) -> tuple[int, int]:
    holds = [size for size in SIZES if size[0] >= width and size[1] >= height]
    return min(holds, key=lambda size: size[0] * size[1])


@cache
def _cells(width: int, height: int) -> np.ndarray:
    """Column, row and stride of every cell that answers: (N, 3) float32."""
    levels = [
        np.stack([columns.ravel(), rows.ravel(), np.full(rows.size, stride)], axis=1)
        for stride in STRIDES
        for rows, columns in [np.indices((height // stride, width // stride))]
    ]
    return np.concatenate(levels).astype(np.float32)


def _faces(told: np.ndarray, cells: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """x, y, w, h, five points, score in pixels: (F, 15) float32.

    Args:
        told: (F, 16) float32: score, objectness, box, points.
        cells: (F, 3) float32: which cell told it.
        scores: (F,) float32.
    """
    place, stride = cells[:, :2], cells[:, 2:]
    size = np.exp(told[:, 4:6]) * stride
    corner = (place + told[:, 2:4]) * stride - size / 2
    points = (told[:, 6:].reshape(-1, 5, 2) + place[:, np.newaxis]) * stride[:, np.newaxis]
    return np.concatenate(
        [corner, size, points.reshape(-1, 10), scores[:, np.newaxis]], axis=1
    ).astype(np.float32)
