"""Stand-ins for what a live session is made of, so that a test decides what is found."""

import numpy as np

from core.classifier import Prediction
from core.face import Box, Face
from core.labels import EMOTIONS

FACE = Face(Box(200, 120, 320, 260), 0.9, None)


class Detector:
    """Finds the faces it is told of, or raises the error it is told of."""

    def __init__(self) -> None:
        self.faces: list[Face] = []
        self.error: Exception | None = None
        self.seen: np.ndarray | None = None

    def detect(self, image: np.ndarray) -> list[Face]:
        self.seen = image.copy()
        if self.error:
            raise self.error
        return self.faces


class HappyClassifier:
    """Every face looks happy."""

    def predict(self, patches: np.ndarray) -> list[Prediction]:
        happy = np.eye(7, dtype=np.float32)[EMOTIONS.index("happy")]
        return [Prediction(EMOTIONS, happy) for _ in patches]


def bared(out: np.ndarray, frame: np.ndarray, face: Face) -> float:
    """Which share of a face's pixels left as they came, [0, 1]."""
    x0, y0, x1, y1 = map(int, face.box)
    same = (out[y0:y1, x0:x1] == frame[y0:y1, x0:x1]).all(axis=2)
    return float(same.mean())
