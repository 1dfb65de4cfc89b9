"""What kind of picture a stranger's file is, by its first bytes, and which sizes are let in."""

from typing import Final

from core.errors import UserError

MAX_PIXELS: Final = 25_000_000  # a 24-megapixel camera, about 75 MB once decoded
MAX_SIDE_PX: Final = 16_384

REMEDY: Final = "Send a JPEG, PNG, WebP, HEIC, AVIF, GIF or BMP picture."

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
# Source: ISO/IEC 23008-12, annexes B and E; AV1 Image File Format, section 6. The brands mif1 and
# msf1 say only that it is a still or a series; the further ones say how it is compressed.
_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF_BRANDS: Final = {b"avif", b"avis"}
_BRANDS_BYTES: Final = 256  # of a file's first box that are looked through; real ones have 50


class PhotoError(UserError):
    """The message is for the person who sent the file, and holds nothing of its content."""


def picture_kind(data: bytes) -> str:
    """Pillow's name of the format, by the file's first bytes."""
    if not data:
        raise PhotoError(f"The file is empty (0 bytes). {REMEDY}")
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _boxed_kind(data)
    for start, name in _REFUSED_STARTS.items():
        if data.startswith(start):
            raise _not_allowed(name)
    if b"<svg" in data[:1024].lower():
        raise _not_allowed("an SVG drawing")
    raise PhotoError(f"This file is not a picture of a type we know. {REMEDY}")


def _boxed_kind(data: bytes) -> str:
    """HEIF or AVIF; the other files that are made of boxes are videos."""
    end = min(int.from_bytes(data[:4], "big"), _BRANDS_BYTES)
    first = data[8:12]
    brands = {first, *(data[at : at + 4] for at in range(16, end, 4))}
    if brands & _AVIF_BRANDS and first not in _HEIC_BRANDS:
        return "AVIF"
    if brands & _HEIC_BRANDS or first in (b"mif1", b"msf1"):
        return "HEIF"
    raise _not_allowed("a video")


def check_size(width: int, height: int) -> None:
    """Refuse a picture that is too large, before its pixels are decoded."""
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE_PX:
        raise too_large(f"{width} x {height}")


def too_large(size: str) -> PhotoError:
    """What to raise at a picture of this size, which may be in words."""
    return PhotoError(
        f"Too many pixels: a picture may have {MAX_PIXELS // 1_000_000} megapixels and "
        f"{MAX_SIDE_PX} pixels a side, and this one is {size}. Send a smaller copy."
    )


def damaged() -> PhotoError:
    """What to raise at a file whose content does not hold together."""
    return PhotoError(
        "Damaged picture: the file is broken or cut short. Save or export it again, then send it."
    )


def _not_allowed(name: str) -> PhotoError:
    return PhotoError(f"Type not allowed: this is {name}. {REMEDY}")
