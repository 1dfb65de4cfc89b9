"""A photo's head becomes an emoji: cut clean, filling its square, the same every time."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.cartoon import LOOKS, cartoon
from core.cutout import HEAD_PX, Head, HeadCutter, even_light
from core.face import Face
from core.faces import STILL_SEARCH_PX, FaceDetector
from tests.support.sample import sample_photo

MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture(scope="module")
def cutter() -> HeadCutter:
    return HeadCutter(MODELS)


@pytest.fixture(scope="module")
def face() -> Face:
    return FaceDetector("yunet", MODELS, search_px=STILL_SEARCH_PX).detect(sample_photo())[0]


@pytest.fixture(scope="module")
def head(cutter: HeadCutter, face: Face) -> Head:
    return cutter.cut(sample_photo(), face)


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_is_an_opaque_head_that_fills_a_clear_square(head, look):
    emoji = cartoon(head, look)

    alpha = emoji[..., 3]
    assert emoji.shape == (HEAD_PX, HEAD_PX, 4) and emoji.dtype == np.uint8
    assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0, "free at its edges"
    assert (alpha[200:330, 200:310] > 250).all(), "the face itself is whole"
    assert 0.35 < (alpha > 127).mean() < 0.8


@pytest.mark.parametrize("look", LOOKS)
def test_the_edge_of_the_head_is_soft(head, look):
    emoji = cartoon(head, look)

    alpha = emoji[..., 3]
    assert np.count_nonzero((alpha > 20) & (alpha < 235)) > 800


def test_one_head_always_gives_one_picture(head):
    first = [cartoon(head, look) for look in LOOKS]

    again = [cartoon(head, look) for look in LOOKS]

    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


def test_the_looks_differ(head):
    comic, watercolour, line = (cartoon(head, look)[..., :3].astype(int) for look in LOOKS)

    differences = [np.abs(a - b).mean() for a, b in ((comic, watercolour), (comic, line))]

    assert min(differences) > 10


def test_an_unknown_look_is_named(head):
    with pytest.raises(ValueError, match="oil"):
        cartoon(head, "oil")


def test_the_background_is_cut_away(cutter, face):
    photo = sample_photo()
    _rows, columns = np.indices(photo.shape[:2])
    photo[columns < 40] = (0, 255, 0)

    head = cutter.cut(photo, face)

    green = (head.image[..., 1] > 150) & (head.image[..., 2] < 90)
    assert head.alpha[green].sum() == 0


def test_a_tilted_head_is_cut_upright(cutter, head):
    photo = sample_photo()
    turn = cv2.getRotationMatrix2D((223, 115), 25, 1)
    tilted = cv2.warpAffine(photo, turn, photo.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    found = FaceDetector("yunet", MODELS, search_px=STILL_SEARCH_PX).detect(tilted)[0]

    again = cutter.cut(tilted, found)

    both = np.minimum(again.alpha, head.alpha).sum() / np.maximum(again.alpha, head.alpha).sum()
    assert both > 0.85


def test_a_face_half_outside_the_picture_is_cut_at_its_edge(cutter, face):
    photo = sample_photo()[:, 200:]
    moved = Face(face.box._replace(x0=face.box.x0 - 200, x1=face.box.x1 - 200), face.score, None)

    head = cutter.cut(photo, moved)

    assert head.alpha.max() > 0.9


def test_light_from_one_side_is_evened():
    image = np.full((512, 512, 3), 120, np.uint8)
    image[:, :256] = 60
    weight = np.ones((512, 512), np.float32)

    evened = even_light(image, weight).astype(int)

    before, after = 120 - 60, abs(evened[:, 400].mean() - evened[:, 100].mean())
    assert after < before * 1.5 * 0.8, "the most that tones may be spread is 1.5"


def test_a_missing_network_says_how_to_get_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"fetch\.py selfie"):
        HeadCutter(tmp_path)
