"""The face finder that the browser runs, beside the file it was made from."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from core.photos import decode_photo
from tests.support.sample import SAMPLE

YUNET = Path(__file__).parents[2] / "models" / "yunet"
STRIDES = (8, 16, 32)


def rows_by_opencv(image: np.ndarray) -> np.ndarray:
    """(cells, 16) float32: score, objectness, box and points, as OpenCV computes them."""
    net = cv2.dnn.readNetFromONNX(str(YUNET / "face_detection_yunet_2023mar.onnx"))
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
