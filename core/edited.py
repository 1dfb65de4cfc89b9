"""What was read of a picture and what a person changed about it become what is drawn."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.analysis import Reading
from core.classifier import FaceReader
from core.crop import face_patch
from core.edits import FaceEdit, History, Place
from core.face import Box, Face, overlap
from core.faces import MIN_SCORE, FaceDetector
from core.labels import COLORS, NOT_SURE, colour
from core.overlay import Mark, mark_of

OFFERED_SCORE: Final = 0.35  # a face of this detector's score is offered; from MIN_SCORE on, drawn
_AROUND: Final = 2.0  # × a drawn box: where the detector looks for the face in it
_SAME: Final = 0.3  # intersection over union of a drawn box and the face found in it
# Where YuNet's five points lie in its box (median of FER2013's faces), × width and height.
_POINTS: Final = ((0.31, 0.40), (0.69, 0.40), (0.50, 0.59), (0.35, 0.77), (0.65, 0.77))


@dataclass(frozen=True, eq=False)
class EditedFace:
    """A face of a picture as it stands now."""

    id: str
    reading: Reading
    edit: FaceEdit
    place: Place

    @property
    def label(self) -> str:
        """The expression that the person sees, or else the likeliest."""
        return self.edit.label or self.reading.prediction.label


def named(readings: list[Reading]) -> dict[str, Reading]:
    """Readings by the faces' ids: f and a number for faces, m for what may be one."""
    return {
        f"{'f' if reading.face.score >= MIN_SCORE else 'm'}{number}": reading
        for number, reading in enumerate(readings)
    }


def place_of(face: Face) -> Place:
    """Where a face was found."""
    box = face.box
    middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return Place(*middle, max(box.width, 4.0), max(box.height, 4.0), face.roll_deg)


def edited_faces(readings: Mapping[str, Reading], history: History) -> list[EditedFace]:
    """The faces that stand, largest first; hidden ones among them.

    Args:
        readings: By id, those of added faces too; one that was not read yet is left out.
    """
    edits = history.faces()
    standing: list[EditedFace] = []
    for name, reading in readings.items():
        edit = edits.get(name, FaceEdit())
        offered = name.startswith("m") and not edit.confirmed
        if edit.dismissed or offered or (name.startswith("a") and edit.place is None):
            continue
        standing.append(EditedFace(name, reading, edit, edit.place or place_of(reading.face)))
    return sorted(standing, key=lambda face: -face.place.width * face.place.height)


def marks(faces: list[EditedFace], *, min_confidence: float, mark_unsure: bool) -> list[Mark]:
    """What each face gets drawn, hidden ones nothing.

    Args:
        min_confidence: Below it a face gets no expression's emoji, [0, 1], unless a person chose.
        mark_unsure: Such a face gets the mark of not being sure; else nothing is drawn on it.
    """
    drawn: list[Mark] = []
    for face in faces:
        said = face.edit.label or face.reading.shows(min_confidence)
        unsure = said == NOT_SURE and face.edit.emoji is None
        if not face.edit.hidden and (mark_unsure or not unsure):
            drawn.append(_mark(face, said))
    return drawn


def _mark(face: EditedFace, said: str) -> Mark:
    box, roll = face.place.box, face.place.roll_deg
    chosen = face.edit.emoji
    if chosen is not None and chosen != said:
        return Mark(box, roll, chosen, chosen.replace("_", " "), COLORS.get(chosen))
    if said == NOT_SURE:
        return Mark(box, roll, NOT_SURE)
    words = said if face.edit.label else mark_of(face.reading, said).words
    return Mark(box, roll, said, words, colour(said))


def read_at(
    image: np.ndarray, place: Place, detector: FaceDetector, classifier: FaceReader
) -> Reading:
    """The reading of a face that a person drew a box around.

    Args:
        image: (H, W, 3) uint8, BGR, upright.
    """
    face = _found_in(image, place, detector) or _as_drawn(place)
    return Reading(face, classifier.predict(face_patch(image, face)[np.newaxis])[0])


def _found_in(image: np.ndarray, place: Place, detector: FaceDetector) -> Face | None:
    """The detector's own face in a drawn box, which is framed more exactly than by hand."""
    reach = _AROUND * max(place.width, place.height) / 2
    left, top = max(0, math.floor(place.x - reach)), max(0, math.floor(place.y - reach))
    view = image[top : math.ceil(place.y + reach), left : math.ceil(place.x + reach)]
    if not view.size:
        return None
    for face in detector.detect(np.ascontiguousarray(view)):
        x0, y0, x1, y1 = face.box
        box = Box(x0 + left, y0 + top, x1 + left, y1 + top)
        if overlap(place.box, box) >= _SAME:
            points = (
                None
                if face.landmarks is None
                else face.landmarks + np.array([left, top], np.float32)
            )
            return Face(box, face.score, points)
    return None


def _as_drawn(place: Place) -> Face:
    box = place.box
    points = np.array(_POINTS) * (box.width, box.height) + (box.x0, box.y0)
    turn = cv2.getRotationMatrix2D((place.x, place.y), -place.roll_deg, 1)
    return Face(box, 1.0, (points @ turn[:, :2].T + turn[:, 2]).astype(np.float32))
