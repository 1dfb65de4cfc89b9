"""Of a burst the best frame is taken: the wanted expression, sharp, in the middle."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.capture import best_shot, head_picture
from core.classifier import Classifier
from core.errors import UserError
from core.faces import FaceDetector
from core.photos import decode_photo
from tests.support.sample import sample_photo

MODELS = Path(__file__).parents[2] / "models"


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return FaceDetector("yunet", MODELS)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load(MODELS / "compact-long")


def test_a_sharp_frame_beats_blurred_ones(detector, classifier):
    sharp = sample_photo()
    blurred = cv2.GaussianBlur(sharp, (0, 0), 3)

    shot = best_shot([blurred, sharp, blurred], "happy", detector, classifier)

    assert shot.image is sharp


def test_a_face_in_the_middle_beats_one_at_the_edge(detector, classifier):
    photo = sample_photo()
    middle, edge = photo[:300, 73:373].copy(), photo[:300, 150:450].copy()

    shot = best_shot([edge, middle], "neutral", detector, classifier)

    assert shot.image is middle


def test_the_wanted_expression_beats_everything(detector, classifier):
    smiling = sample_photo()
    # A mouth that was painted over smiles no longer.
    serious = smiling.copy()
    serious[125:165, 185:265] = serious[118:120, 185:265].mean(axis=(0, 1))

    shot = best_shot([serious, smiling], "happy", detector, classifier)

    assert shot.image is smiling and shot.score > 50


def test_a_burst_without_a_face_says_what_to_do(detector, classifier):
    empty = np.full((480, 640, 3), 90, np.uint8)

    with pytest.raises(UserError, match="Come nearer"):
        best_shot([empty, empty], "happy", detector, classifier)


def test_the_picture_kept_shows_head_and_shoulders_and_the_face_again(detector):
    photo = sample_photo()
    face = detector.detect(photo)[0]

    kept = decode_photo(head_picture(photo, face))

    again = detector.detect(kept)[0]
    assert max(kept.shape) <= 800 and max(kept.shape) < max(photo.shape)
    assert abs(again.box.width - face.box.width) < 5
