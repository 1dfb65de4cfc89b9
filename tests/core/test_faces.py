"""Faces are found where they are, in full-size pixels, and odd pictures are refused in words."""

import hashlib
import shutil

import cv2
import numpy as np
import pytest

from core.face import Box, Face
from core.faces import STILL_SEARCH_PX, YUNET_FILE, FaceDetector
from core.yunet import FILE as YUNET_LITE_FILE
from tests.support.folders import MODELS
from tests.support.sample import sample_square

# Read off the picture by eye: hairline to chin and cheek to cheek, and the five landmarks.
FACE_BOX = (118, 63, 204, 178)
LANDMARKS = [(139, 101), (183, 103), (160, 125), (141, 141), (180, 141)]
BOX_TOLERANCE = 8  # pixels: where a forehead ends is a matter of taste
LANDMARK_TOLERANCE = 8  # the left corner of the mouth is 7 off, of a face 115 high


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    """A (320, 320, 3) photo of one upright face."""
    return sample_square()


@pytest.fixture(scope="module")
def yunet() -> FaceDetector:
    return FaceDetector("yunet", MODELS)


def turned(image: np.ndarray, degrees: float) -> np.ndarray:
    """The picture turned clockwise about its face; what leaves the frame is cut."""
    matrix = cv2.getRotationMatrix2D((161, 120), -degrees, 1)
    return cv2.warpAffine(image, matrix, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("scale", [0.5, 1, 2, 6], ids=["half", "as it is", "double", "6 times"])
def test_box_is_in_pixels_of_the_picture_whatever_its_size(photo, yunet, scale):
    image = cv2.resize(photo, None, fx=scale, fy=scale)

    faces = yunet.detect(image)

    assert len(faces) == 1
    np.testing.assert_allclose(np.divide(faces[0].box, scale), FACE_BOX, atol=BOX_TOLERANCE)


def test_doubling_the_picture_doubles_the_box(photo, yunet):
    double = cv2.resize(photo, None, fx=2, fy=2)

    (small,), (large,) = yunet.detect(photo), yunet.detect(double)

    assert large.box.width == pytest.approx(2 * small.box.width, rel=0.03)
    assert large.box.height == pytest.approx(2 * small.box.height, rel=0.03)


def test_landmarks_are_eyes_nose_and_mouth_from_left_to_right(photo, yunet):
    (face,) = yunet.detect(photo)

    assert face.landmarks is not None
    assert face.landmarks.shape == (5, 2)
    assert face.landmarks.dtype == np.float32
    np.testing.assert_allclose(face.landmarks, LANDMARKS, atol=LANDMARK_TOLERANCE)


@pytest.mark.parametrize("degrees", [-45, -20, 20, 45])
def test_closer_look_sees_how_a_face_is_tilted(photo, degrees):
    detector = FaceDetector("yunet", MODELS)

    (upright,), (tilted,) = detector.detect(photo), detector.detect(turned(photo, degrees))

    assert tilted.roll_deg - upright.roll_deg == pytest.approx(degrees, abs=8)


def test_closer_look_keeps_the_face_where_it_is(photo):
    (face,) = FaceDetector("yunet", MODELS).detect(photo)

    assert face.landmarks is not None
    np.testing.assert_allclose(face.box, FACE_BOX, atol=BOX_TOLERANCE)
    np.testing.assert_allclose(face.landmarks, LANDMARKS, atol=LANDMARK_TOLERANCE)


def test_tilted_face_is_found_without_a_closer_look(photo, yunet):
    (face,) = yunet.detect(turned(photo, 20))

    centre = ((face.box.x0 + face.box.x1) / 2, (face.box.y0 + face.box.y1) / 2)
    assert centre == pytest.approx((161, 120), abs=BOX_TOLERANCE)


@pytest.mark.parametrize(
    ("left_eye", "right_eye", "roll"),
    [((0, 0), (10, 0), 0), ((0, 0), (10, 10), 45), ((0, 10), (10, 0), -45)],
    ids=["level", "clockwise", "anticlockwise"],
)
def test_roll_is_clockwise_positive(left_eye, right_eye, roll):
    landmarks = np.array([left_eye, right_eye, (5, 8), (2, 12), (8, 12)], np.float32)

    face = Face(Box(0, 0, 10, 15), 1.0, landmarks)

    assert face.roll_deg == pytest.approx(roll)


def test_roll_is_zero_where_the_detector_knows_no_eyes():
    assert Face(Box(0, 0, 10, 15), 1.0, None).roll_deg == 0


def test_several_faces_come_largest_first(photo, yunet):
    frame = np.full((480, 960, 3), 128, np.uint8)
    for x, side in ((0, 160), (170, 400), (600, 240)):
        frame[40 : 40 + side, x : x + side] = cv2.resize(photo, (side, side))

    faces = yunet.detect(frame)

    # The face's middle is at 161 of the photo's 320 columns.
    columns = [(face.box.x0 + face.box.x1) / 2 for face in faces]
    assert columns == pytest.approx([371, 721, 80], abs=10)


def test_larger_search_finds_smaller_faces(photo):
    frame = np.full((960, 1280, 3), 128, np.uint8)
    frame[400:460, 600:660] = cv2.resize(photo, (60, 60), interpolation=cv2.INTER_AREA)

    counts = [
        len(FaceDetector("yunet", MODELS, search_px=(px,)).detect(frame)) for px in (320, 1280)
    ]

    assert counts == [0, 1]


def test_face_fills_a_picture_smaller_than_the_smallest_search(photo, yunet):
    tiny = cv2.resize(photo[50:190, 90:230], (35, 35), interpolation=cv2.INTER_AREA)

    (face,) = yunet.detect(tiny)

    # The box read off the picture, moved and shrunk as the picture was.
    np.testing.assert_allclose(face.box, (7, 3.25, 28.5, 32), atol=4)


@pytest.mark.parametrize("grey", [0, 128, 255], ids=["black", "grey", "white"])
@pytest.mark.parametrize("kind", ["yunet", "classic"])
def test_empty_picture_has_no_face(kind, grey):
    image = np.full((480, 640, 3), grey, np.uint8)

    assert FaceDetector(kind, MODELS).detect(image) == []


@pytest.mark.parametrize(
    ("height", "width"),
    [(1, 1), (1, 640), (640, 1), (1, 4000), (8, 8), (20, 320), (320, 31), (300, 4000)],
    ids=lambda side: str(side),
)
@pytest.mark.parametrize("kind", ["yunet", "classic"])
def test_sliver_has_no_face(kind, height, width):
    detector = FaceDetector(kind, MODELS)
    noise = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)

    found = [detector.detect(image) for image in (np.zeros_like(noise), noise, noise | 255)]

    assert found == [[], [], []]


def test_classic_detector_knows_the_box_only(photo):
    double = cv2.resize(photo, None, fx=2, fy=2)

    face = FaceDetector("classic", MODELS).detect(double)[0]

    centre = ((face.box.x0 + face.box.x1) / 2, (face.box.y0 + face.box.y1) / 2)
    assert centre == pytest.approx((322, 241), abs=25)
    assert (face.score, face.landmarks, face.roll_deg) == (1.0, None, 0.0)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((0, 5, 3), np.uint8),
        np.zeros((50, 50), np.uint8),
        np.zeros((50, 50, 4), np.uint8),
        np.zeros((50, 50, 3), np.float32),
    ],
    ids=["nothing", "no rows", "grey", "with alpha", "float"],
)
@pytest.mark.parametrize("kind", ["yunet", "classic"])
def test_odd_picture_is_refused_in_words(kind, image):
    with pytest.raises(ValueError, match=r"needs a picture of \(height, width, 3\) uint8"):
        FaceDetector(kind, MODELS).detect(image)


def test_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="one of yunet, classic, not 'haar'"):
        FaceDetector("haar", MODELS)


def test_missing_file_is_named_with_the_remedy(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"yunet\.tflite is missing.*convert_yunet\.py"):
        FaceDetector("yunet", tmp_path)


def test_a_finer_search_says_which_file_it_misses(tmp_path):
    (tmp_path / "yunet").mkdir()
    shutil.copy(MODELS / YUNET_LITE_FILE, tmp_path / YUNET_LITE_FILE)

    FaceDetector("yunet", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"onnx is missing.*fetch\.py yunet"):
        FaceDetector("yunet", tmp_path, search_px=STILL_SEARCH_PX)


def test_weights_are_the_ones_that_were_measured():
    digest = hashlib.sha256((MODELS / YUNET_FILE).read_bytes()).hexdigest()

    assert digest == "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
