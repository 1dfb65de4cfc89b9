"""Picture files made lean: only what pixels need, so that no reader ever sees their metadata."""

import struct
from typing import Final

from core.picture_kinds import damaged

# Real progressive JPEGs have about ten scans. Each is a pass over the whole picture, 17 ms at 25
# megapixels even where it is 42 bytes long, so a file of 1 MB could keep a core busy for minutes.
MAX_JPEG_SCANS: Final = 100


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height. Source: RFC 9649, sections 2.5 to 2.7; RFC 6386, section 9.1."""
    head = data[:30].ljust(30, b"\x00")
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


def lean_png(data: bytes) -> tuple[bytes, bytes]:
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


def lean_jpeg(data: bytes) -> tuple[bytes, bytes]:
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
    raise damaged()


def lean_boxes(data: bytes) -> bytes:
    """A HEIF or AVIF file whose EXIF and XMP blocks nobody recognises any more.

    Both are items of the box `meta`, in which no pixels lie; their types are overwritten. How the
    picture is turned stands elsewhere, so it stays.

    Source: ISO/IEC 14496-12, sections 4.2 and 8.11.
    """
    at, lean = 0, bytearray(data)
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if size == 1 and at + 16 <= len(data):
            (size,) = struct.unpack_from(">Q", data, at + 8)
        end = at + size if size >= 8 else len(data)
        if name == b"meta":
            for block in (b"Exif", b"mime"):
                lean[at:end] = lean[at:end].replace(block, b"free")
        at = end
    return bytes(lean)


def orientation(exif: bytes) -> int:
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
