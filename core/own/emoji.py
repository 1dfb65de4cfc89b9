"""A kept picture -> its emoji: heads are cut out and drawn, transparent pictures stay."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.capture import head_picture
from core.cartoon import cartoon
from core.crop import face_patch
from core.cutout import HeadCutter
from core.emoji_pack import sticker, sticker_png
from core.errors import UserError
from core.faces import FaceDetector
from core.photos import decode_photo
from core.sprites import MAX_SPRITE_PX

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_ALPHA_TYPES: Final = (4, 6)  # grey or colour with alpha. Source: PNG Specification, 11.2.1
_HALF: Final = 127
_NO_FACE: Final = (
    "No face was found in this picture. Choose one in which it is larger and looks at the camera."
)


def emoji_of(picture: bytes, look: str, detector: FaceDetector, cutter: HeadCutter) -> np.ndarray:
    """The emoji of a picture: (512, 512, 4) uint8, BGR and straight alpha.

    Args:
        picture: What `found_in` gave or `head_picture` made.
        look: One of LOOKS; a transparent picture has its own.

    Raises:
        UserError: There is no face in it.
    """
    if (ready := _transparent(picture)) is not None:
        return sticker(ready)
    image = decode_photo(picture)
    faces = detector.detect(image)
    if not faces:
        raise UserError(_NO_FACE)
    return cartoon(cutter.cut(image, faces[0]), look)


@dataclass(frozen=True, eq=False)
class Found:
    """What was found in a stranger's file."""

    picture: bytes  # what may be kept: a head as JPEG, or a cut-out PNG; without metadata
    patch: npt.NDArray[np.uint8] | None  # (48, 48) grey face, to learn from; None in a cut-out


def found_in(data: bytes, detector: FaceDetector) -> Found:
    """The largest head in a photo of unknown origin, or the picture where it is cut out already.

    Raises:
        UserError, PhotoError: It is no picture that can be used, or shows no face.
    """
    if (ready := _transparent(data)) is not None:
        return Found(sticker_png(ready), None)
    image = decode_photo(data)
    faces = detector.detect(image)
    if not faces:
        raise UserError(_NO_FACE)
    return Found(head_picture(image, faces[0]), face_patch(image, faces[0]))


def _transparent(data: bytes) -> np.ndarray | None:
    """(h, w, 4) uint8, BGR and straight alpha, of a PNG that shows something cut out, else None."""
    if not data.startswith(_PNG) or len(data) < 26 or data[25] not in _ALPHA_TYPES:
        return None
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    if not 0 < max(width, height) <= MAX_SPRITE_PX:
        return None
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None or image.dtype != np.uint8 or image.shape[2:] != (4,):
        return None
    corners = image[:: height - 1 or 1, :: width - 1 or 1, 3]
    return image if corners.min() <= _HALF < image[..., 3].max() else None
