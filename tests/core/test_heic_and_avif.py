"""HEIC and AVIF, as phones send them: upright, in 8 bits, and nothing but their pixels."""

import io
import struct

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image

from core.photos import PhotoError, decode_photo, encode_jpeg, encode_png
from core.picture_files import lean_boxes

KINDS = ["HEIF", "AVIF"]
SECRET = b"Secret Street 1, 48.8584 N, 2.2945 E"


def drawn() -> Image.Image:
    """Wider than high, with a red corner at the top left, soft enough to survive compression."""
    pixels = np.full((96, 160, 3), 90, np.uint8)
    pixels[:32, :48] = (255, 0, 0)
    pixels[64:, 112:] = (0, 0, 255)
    return Image.fromarray(pixels)


def as_file(image: Image.Image, kind: str, **settings: object) -> bytes:
    buffer = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(buffer, **settings)
    else:
        image.save(buffer, kind, **settings)
    return buffer.getvalue()


def exif(orientation: int) -> bytes:
    block = Image.Exif()
    block[0x0112], block[0x010E] = orientation, SECRET.decode()
    return block.tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_pixels_come_as_blue_green_red(kind):
    data = as_file(drawn(), kind, quality=95)

    image = decode_photo(data)

    assert (image.shape, image.dtype) == ((96, 160, 3), np.uint8)
    assert np.abs(image[10, 10].astype(int) - (0, 0, 255)).max() < 12
    assert np.abs(image[90, 150].astype(int) - (255, 0, 0)).max() < 12


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_comes_out_upright(kind, orientation):
    upright = np.asarray(drawn())[..., ::-1]
    data = as_file(drawn(), kind, quality=95, exif=exif(orientation))
    turns = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}
    wanted = upright if orientation not in (2, 4, 5, 7) else None
    if orientation in turns:
        wanted = cv2.rotate(np.ascontiguousarray(upright), turns[orientation])
    elif orientation in (2, 4):
        wanted = cv2.flip(upright, 1 if orientation == 2 else 0)
    elif orientation in (5, 7):
        transposed = upright.transpose(1, 0, 2)
        wanted = transposed if orientation == 5 else transposed[::-1, ::-1]

    image = decode_photo(data)

    assert wanted is not None and image.shape == wanted.shape
    assert np.abs(image.astype(int) - wanted).mean() < 5


@pytest.mark.parametrize("kind", KINDS)
def test_transparent_parts_are_white(kind):
    picture = drawn().convert("RGBA")
    picture.paste((0, 0, 0, 0), (100, 0, 160, 48))

    image = decode_photo(as_file(picture, kind, quality=95))

    assert image[10, 140].min() > 245
    assert np.abs(image[10, 10].astype(int) - (0, 0, 255)).max() < 20


def test_ten_bits_become_eight():
    ramp = np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (64, 1))
    deep = pillow_heif.from_bytes("RGB;16", (64, 64), np.dstack([ramp] * 3).tobytes())
    buffer = io.BytesIO()
    deep.save(buffer, quality=95)

    image = decode_photo(buffer.getvalue())

    assert image.dtype == np.uint8
    assert image[:, 2].max() < 20 and image[:, -3].min() > 235


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_pixels_leaves(kind):
    data = as_file(drawn(), kind, exif=exif(1), xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>")
    assert SECRET in data

    image = decode_photo(data)

    assert SECRET not in encode_png(image) + encode_jpeg(image)


@pytest.mark.parametrize("kind", KINDS)
def test_no_reader_is_handed_the_metadata(kind):
    data = as_file(drawn(), kind, exif=exif(1), xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>")

    lean = lean_boxes(data)

    image = pillow_heif.open_heif(lean) if kind == "HEIF" else Image.open(io.BytesIO(lean))
    assert not image.info.get("exif")
    assert not image.info.get("xmp")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_in_half_is_damaged(kind):
    data = as_file(drawn(), kind)

    with pytest.raises(PhotoError, match="Damaged picture"):
        decode_photo(data[: len(data) // 2])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "height"), [(5001, 5000), (16_385, 64)])
def test_too_many_pixels_are_refused_before_decoding(kind, width, height):
    data = bytearray(as_file(drawn(), kind))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", width, height)

    with pytest.raises(PhotoError, match=f"this one is {width} x {height}"):
        decode_photo(bytes(data))


@pytest.mark.parametrize(
    ("brands", "sentence"),
    [
        ((b"mp42", b"isom"), "this is a video"),
        ((b"qt  ",), "this is a video"),
        ((b"mif1", b"heic"), "Damaged picture"),
        ((b"mif1", b"avif"), "Damaged picture"),
        ((b"avis", b"msf1"), "Damaged picture"),
    ],
    ids=["MP4", "MOV", "HEIC by its second brand", "AVIF by its second brand", "AVIF series"],
)
def test_the_brands_tell_pictures_from_videos(brands, sentence):
    content = brands[0] + bytes(4) + b"".join(brands[1:])

    with pytest.raises(PhotoError, match=sentence):
        decode_photo(struct.pack(">I", len(content) + 8) + b"ftyp" + content + bytes(64))
