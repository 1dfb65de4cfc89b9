"""What a good file becomes: the right pixels. Bad ones are in test_bad_inputs.py."""

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.photos import decode_photo, encode_jpeg, encode_png

RED, GREEN, BLUE, WHITE = (0, 0, 255), (0, 255, 0), (255, 0, 0), (255, 255, 255)  # BGR


def corners() -> Image.Image:
    """64 x 32: red, green, blue and white quarters, clockwise from the top left."""
    image = Image.new("RGB", (64, 32), "white")
    for x, y, colour in ((0, 0, "red"), (32, 0, "lime"), (32, 16, "blue")):
        image.paste(colour, (x, y, x + 32, y + 16))
    return image


def as_file(image: Image.Image, kind: str, **settings: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()


def exif_block(orientation: int, *, order: str = "<") -> bytes:
    start = b"II*\x00" if order == "<" else b"MM\x00*"
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    return start + struct.pack(order + "IH", 8, 1) + entry + bytes(4)


def with_jpeg_segment(jpeg: bytes, marker: int, payload: bytes) -> bytes:
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload + jpeg[2:]


def png_chunk(name: bytes, payload: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + payload))
    return struct.pack(">I", len(payload)) + name + payload + checksum


def png_pixel(*, depth: int, colour_type: int, pixel: bytes, more: bytes = b"") -> bytes:
    """A PNG of one pixel, of a kind that Pillow does not write."""
    header = struct.pack(">IIBBBBB", 1, 1, depth, colour_type, 0, 0, 0)
    data = png_chunk(b"IDAT", zlib.compress(b"\x00" + pixel)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + more + data


def colours_of(image: np.ndarray) -> list[tuple[int, ...]]:
    """The four quarters' middles, clockwise from the top left."""
    height, width = image.shape[:2]
    top, bottom, left, right = height // 4, height * 3 // 4, width // 4, width * 3 // 4
    places = ((top, left), (top, right), (bottom, right), (bottom, left))
    return [tuple(int(value) for value in image[place]) for place in places]


FORMATS = {
    "PNG": {},
    "BMP": {},
    "GIF": {},
    "WEBP": {"lossless": True},
    "JPEG": {"quality": 100, "subsampling": 0, "progressive": True},
}


@pytest.mark.parametrize(("kind", "settings"), FORMATS.items(), ids=FORMATS)
def test_each_accepted_format_comes_out_in_bgr(kind, settings):
    data = as_file(corners(), kind, **settings)

    image = decode_photo(data)

    assert (image.shape, image.dtype) == ((32, 64, 3), np.uint8)
    assert np.abs(np.array(colours_of(image)) - [RED, GREEN, BLUE, WHITE]).max() <= 2


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_of_an_animation_the_first_frame_is_taken(kind):
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    data = as_file(first, kind, save_all=True, append_images=[second], lossless=True)

    image = decode_photo(data)

    assert (image == RED).all()


# How a picture must be turned before saving, so that the given orientation makes it upright.
TURNS = {
    1: lambda pixels: pixels,
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: np.rot90(pixels),
    7: lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1),
    8: lambda pixels: np.rot90(pixels, -1),
}


@pytest.mark.parametrize("order", ["<", ">"], ids=["little endian", "big endian"])
@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_exif_orientation_comes_out_upright(kind, orientation, order):
    turned = Image.fromarray(np.ascontiguousarray(TURNS[orientation](np.asarray(corners()))))
    exif = b"Exif\x00\x00" + exif_block(orientation, order=order)

    image = decode_photo(as_file(turned, kind, exif=exif, **FORMATS[kind]))

    assert image.shape == (32, 64, 3)
    assert np.abs(np.array(colours_of(image)) - [RED, GREEN, BLUE, WHITE]).max() <= 2


HUGE_FIELD = b"\x01\x01\x07\x00\xff\xff\xff\x7f\x08\x00\x00\x00"
GARBAGE = {
    "nothing": b"",
    "noise": bytes(range(256)),
    "orientation 0": exif_block(0),
    "orientation 9": exif_block(9),
    "offset outside": b"II*\x00\xff\xff\xff\xff",
    "5000 huge fields": b"II*\x00\x08\x00\x00\x00\xff\xff" + HUGE_FIELD * 5000,
}


@pytest.mark.parametrize("exif", GARBAGE.values(), ids=GARBAGE)
def test_garbage_in_the_exif_block_is_ignored(exif):
    data = with_jpeg_segment(as_file(corners(), "JPEG"), 0xE1, b"Exif\x00\x00" + exif)

    image = decode_photo(data)

    assert image.shape == (32, 64, 3)


@pytest.mark.parametrize(
    ("stored", "seen"),
    [(0, 0), (128, 0), (129, 1), (257 * 100, 100), (65535, 255)],
    ids=["black", "rounds down", "rounds up", "middle", "white"],
)
def test_16_bit_grey_is_scaled_not_clipped(stored, seen):
    data = as_file(Image.fromarray(np.full((4, 4), stored, np.uint16)), "PNG")

    image = decode_photo(data)

    assert (image == seen).all()


def test_16_bit_colour_is_scaled_not_clipped():
    pixel = struct.pack(">HHH", 257 * 200, 257 * 100, 257 * 50)
    transparent = png_chunk(b"tRNS", b"\xff" * 6)

    image = decode_photo(png_pixel(depth=16, colour_type=2, pixel=pixel, more=transparent))

    assert image.tolist() == [[[50, 100, 200]]]


def test_1_bit_is_black_and_white():
    data = as_file(Image.fromarray(np.eye(8, dtype=bool)), "PNG")

    image = decode_photo(data)

    assert (image == 255 * np.eye(8, dtype=np.uint8)[..., None]).all()


def test_cmyk_has_the_colours_of_print():
    red_ink = Image.new("CMYK", (8, 8), (0, 255, 255, 0))

    image = decode_photo(as_file(red_ink, "JPEG", quality=100))

    assert np.abs(image.astype(int) - RED).max() <= 2


@pytest.mark.parametrize(
    ("image", "settings", "seen"),
    [
        (Image.new("RGBA", (2, 2), (0, 0, 0, 0)), {}, 255),
        (Image.new("RGBA", (2, 2), (0, 0, 0, 128)), {}, 127),
        (Image.new("LA", (2, 2), (0, 0)), {}, 255),
        (Image.new("P", (2, 2), 0), {"transparency": 0}, 255),
        (Image.new("L", (2, 2), 7), {"transparency": 7}, 255),
        (Image.new("RGB", (2, 2), (1, 2, 3)), {"transparency": (1, 2, 3)}, 255),
    ],
    ids=["rgba", "half", "grey and alpha", "palette", "grey key", "colour key"],
)
def test_transparent_parts_show_white(image, settings, seen):
    data = as_file(image, "PNG", **settings)

    assert (decode_photo(data) == seen).all()


def test_a_palette_picture_without_its_palette_does_not_crash():
    data = png_pixel(depth=8, colour_type=3, pixel=b"\x07")

    assert decode_photo(data).shape == (1, 1, 3)


def test_a_bmp_stored_top_down_keeps_its_rows():
    data = bytearray(as_file(corners(), "BMP"))
    data[22:26] = struct.pack("<i", -32)  # the same rows, now said to begin at the top

    image = decode_photo(bytes(data))

    assert colours_of(image) == [WHITE, BLUE, GREEN, RED]


def test_several_threads_get_the_same_pixels():
    data = as_file(corners(), "PNG")

    with ThreadPoolExecutor(8) as pool:
        images = list(pool.map(decode_photo, [data] * 32))

    assert all((image == images[0]).all() for image in images)


def test_png_keeps_every_pixel():
    image = np.random.default_rng(0).integers(0, 256, (37, 53, 3), np.uint8)

    assert (decode_photo(encode_png(image)) == image).all()


def test_jpeg_keeps_the_colours_to_the_eye():
    image = np.full((32, 32, 3), (40, 120, 200), np.uint8)

    assert np.abs(decode_photo(encode_jpeg(image)).astype(int) - image).max() <= 3


def test_a_png_going_out_holds_nothing_but_pixels():
    text = PngInfo()
    text.add_text("Author", "somebody")
    tagged = as_file(corners(), "PNG", exif=exif_block(1), icc_profile=b"prof", pnginfo=text)

    png = encode_png(decode_photo(tagged))

    names, at = [], 8
    while at < len(png):
        names.append(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    assert set(names) == {b"IHDR", b"IDAT", b"IEND"}


def test_a_jpeg_going_out_holds_nothing_but_pixels():
    tagged = as_file(corners(), "JPEG", exif=b"Exif\x00\x00" + exif_block(1), icc_profile=b"prof")

    jpeg = encode_jpeg(decode_photo(with_jpeg_segment(tagged, 0xFE, b"<?php secret")))

    with Image.open(io.BytesIO(jpeg)) as again:
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"php" not in jpeg
