"""The face finder by LiteRT, beside the file it was made from by OpenCV."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from core.photos import decode_photo
from core.yunet import MAX_OVERLAP, STRIDES, YuNet
from tests.support.sample import SAMPLE

YUNET = Path(__file__).parents[2] / "models" / "yunet"
ONNX = YUNET / "face_detection_yunet_2023mar.onnx"


def rows_by_opencv(image: np.ndarray) -> np.ndarray:
    """(cells, 16) float32: score, objectness, box and points, as OpenCV computes them."""
    net = cv2.dnn.readNetFromONNX(str(ONNX))
    net.setInput(cv2.dnn.blobFromImage(image))
    names = [f"{what}_{stride}" for stride in STRIDES for what in ("cls", "obj", "bbox", "kps")]
    answers = [answer[0] for answer in net.forward(names)]
    levels = [np.concatenate(answers[at : at + 4], axis=1) for at in range(0, 12, 4)]
    return np.concatenate(levels)


@pytest.mark.parametrize(
    ("width", "height"),
    [(320, 256), (256, 320), (320, 192), (320, 320), (192, 192), (256, 256)],
)
def test_the_converted_face_finder_answers_as_opencv_does(width, height):
    image = cv2.resize(decode_photo(SAMPLE.read_bytes()), (width, height))
    runner = Interpreter(str(YUNET / "yunet.tflite")).get_signature_runner(f"{width}x{height}")

    rows = runner(image=image[np.newaxis].astype(np.float32))["rows"]

    assert np.abs(rows - rows_by_opencv(image)).max() < 1e-4
    assert rows[:, 0].max() > 0.5, "the sample's face is in every picture"


@pytest.mark.parametrize("name", ["astronaut", "group", "sad"])
def test_faces_are_those_of_opencvs_own_detector(name):
    photo = decode_photo((SAMPLE.parent / f"{name}.jpg").read_bytes())
    image = cv2.resize(photo, (320, 320 * photo.shape[0] // photo.shape[1]))
    opencv = cv2.FaceDetectorYN.create(str(ONNX), "", (320, image.shape[0]), 0.6, MAX_OVERLAP)

    ours, theirs = YuNet(YUNET.parent).rows(image, 0.6), opencv.detect(image)[1]

    assert ours.shape == theirs.shape
    # Pixels. The group has more black below it than OpenCV adds, for want of a signature.
    assert np.abs(ours - theirs).max() < (0.25 if name == "group" else 0.01)


def test_a_picture_without_faces_has_none():
    assert YuNet(YUNET.parent).rows(np.zeros((20, 300, 3), np.uint8), 0.6).shape == (0, 15)
