"""A patch shows a face as FER2013 would: same framing, upright, whatever picture it comes from."""

import cv2
import numpy as np
import pytest

from core.crop import face_patch
from core.face import Box, Face
from core.faces import FaceDetector
from tests.support.folders import MODELS
from tests.support.sample import sample_square

# The middle of what YuNet finds in FER2013: the median over 1,118 PublicTest faces, enlarged 4
# times and padded, in pixels of the 48 x 48 patch. Left and right are at one height.
TYPICAL_BOX = np.array([4.9, -1.0, 43.1, 49.9])
TYPICAL_LANDMARKS = np.array([(14.4, 18.5), (32.9, 18.5), (23.2, 28.7), (16.6, 36.8), (31.6, 36.8)])
# The median over 391 such faces that Haar found.
TYPICAL_HAAR_BOX = np.array([0.5, 0.5, 47.5, 47.5])


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    """A (320, 320, 3) photo of one upright face."""
    return sample_square()


@pytest.fixture(scope="module")
def patch(photo: np.ndarray) -> np.ndarray:
    """A (48, 48) grey picture with a face's detail, to be placed where a crop must find it."""
    grey = cv2.cvtColor(photo[58:182, 99:223], cv2.COLOR_BGR2GRAY)
    return cv2.resize(grey, (48, 48), interpolation=cv2.INTER_AREA)


def placed(patch: np.ndarray, scale: int, *, x: int, y: int) -> tuple[np.ndarray, Face]:
    """A 480 x 640 picture with the patch enlarged at (x, y), and the face that is then in it."""
    frame = np.full((480, 640, 3), 90, np.uint8)
    side = 48 * scale
    large = cv2.resize(patch, (side, side), interpolation=cv2.INTER_CUBIC)
    frame[y : y + side, x : x + side] = large[..., None]
    return frame, typical_face(scale, x, y)


def typical_face(scale: float, x: float, y: float) -> Face:
    box = TYPICAL_BOX * scale + (x, y, x, y)
    landmarks = TYPICAL_LANDMARKS * scale + (x, y)
    return Face(Box(*box.tolist()), 0.9, landmarks.astype(np.float32))


def turned(image: np.ndarray, face: Face, degrees: float) -> tuple[np.ndarray, Face]:
    """Picture and landmarks turned clockwise about the box's middle, which keeps the box."""
    middle = ((face.box.x0 + face.box.x1) / 2, (face.box.y0 + face.box.y1) / 2)
    matrix = cv2.getRotationMatrix2D(middle, -degrees, 1)
    # A pixel's centre is at half a pixel, which warpAffine counts as a whole number.
    pixels = matrix.copy()
    pixels[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    assert face.landmarks is not None
    landmarks = face.landmarks @ matrix[:, :2].T + matrix[:, 2]
    image = cv2.warpAffine(image, pixels, image.shape[1::-1], flags=cv2.INTER_CUBIC)
    return image, Face(face.box, face.score, landmarks.astype(np.float32))


def difference(left: np.ndarray, right: np.ndarray) -> float:
    """Mean difference in grey levels, away from the rim where the surroundings mix in."""
    return float(np.abs(left.astype(int) - right.astype(int))[3:-3, 3:-3].mean())


@pytest.mark.parametrize("scale", [1, 2, 4, 8], ids=["1x", "2x", "4x", "8x"])
def test_patch_of_a_typical_face_comes_back(patch, scale):
    image, face = placed(patch, scale, x=120, y=60)

    assert difference(face_patch(image, face), patch) < 4


def test_patch_of_a_face_without_landmarks_comes_back(patch):
    image, _face = placed(patch, 4, x=120, y=60)
    box = TYPICAL_HAAR_BOX * 4 + (120, 60, 120, 60)

    out = face_patch(image, Face(Box(*box.tolist()), 1.0, None))

    assert difference(out, patch) < 4


@pytest.mark.parametrize("degrees", [-90, -45, -20, 20, 45, 90])
def test_turning_the_picture_leaves_the_patch(patch, degrees):
    image, face = placed(patch, 4, x=200, y=120)

    out = face_patch(*turned(image, face, degrees))

    assert difference(out, face_patch(image, face)) < 3


@pytest.mark.parametrize("degrees", [-20, 20])
def test_found_face_gives_much_the_same_patch_when_tilted(photo, degrees):
    detector = FaceDetector("yunet", MODELS)
    matrix = cv2.getRotationMatrix2D((161, 120), -degrees, 1)
    tilted = cv2.warpAffine(photo, matrix, (320, 320), borderMode=cv2.BORDER_REPLICATE)

    upright_patch, tilted_patch = (
        face_patch(image, detector.detect(image)[0]) for image in (photo, tilted)
    )

    # A patch moved by one of its pixels differs by 13 levels, one left tilted by 39.
    assert difference(tilted_patch, upright_patch) < 12


def test_eyes_nose_and_mouth_lie_where_the_dataset_has_them(photo):
    detector = FaceDetector("yunet", MODELS)
    out = face_patch(photo, detector.detect(photo)[0])

    (seen,) = detector.detect(in_a_photo(out))

    assert seen.landmarks is not None
    np.testing.assert_allclose(seen.landmarks / 4 - 24, TYPICAL_LANDMARKS, atol=3.5)


@pytest.mark.slow
def test_dataset_faces_come_back_without_bias(fer2013):
    detector = FaceDetector("yunet", MODELS)
    shifts = []
    for original in fer2013.part("PublicTest").images[:150]:
        image = in_a_photo(original)
        shifts += [best_shift(face_patch(image, face), original) for face in detector.detect(image)]

    assert len(shifts) > 120, "most faces must be found"
    assert np.abs(np.median(shifts, axis=0)).max() <= 1


def in_a_photo(patch: np.ndarray) -> np.ndarray:
    """The patch enlarged 4 times at (96, 96) of a picture whose rim repeats the patch's edge."""
    large = cv2.resize(patch, (192, 192), interpolation=cv2.INTER_CUBIC)
    padded = cv2.copyMakeBorder(large, 96, 96, 96, 96, cv2.BORDER_REPLICATE)
    return cv2.cvtColor(padded, cv2.COLOR_GRAY2BGR)


def best_shift(out: np.ndarray, original: np.ndarray) -> tuple[int, int]:
    """By how many pixels right and down the patch's middle lies off the original's."""
    middle = out[8:-8, 8:-8].astype(np.float32)
    match = cv2.matchTemplate(original.astype(np.float32), middle, cv2.TM_CCOEFF_NORMED)
    _low, _high, _low_at, (x, y) = cv2.minMaxLoc(match)
    return 8 - x, 8 - y


@pytest.mark.parametrize(
    ("x", "y"),
    [(100, 100), (-60, 20), (550, 380), (3000, -900)],
    ids=["inside", "over the left edge", "over the corner", "outside"],
)
@pytest.mark.parametrize("scale", [0.1, 1, 4, 40], ids=["5 px", "48 px", "192 px", "1920 px"])
def test_what_is_outside_repeats_the_edge(x, y, scale):
    image = np.full((480, 640, 3), 77, np.uint8)

    out = face_patch(image, typical_face(scale, x, y))

    assert out.shape == (48, 48)
    assert out.dtype == np.uint8
    assert (out == 77).all()


def test_box_of_no_size_still_gives_a_patch():
    image = np.full((10, 10, 3), 77, np.uint8)

    out = face_patch(image, Face(Box(5, 5, 5, 5), 1.0, None))

    assert out.shape == (48, 48)


@pytest.mark.parametrize(
    ("colour", "grey"),
    [((255, 0, 0), 29), ((0, 255, 0), 150), ((0, 0, 255), 76)],
    ids=["blue", "green", "red"],
)
def test_grey_weighs_colours_as_the_eye_does(colour, grey):
    image = np.full((200, 200, 3), colour, np.uint8)

    assert (face_patch(image, typical_face(4, 4, 4)) == grey).all()


def test_fine_pattern_on_a_large_face_becomes_even_grey():
    board = (np.indices((480, 640)).sum(axis=0) % 2 * 255).astype(np.uint8)
    image = np.repeat(board[..., None], 3, axis=2)

    out = face_patch(image, typical_face(8.3, 100, 40))

    assert np.abs(out.astype(int) - 127).max() < 12


def test_the_patch_lies_where_the_constants_say_to_a_part_of_a_pixel():
    ramp = np.clip(np.arange(640) - 200, 0, 255).astype(np.uint8)  # a grey a column
    image = np.repeat(np.tile(ramp, (480, 1))[..., None], 3, axis=2)
    size = 200 / 1.09  # so that the patch has a side of 200 px
    box = Box(320 - size / 2, 240 - size / 2, 320 + size / 2, 240 + size / 2)
    marks = np.array([(290, 220), (350, 220), (320, 240), (300, 260), (340, 260)], np.float32)

    out = face_patch(image, Face(box, 0.9, marks))

    # The patch's middle is 0.4 % of its side right of the box's: x = 320.8, which is in the middle
    # of columns 320 and 321, whose greys are 120 and 121, 0.3 of the way.
    assert out.mean() == pytest.approx(120.3, abs=0.4)


@pytest.mark.parametrize("side", [95, 864], ids=["95 px", "864 px"])
@pytest.mark.parametrize("axis", [0, 1], ids=["rows", "columns"])
def test_lines_as_fine_as_the_picture_become_even_grey(side, axis):
    lines = (np.indices((1000, 1000))[axis] % 2 * 255).astype(np.uint8)
    image = np.repeat(lines[..., None], 3, axis=2)
    half = side / 1.02 / 2  # the box of a face without landmarks whose patch is so large
    box = Box(500.5 - half, 500.5 - half, 500.5 + half, 500.5 + half)

    out = face_patch(image, Face(box, 1.0, None))

    assert np.abs(out.astype(int) - 127).max() < 40


def test_what_is_outside_is_as_the_edge_itself_and_not_what_lies_behind_it():
    image = np.full((480, 640, 3), 10, np.uint8)
    image[:, 0] = 200

    out = face_patch(image, Face(Box(-96, 100, 96, 292), 1.0, None))

    assert (out[:, :22] == 200).all()


def test_picture_stays_as_it_was(photo):
    before = photo.copy()

    face_patch(photo, typical_face(2.5, 100, 58))

    assert (photo == before).all()
