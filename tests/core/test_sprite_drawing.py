"""How a sprite comes onto a picture: nearest on top, smooth when enlarged, even when shrunk."""

import cv2
import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.emojis import EmojiSet
from core.face import Box, Face
from core.faces import FaceDetector
from core.labels import EMOTIONS
from core.overlay import draw_emojis
from core.sprite_drawing import DISC, covering_side, draw_sprite, plain
from tests.support.folders import MODELS
from tests.support.sample import sample_photo

# Of an upright face, as multiples of the way from the eyes' middle to the mouth's: where the hair
# begins above the eyes, and where the chin ends below the mouth. Source: Farkas, "Anthropometry of
# the Head and Face", 1994: means of young adults.
HAIRLINE, CHIN = 0.9, 0.62


def drawn_with(sprite: np.ndarray, *, side: float) -> np.ndarray:
    """The red channel of a sprite of this side alone in a black picture."""
    emojis = EmojiSet("mine", "Mine", "", dict.fromkeys(EMOTIONS, sprite))
    out = np.zeros((round(side) + 20, round(side) + 20, 3), np.uint8)
    draw_sprite(out, plain(emojis, "happy"), (side / 2 + 10, side / 2 + 10), side=side)
    return out[10:-10, 10:-10, 2]


def opaque(greys: np.ndarray) -> np.ndarray:
    """A sprite of these greys, (h, w, 4) uint8."""
    return np.dstack([greys, greys, greys, np.full_like(greys, 255)]).astype(np.uint8)


LINES = opaque(np.tile(np.arange(256) % 2 * 255, (256, 1)))  # a white one beside a black one
HALVES = opaque(np.tile(np.arange(256) // 128 * 255, (256, 1)))  # the left black, the right white


@pytest.mark.parametrize("roll_deg", [-30, 0, 30])
def test_a_cover_hides_hairline_and_chin_with_room_for_a_box_that_trembles_and_lags(roll_deg):
    photo = sample_photo()
    turn = cv2.getRotationMatrix2D((224, 118), -roll_deg, 1)
    tilted = cv2.warpAffine(photo, turn, photo.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    face = FaceDetector("yunet", MODELS).detect(tilted)[0]
    assert face.landmarks is not None
    eyes, mouth = face.landmarks[:2].mean(axis=0), face.landmarks[3:].mean(axis=0)
    middle = np.array([face.box.x0 + face.box.x1, face.box.y0 + face.box.y1]) / 2

    radius = DISC * covering_side(face.box, size=0.1) / 2

    for point in (eyes - HAIRLINE * (mouth - eyes), mouth + CHIN * (mouth - eyes)):
        assert np.linalg.norm(point - middle) < 0.87 * radius


def test_the_nearest_face_is_covered_on_top_of_the_others():
    greys = {"happy": 255, "sad": 128}
    sprites = {name: opaque(np.full((256, 256), grey)) for name, grey in greys.items()}
    emojis = EmojiSet("mine", "Mine", "", {**dict.fromkeys(EMOTIONS, sprites["sad"]), **sprites})
    near, far = Box(100, 100, 300, 300), Box(260, 150, 340, 230)

    out = draw_emojis(
        np.zeros((400, 500, 3), np.uint8),
        [reading(near, "happy"), reading(far, "sad")],
        emojis,
        style="cover",
    )

    assert out[190, 285].tolist() == [255, 255, 255], "inside both"
    assert out[190, 345].tolist() == [128, 128, 128], "inside the far one alone"


def reading(box: Box, label: str) -> Reading:
    probabilities = np.eye(7, dtype=np.float32)[EMOTIONS.index(label)]
    return Reading(Face(box, 0.9, None), Prediction(EMOTIONS, probabilities))


def test_an_enlarged_sprite_has_no_steps():
    row = drawn_with(HALVES, side=1024)[512]

    steps = np.diff(row.astype(int))
    assert np.count_nonzero((row > 20) & (row < 235)) >= 3, "an edge of one pixel becomes a slope"
    assert steps.max() < 120


def test_a_shrunk_sprite_of_fine_lines_is_even_grey():
    small = drawn_with(LINES, side=60)

    assert np.abs(small[3:-3, 3:-3].astype(int) - 127).max() < 12


def test_a_sprite_a_little_smaller_than_drawn_keeps_its_fine_lines():
    row = drawn_with(LINES, side=250)[125]

    assert row.astype(float).std() > 60, "a half of the size has none of them any more"
