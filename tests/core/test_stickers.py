"""Stickers are square, clear around, turned as the face is, small enough and without metadata."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from core.emojis import load_emoji_set
from core.face import Box
from core.overlay import Mark, draw_marks
from core.stickers import MAX_STICKER_BYTES, emoji_sticker, head_sticker, sticker_file
from tests.support.sample import sample_photo

NOTO = load_emoji_set(Path(__file__).parents[2] / "emojis" / "noto")
FACE = Box(177, 66, 270, 182)


def test_an_emoji_sticker_is_the_sets_own_picture_turned_with_the_face():
    upright = emoji_sticker(Mark(FACE, 0.0, "happy"), NOTO)
    turned = emoji_sticker(Mark(FACE, 90.0, "happy"), NOTO)

    assert upright.shape == (512, 512, 4)
    assert not upright[0].any() and not upright[..., 3].all(), "clear around it"
    difference = np.abs(np.rot90(upright, -1).astype(int) - turned)[..., :3]
    assert np.median(difference[turned[..., 3] == 255]) <= 2


def test_an_emoji_that_the_set_lacks_is_refused_in_words():
    with pytest.raises(ValueError, match="no 'unicorn pie'"):
        emoji_sticker(Mark(FACE, 0.0, "unicorn pie"), NOTO)


@pytest.mark.parametrize("box", [FACE, Box(-40, -30, 60, 90)], ids=["inside", "over a corner"])
def test_a_head_sticker_shows_the_drawn_face_in_its_middle_and_nothing_far_from_it(box):
    mark = Mark(box, 10.0, "happy")
    drawn = draw_marks(sample_photo(), [mark], NOTO, style="cover")

    sticker = head_sticker(drawn, mark)

    assert sticker.shape == (512, 512, 4)
    assert sticker[0, 0, 3] == sticker[511, 511, 3] == 0
    if box == FACE:
        middle = sticker[256 + 28, 256]
        assert middle[3] == 255 and middle[2] > 150 > middle[0], "emoji yellow"


def test_a_sticker_hides_what_the_cover_hides():
    first, second = np.random.default_rng(2).integers(0, 256, (2, 300, 300, 3)).astype(np.uint8)
    mark = Mark(Box(110, 100, 190, 200), 0.0, "sad")

    one, other = (
        head_sticker(draw_marks(image, [mark], NOTO, style="cover"), mark)
        for image in (first, second)
    )

    rows, columns = np.indices((512, 512)) - 255.5
    scale = 512 / (2 * 1.1 * 100)
    rows = rows - 0.12 * 100 * scale  # the face lies below the cut-out's middle
    face = np.hypot(rows / (48 * scale), columns / (38 * scale)) < 1
    assert np.array_equal(one[face], other[face])


def test_a_sticker_file_is_webp_small_and_bare():
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 4)).astype(np.uint8)
    noisy = cv2.resize(noise, (512, 512), interpolation=cv2.INTER_CUBIC)
    noisy[..., 3] = 255 * (np.indices((512, 512))[0] > 50)  # clear at its top

    data = sticker_file(noisy)

    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, image.mode) == ("WEBP", (512, 512), "RGBA")
        assert not image.getexif() and "exif" not in image.info and "xmp" not in image.info
    assert len(data) <= MAX_STICKER_BYTES
