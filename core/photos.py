"""The bytes of a stranger's picture become a safe upright BGR array, and arrays become files.

The rule: what a file says about itself is checked before any pixel is decoded, and metadata is
taken out before a reader sees the file, so that only pixels and the orientation come through.
No global setting is changed; every function may run in several threads at once.
"""

import io
import struct
from typing import Final

import cv2
import numpy as np
import pillow_heif
from PIL import Image

from core.picture_files import lean_boxes, lean_jpeg, lean_png, orientation, webp_size
from core.picture_kinds import PhotoError as PhotoError
from core.picture_kinds import check_size, damaged, picture_kind, too_large

JPEG_QUALITY: Final = 92

# Source: Exif 2.32, tag 0x0112; the operations are those of Pillow's ImageOps.exif_transpose.
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# What the readers of these seven formats raise on broken input.
_BROKEN: Final = (
    *(OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error),
    *(RuntimeError, MemoryError),
)


def decode_photo(data: bytes) -> np.ndarray:
    """The picture in a file of unknown origin, upright: (H, W, 3) uint8, BGR.

    Transparent parts are white; of an animation the first frame is taken.

    Raises:
        PhotoError: Not a JPEG, PNG, WebP, HEIC, AVIF, GIF or BMP; damaged; or too large.
    """
    kind = picture_kind(data)
    lean, exif = data, b""
    if kind == "JPEG":
        lean, exif = lean_jpeg(data)
    elif kind == "PNG":
        lean, exif = lean_png(data)
    elif kind == "WEBP":
        check_size(*webp_size(data))  # Pillow makes the whole canvas as it opens the file
    elif kind in ("HEIF", "AVIF"):
        lean = lean_boxes(data)
    try:
        if kind == "HEIF":
            return _decode_heif(lean)
        with Image.open(io.BytesIO(lean), formats=[kind]) as image:
            check_size(*image.size)
            image.load()
            operation = _UPRIGHT.get(orientation(exif or image.info.get("exif", b"")))
            return _to_bgr(image if operation is None else image.transpose(operation))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large("far larger") from error
    except _BROKEN as error:
        raise damaged() from error


def encode_png(image: np.ndarray) -> bytes:
    """A PNG file of a (H, W, 3) uint8 BGR picture, pixel for pixel and without metadata."""
    return _encode(".png", image, [])


def encode_jpeg(image: np.ndarray) -> bytes:
    """A JPEG file of a (H, W, 3) uint8 BGR picture at quality 92, without metadata."""
    return _encode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])


def _decode_heif(data: bytes) -> np.ndarray:
    """The main picture of an iPhone's file, turned upright by its reader."""
    heif = pillow_heif.open_heif(data, convert_hdr_to_8bit=True)  # pyright: ignore[reportUnknownMemberType]
    check_size(*heif.size)
    return _to_bgr(heif.to_pillow())


def _encode(extension: str, image: np.ndarray, settings: list[int]) -> bytes:
    done, encoded = cv2.imencode(extension, image, settings)
    if not done:
        raise ValueError(f"A picture of shape {image.shape} cannot become a {extension} file.")
    return encoded.tobytes()


def _to_bgr(image: Image.Image) -> np.ndarray:
    """(H, W, 3) uint8, BGR, of a picture in any of the modes that the seven formats have."""
    if image.mode.startswith("I"):  # 16-bit grey, which Pillow would clip instead of scale
        grey = (np.asarray(image).astype(np.uint32) + 128) // 257
        return cv2.cvtColor(grey.astype(np.uint8), cv2.COLOR_GRAY2BGR)
    if image.mode in ("LA", "RGBA") or "transparency" in image.info:
        straight = image.convert("RGBA")
        image = Image.new("RGB", straight.size, "white")
        image.paste(straight, mask=straight)
    elif image.mode != "RGB":
        image = image.convert("RGB")
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR)
