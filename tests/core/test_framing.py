"""What the detector and the crop make of a face costs the network."""

import cv2
import numpy as np
import pytest

from core.classifier import Classifier
from core.crop import PATCH_PX, face_patch
from core.faces import FaceDetector
from tests.support.folders import ROOT

pytestmark = pytest.mark.slow

_ENLARGED = 4  # YuNet needs a face of about 100 px to see it as a webcam would
_PADDING_PX = 2 * PATCH_PX
_MODEL = "sharp"  # what Live and Photo use
_FACES = 300  # of 3,589: enough to tell a few points


def test_detect_crop_classify_stays_within_three_points_of_classifying_directly(fer2013):
    faces = fer2013.part("PublicTest")
    detector = FaceDetector("yunet", ROOT / "models")
    direct, cut, labels = [], [], []
    for image, label in zip(faces.images[:_FACES], faces.labels[:_FACES], strict=True):
        photo = in_a_photo(image)
        found = detector.detect(photo)
        if found:
            direct.append(image)
            cut.append(face_patch(photo, found[0]))
            labels.append(label)
    classifier = Classifier.load(ROOT / "models" / _MODEL)

    directly = accuracy(classifier, np.stack(direct), np.array(labels))
    framed = accuracy(classifier, np.stack(cut), np.array(labels))

    assert len(labels) > 0.9 * _FACES, "most faces must be found"
    assert framed > directly - 0.03


def in_a_photo(image: np.ndarray) -> np.ndarray:
    """A dataset face, enlarged, in the middle of a larger picture whose edge repeats the face's."""
    side = _ENLARGED * PATCH_PX
    large = cv2.resize(image, (side, side), interpolation=cv2.INTER_CUBIC)
    pad = _PADDING_PX
    padded = cv2.copyMakeBorder(large, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    return cv2.cvtColor(padded, cv2.COLOR_GRAY2BGR)


def accuracy(classifier: Classifier, patches: np.ndarray, labels: np.ndarray) -> float:
    seen = [list(prediction.scores.values()) for prediction in classifier.predict(patches)]
    return float(np.mean(np.argmax(seen, axis=1) == labels))
