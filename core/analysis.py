"""A picture in, a reading of every face in it out: the one path of photo, video and live."""

from dataclasses import dataclass

import numpy as np

from core.classifier import FaceReader, Prediction
from core.crop import PATCH_PX, face_patch
from core.face import Face
from core.faces import FaceFinder
from core.labels import NOT_SURE


@dataclass(frozen=True, eq=False)
class Reading:
    """A face and how it looks."""

    face: Face
    prediction: Prediction
    track: int | None = None  # the same number for the same face, in video only
    said: str | None = None  # in video only: what is said of it now, which changes seldom

    def shows(self, min_confidence: float) -> str:
        """The expression to show, or NOT_SURE; a picture's is the likeliest, if likely enough."""
        if self.said is not None:
            return self.said
        sure = self.prediction.confidence >= min_confidence
        return self.prediction.label if sure else NOT_SURE


def analyse(image: np.ndarray, detector: FaceFinder, classifier: FaceReader) -> list[Reading]:
    """Detect, crop and classify every face, largest first.

    Args:
        image: (H, W, 3) uint8, BGR, upright.
    """
    faces = detector.detect(image)
    patches = np.empty((len(faces), PATCH_PX, PATCH_PX), np.uint8)
    for patch, face in zip(patches, faces, strict=True):
        patch[:] = face_patch(image, face)
    predictions = classifier.predict(patches)
    return [Reading(face, seen) for face, seen in zip(faces, predictions, strict=True)]
