"""Where the faces are: by YuNet, or by the tutorial's Haar cascade, "classic"."""

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, Protocol, cast

import cv2
import numpy as np

from core.errors import UserError
from core.face import Box, Face, overlap
from core.yunet import LONGEST_PX, MAX_FACES, MAX_OVERLAP, YuNet

DETECTORS: Final = ("yunet", "classic")
YUNET_FILE: Final = Path("yunet") / "face_detection_yunet_2023mar.onnx"
_FETCH: Final = "Run `python models/fetch.py yunet`."
HAAR_FILE: Final = Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_default.xml"

LIVE_SEARCH_PX: Final = (LONGEST_PX,)  # finds faces from about 30 px of 640, in 2 ms
# A photo is searched as a video frame is, so that both read a face alike, and then finely, in
# 100 ms, for the small faces of a group.
STILL_SEARCH_PX: Final = (320, 1280)
# Where a side is 32 px or less, OpenCV's YuNet answers with memory nobody wrote: boxes 1e17 px away
# or NaN, with score 1. Tried with 4.14 on black, white and noise; from 33 px on there were none.
_MIN_SEARCH_PX: Final = 64
MIN_SCORE: Final = 0.6
# YuNet reads hardly any tilt off a small face: 2 to 3 degrees of a true 20, for FER2013 faces of
# 60 and 110 px turned on purpose (onnxruntime reads the same off these weights). Enlarged, it
# reads somewhat more than half. So each look is turned by what was read before, until the face
# stands upright in it. The sample photo turned by 10 to 45 degrees is read to within 4.
LOOKS_PX: Final = (192, 256, 256)  # a quick look in 1 ms, and better ones in 2 for tilted faces
LOOK_FACE: Final = 0.65  # × the look's side: square root of the face's box in it
LOOK_GAIN: Final = 1.6  # × the tilt read: by how much the next look is turned further
LAST_GAIN: Final = 1.8  # × the tilt still read in the last look: what is left of the true one
LEVEL_DEG: Final = 3.0  # less than this needs no further look
# The tutorial's own settings.
_HAAR_SCALE_STEP: Final = 1.3
_HAAR_NEIGHBOURS: Final = 5


class FaceFinder(Protocol):
    """Whatever finds faces in a picture."""

    def detect(self, image: np.ndarray) -> list[Face]:
        """Every face, largest first; the picture is (H, W, 3) uint8, BGR, upright."""
        ...


class FaceDetector:
    """Finds faces. OpenCV's detectors are not thread-safe: make one for each visitor."""

    def __init__(
        self,
        kind: str,
        models: Path,
        *,
        search_px: tuple[int, ...] = LIVE_SEARCH_PX,
        min_score: float = MIN_SCORE,
    ) -> None:
        """Load a detector.

        Args:
            kind: One of DETECTORS.
            models: The folder that holds `yunet/`.
            search_px: The longer sides to which YuNet shrinks a picture for each search, one
                after the other.
            min_score: YuNet's faces below it are left out, [0, 1].

        Raises:
            FileNotFoundError, UserError: YuNet's file is not there, or damaged.
        """
        if kind not in DETECTORS:
            raise ValueError(f"A face finder is one of {', '.join(DETECTORS)}, not {kind!r}.")
        if kind == "classic":
            haar = cv2.CascadeClassifier(str(HAAR_FILE))
            self._search = partial(_search_haar, haar)
            return
        quick = YuNet(models)
        fine = _opencv(models / YUNET_FILE, min_score) if max(search_px) > LONGEST_PX else None

        def search(image: np.ndarray) -> np.ndarray:
            if fine is None or max(image.shape) <= LONGEST_PX:
                return quick.rows(image, min_score)
            return _rows_by_opencv(fine, image)

        self._search = partial(_search_all, search, quick, search_px)

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
        faces = self._search(image)
        return sorted(faces, key=lambda face: face.box.width * face.box.height, reverse=True)


def _opencv(path: Path, min_score: float) -> cv2.FaceDetectorYN:
    """OpenCV's YuNet, for pictures of any size."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing. {_FETCH}")
    try:
        return cv2.FaceDetectorYN.create(
            str(path), "", (LONGEST_PX, LONGEST_PX), min_score, MAX_OVERLAP, MAX_FACES
        )
    except cv2.error as error:
        raise UserError(f"{path.name} is damaged. {_FETCH}") from error


def _rows_by_opencv(yunet: cv2.FaceDetectorYN, image: np.ndarray) -> np.ndarray:
    height, width = image.shape[:2]
    # Black to the right and below leaves every coordinate as it was.
    below, beside = (max(0, _MIN_SEARCH_PX - side) for side in (height, width))
    padded = cv2.copyMakeBorder(image, 0, below, 0, beside, cv2.BORDER_CONSTANT)
    yunet.setInputSize((width + beside, height + below))
    rows = cast(np.ndarray | None, yunet.detect(padded)[1])  # None, untold by its types
    return np.empty((0, 15), np.float32) if rows is None else rows


def _search_all(
    search: Callable[[np.ndarray], np.ndarray],
    looker: YuNet,
    search_px: tuple[int, ...],
    image: np.ndarray,
) -> list[Face]:
    """The faces of every search, each once, looked at closely."""
    found: list[Face] = []
    for side in search_px:
        for face in _searched(search, side, image):
            rivals = [known for known in found if overlap(face.box, known.box) > MAX_OVERLAP]
            # What the coarse search saw for sure stays, so that a photo reads as a frame does.
            if all(known.score < min(face.score, MIN_SCORE) for known in rivals):
                found = [known for known in found if known not in rivals]
                found.append(_looked_at(looker, image, face))
        if side >= max(image.shape):
            break  # a finer search would see no more
    return found


def _searched(
    search: Callable[[np.ndarray], np.ndarray], search_px: int, image: np.ndarray
) -> list[Face]:
    height, width = image.shape[:2]
    scale = min(1.0, search_px / max(height, width))
    # A sliver's short side must not shrink to nothing.
    small_width, small_height = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(image, (small_width, small_height), interpolation=cv2.INTER_AREA)
    back = np.array([width / small_width, height / small_height], np.float32)
    return [_yunet_face(row, back) for row in search(small)]


def _looked_at(looker: YuNet, image: np.ndarray, face: Face) -> Face:
    """The face with landmarks that follow its tilt, and its box as it would be upright."""
    roll = LOOK_GAIN * face.roll_deg
    for side in LOOKS_PX:
        middle = _middle(face.box)
        zoom = LOOK_FACE * side / math.sqrt(max(face.box.width * face.box.height, 1.0))
        to_view = cv2.getRotationMatrix2D(middle, roll, zoom)
        to_view[:, 2] += side / 2 - np.array(middle)
        view = cv2.warpAffine(image, to_view, (side, side), borderMode=cv2.BORDER_REPLICATE)
        seen = [_yunet_face(row, np.ones(2)) for row in looker.rows(view, MIN_SCORE)]
        offs = [math.dist(_middle(other.box), (side / 2, side / 2)) for other in seen]
        if not offs or min(offs) > LOOK_FACE * side / 2:
            break
        nearest = seen[offs.index(min(offs))]
        upright = _turned(nearest, (LAST_GAIN - 1) * nearest.roll_deg)
        face = _in_picture(upright, cv2.invertAffineTransform(to_view), zoom, face.score)
        if abs(nearest.roll_deg) <= LEVEL_DEG:
            break
        roll += LOOK_GAIN * nearest.roll_deg
    return face


def _search_haar(haar: cv2.CascadeClassifier, image: np.ndarray) -> list[Face]:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    boxes = haar.detectMultiScale(grey, scaleFactor=_HAAR_SCALE_STEP, minNeighbors=_HAAR_NEIGHBOURS)
    return [
        Face(Box(float(x), float(y), float(x + w), float(y + h)), 1.0, None) for x, y, w, h in boxes
    ]


def _yunet_face(row: np.ndarray, back: np.ndarray) -> Face:
    """A row of YuNet's answer in full-size pixels: x, y, w, h, five points, score.

    Source: OpenCV's documentation of FaceDetectorYN.detect.
    """
    corner, size = row[:2] * back, row[2:4] * back
    box = Box(*map(float, (*corner, *(corner + size))))
    landmarks = row[4:14].reshape(5, 2) * back
    return Face(box, float(np.clip(row[14], 0, 1)), landmarks.astype(np.float32))


def _turned(face: Face, degrees: float) -> Face:
    """The face with its landmarks turned clockwise about their middle."""
    points = np.asarray(face.landmarks)
    x, y = points.mean(axis=0).tolist()
    turn = cv2.getRotationMatrix2D((x, y), -degrees, 1)
    return Face(face.box, face.score, (points @ turn[:, :2].T + turn[:, 2]).astype(np.float32))


def _in_picture(seen: Face, to_picture: np.ndarray, zoom: float, score: float) -> Face:
    """A face of a closer look where it is in the picture, with the score of the search."""
    x, y = to_picture @ (*_middle(seen.box), 1.0)
    half_width, half_height = seen.box.width / zoom / 2, seen.box.height / zoom / 2
    corners = (x - half_width, y - half_height, x + half_width, y + half_height)
    points = np.asarray(seen.landmarks) @ to_picture[:, :2].T + to_picture[:, 2]
    return Face(Box(*map(float, corners)), score, points.astype(np.float32))


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
