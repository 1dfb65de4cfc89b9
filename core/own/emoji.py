"""A kept picture -> its emoji: heads are cut out and drawn, transparent pictures stay."""

from typing import Final

import cv2
import numpy as np

from core.cartoon import cartoon
from core.cutout import HeadCutter
from core.emoji_pack import sticker, sticker_png
from core.errors import UserError
from core.faces import FaceDetector
from core.photos import decode_photo, encode_png
from core.sprites import MAX_SPRITE_PX

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_ALPHA_TYPES: Final = (4, 6)  # grey or colour with alpha. Source: PNG Specification, 11.2.1
_HALF: Final = 127


def emoji_of(picture: bytes, look: str, detector: FaceDetector, cutter: HeadCutter) -> np.ndarray:
    """The emoji of a picture: (512, 512, 4) uint8, BGR and straight alpha.

    Args:
        picture: What `checked_picture` gave or `head_picture` made.
        look: One of LOOKS; a transparent picture has its own.

    Raises:
        UserError: There is no face in it.
    """
    if (ready := _transparent(picture)) is not None:
        return sticker(ready)
    image = decode_photo(picture)
    faces = detector.detect(image)
    if not faces:
        raise UserError("No face was found in this picture. Take or choose another.")
    return cartoon(cutter.cut(image, faces[0]), look)


def checked_picture(data: bytes) -> bytes:
    """A stranger's file as a picture that may be kept, without metadata: a PNG.

    A PNG that is clear somewhere keeps its transparency; anything else is a photo.

    Raises:
        UserError, PhotoError: It is no picture that can be used.
    """
    ready = _transparent(data)
    return encode_png(decode_photo(data)) if ready is None else sticker_png(ready)


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
