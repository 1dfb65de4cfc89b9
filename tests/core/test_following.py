"""A face is followed by its own look, to a part of a pixel, until nothing looks like it."""

import cv2
import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.face import Box, Face
from core.following import Trail, as_reading, followed, small_grey, trail
from core.labels import EMOTIONS
from tests.support.sample import sample_square

FACE = Face(Box(113, 62, 205, 175), 0.9, np.full((5, 2), 150, np.float32))
READING = Reading(FACE, Prediction(EMOTIONS, np.full(7, 1 / 7, np.float32)))
SCALE = 0.5  # small pixels for each of the sample's 320


def moved_sample(x: float, y: float) -> np.ndarray:
    """(320, 320, 3) uint8 BGR: the sample with everything moved."""
    move = np.array([[1, 0, x], [0, 1, y]], np.float32)
    return cv2.warpAffine(sample_square(), move, (320, 320), borderMode=cv2.BORDER_REPLICATE)


@pytest.fixture
def begun() -> Trail:
    found = trail(READING, small_grey(sample_square()), 1.0, scale=SCALE, times=1)
    assert found is not None
    return found


@pytest.mark.parametrize(("x", "y"), [(0, 0), (6, -4), (-21, 14), (3.0, 1.0)])
def test_a_face_is_followed_to_a_part_of_a_pixel(begun, x, y):
    after = followed(begun, small_grey(moved_sample(x, y)))

    assert after is not None
    face = as_reading(after, scale=SCALE).face
    assert face.box == pytest.approx((113 + x, 62 + y, 205 + x, 175 + y), abs=0.8)
    assert face.landmarks == pytest.approx(FACE.landmarks + np.array([x, y]), abs=0.8)


def test_a_long_way_in_small_steps_does_not_drift(begun):
    now = begun
    for number in range(80):  # less than a small pixel a frame
        now = followed(now, small_grey(moved_sample(0.5 * number, 0)))
        assert now is not None

    assert as_reading(now, scale=SCALE).face.box.x0 == pytest.approx(113 + 39.5, abs=0.8)


@pytest.mark.parametrize(
    "picture",
    [
        np.full((320, 320, 3), 127, np.uint8),
        np.random.default_rng(0).integers(0, 255, (320, 320, 3), np.uint8),
        moved_sample(130, 0),
    ],
    ids=["a plain wall", "noise", "beyond reach"],
)
def test_where_nothing_near_looks_like_the_face_it_is_lost(begun, picture):
    assert followed(begun, small_grey(picture)) is None


def test_a_darker_picture_shows_the_same_face(begun):
    dark = (sample_square() * 0.4).astype(np.uint8)

    assert followed(begun, small_grey(dark)) is not None


def test_a_face_too_small_to_look_like_anything_is_not_followed():
    tiny = Reading(Face(Box(100, 100, 108, 108), 0.9, None), READING.prediction)

    assert trail(tiny, small_grey(sample_square()), 1.0, scale=SCALE, times=1) is None
