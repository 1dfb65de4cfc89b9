"""The bytes of a stranger's picture become a safe upright BGR array, and arrays become files.

The rule: what a file says about itself is checked before any pixel is decoded, and metadata is
taken out before Pillow sees the file, so that only pixels and the orientation ever come through.
No global setting is changed; every function may run in several threads at once.
"""

import io
import struct
from typing import Final

import cv2
import numpy as np
from PIL import Image

MAX_PIXELS: Final = 25_000_000  # a 24-megapixel camera, about 75 MB once decoded
MAX_SIDE_PX: Final = 16_384
JPEG_QUALITY: Final = 92

# Real progressive JPEGs have about ten scans. Each is a pass over the whole picture, 17 ms at 25
# megapixels even where it is 42 bytes long, so a file of 1 MB could keep a core busy for minutes.
MAX_JPEG_SCANS: Final = 100

REMEDY: Final = "Send a JPEG, PNG, WebP, GIF or BMP picture."

_STARTS: Final = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF8": "GIF",
    b"BM": "BMP",
}
_REFUSED_STARTS: Final = {
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"\x00\x00\x01\x00": "an ICO icon",
}
_HEIC_BRANDS: Final = {b"hei", b"hev", b"mif", b"msf"}  # heic, heix, hevc, mif1, ...

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

# What Pillow's readers of these five formats raise on broken input.
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error)


class PhotoError(ValueError):
    """The message is for the person who sent the file, and holds nothing of its content."""


def decode_photo(data: bytes) -> np.ndarray:
    """The picture in a file of unknown origin, upright: (H, W, 3) uint8, BGR.

    Transparent parts are white; of an animation the first frame is taken.

    Raises:
        PhotoError: Not a JPEG, PNG, WebP, GIF or BMP; damaged; or too large.
    """
    kind = _kind(data)
    lean, exif = data, b""
    if kind == "JPEG":
        lean, exif = _lean_jpeg(data)
    elif kind == "PNG":
        lean, exif = _lean_png(data)
    elif kind == "WEBP":
        _check_size(*_webp_size(data))  # Pillow makes the whole canvas as it opens the file
    try:
        with Image.open(io.BytesIO(lean), formats=[kind]) as image:
            _check_size(*image.size)
            image.load()
            operation = _UPRIGHT.get(_orientation(exif or image.info.get("exif", b"")))
            return _to_bgr(image if operation is None else image.transpose(operation))
    except PhotoError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large("far larger") from error
    except _BROKEN as error:
        raise _damaged() from error


def encode_png(image: np.ndarray) -> bytes:
    """A PNG file of a (H, W, 3) uint8 BGR picture, pixel for pixel and without metadata."""
    return _encode(".png", image, [])


def encode_jpeg(image: np.ndarray) -> bytes:
    """A JPEG file of a (H, W, 3) uint8 BGR picture at quality 92, without metadata."""
    return _encode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])


def _encode(extension: str, image: np.ndarray, settings: list[int]) -> bytes:
    done, encoded = cv2.imencode(extension, image, settings)
    if not done:
        raise ValueError(f"A picture of shape {image.shape} cannot become a {extension} file.")
    return encoded.tobytes()


def _kind(data: bytes) -> str:
    """Pillow's name of the format, by the file's first bytes."""
    if not data:
        raise PhotoError(f"The file is empty (0 bytes). {REMEDY}")
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:11] in _HEIC_BRANDS:
        raise PhotoError("HEIC is not supported: export the photo as JPEG, then send JPEG.")
    if data[4:8] == b"ftyp":
        raise _not_allowed("an AVIF picture or a video")
    for start, name in _REFUSED_STARTS.items():
        if data.startswith(start):
            raise _not_allowed(name)
    if b"<svg" in data[:1024].lower():
        raise _not_allowed("an SVG drawing")
    raise PhotoError(f"This file is not a picture of a type we know. {REMEDY}")


def _not_allowed(name: str) -> PhotoError:
    return PhotoError(f"Type not allowed: this is {name}. {REMEDY}")


def _damaged() -> PhotoError:
    return PhotoError(
        "Damaged picture: the file is broken or cut short. Save or export it again, then send it."
    )


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE_PX:
        raise _too_large(f"{width} x {height}")


def _too_large(size: str) -> PhotoError:
    return PhotoError(
        f"Too many pixels: a picture may have {MAX_PIXELS // 1_000_000} megapixels and "
        f"{MAX_SIDE_PX} pixels a side, and this one is {size}. Send a smaller copy."
    )


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height. Source: RFC 9649, sections 2.5 to 2.7; RFC 6386, section 9.1."""
    head = data[:30].ljust(30, b"\x00")
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


def _lean_png(data: bytes) -> tuple[bytes, bytes]:
    """The file with only the chunks that pixels need, and its EXIF block, empty if it has none.

    Text and colour profiles are compressed and may unfold a thousandfold; here nobody opens them.
    """
    wanted = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    if data[24:25] != b"\x10":  # Pillow compares a 16-bit transparent colour with 8-bit pixels
        wanted.add(b"tRNS")
    view, exif, at = memoryview(data), b"", 8
    kept = [view[:at]]
    while at + 8 <= len(data):
        (length,), name = struct.unpack_from(">I", data, at), data[at + 4 : at + 8]
        if name in wanted:
            kept.append(view[at : at + length + 12])
        elif name == b"eXIf":
            exif = data[at + 8 : at + 8 + length]
        if name == b"IEND":
            break
        at += length + 12
    return b"".join(kept), exif


def _lean_jpeg(data: bytes) -> tuple[bytes, bytes]:
    """The file with only the segments that pixels need, and its EXIF block, empty if it has none.

    Pillow reads EXIF and lists of further pictures while it opens a file, with a warning for
    every field that is wrong. What follows the picture (a clip, a depth map) is cut off.
    """
    kept, exif, at = [b"\xff\xd8"], b"", 2
    while (at := data.find(b"\xff", at)) >= 0:
        marker = data[at + 1 : at + 2]
        if marker == b"\xff":  # padding
            at += 1
            continue
        if marker <= b"\x01" or b"\xd0" <= marker <= b"\xd9":  # no length follows these
            at += 2
            continue
        if marker == b"\xda":
            end = data.find(b"\xff\xd9", at)  # pixel data writes ff as ff 00
            scans = data[at : end + 2] if end >= 0 else data[at:]
            if scans.count(b"\xff\xda") > MAX_JPEG_SCANS:
                break
            return b"".join([*kept, scans]), exif
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            break
        if marker == b"\xe1" and segment[4:10] == b"Exif\x00\x00" and not exif:
            exif = segment[10:]
        if marker < b"\xe1" or marker == b"\xee":  # ee: Adobe's, which says how CMYK is stored
            kept.append(segment)
        at += 2 + length
    raise _damaged()


def _orientation(exif: bytes) -> int:
    """1 to 8, as in the EXIF block's first directory; 1 where it is missing or garbage."""
    exif = exif.removeprefix(b"Exif\x00\x00")
    order = "<" if exif[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, start)
        for at in range(start + 2, start + 2 + 12 * count, 12):
            tag, value = struct.unpack_from(order + "H6xH", exif, at)
            if tag == 0x0112:
                return value
    except struct.error:  # an offset or a count that points outside the block
        pass
    return 1


def _to_bgr(image: Image.Image) -> np.ndarray:
    """(H, W, 3) uint8, BGR, of a picture in any of the modes that the five formats have."""
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
