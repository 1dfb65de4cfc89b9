"""A picture of the visit is read once, and its edits become the faces that stand."""

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from core.analysis import Reading, analyse
from core.classifier import FaceReader
from core.crop import face_patch
from core.edited import EditedFace, edited_faces, named, read_at
from core.edits import History
from core.faces import FaceDetector
from core.photos import PhotoError
from pages.shared import personal, sample, visitor
from pages.shared.album import Picture, ReadPicture
from pages.shared.decoding import decoded

_PREVIEW_PX: Final = 1600  # the longer side: sharp on a large screen of double density
_PREVIEW_QUALITY: Final = 86


def read(picture: Picture, detector: str) -> ReadPicture | None:
    """What is known of a picture; None where it has not been read or cannot be."""
    return picture.read.get((detector, personal.reading_model()))


def read_now(picture: Picture, detector: str) -> None:
    """Read a picture whose turn it is; a bad one gets its sentence."""
    model = personal.reading_model()

    def look() -> ReadPicture:
        with decoded(picture.data) as image:
            found = analyse(image, visitor.offering_detector(detector), personal.reader(model))
            return _read_picture(image, named(found))

    try:
        if picture.sample and not model.own:
            # Every visit begins with one, so it is read once; faces that are added are the visit's.
            known = sample.read_once(picture.name, detector, model, look)
            seen = replace(known, readings=dict(known.readings), patches=dict(known.patches))
        else:
            seen = look()
        picture.read = {(detector, model): seen}
    except PhotoError as problem:
        picture.problem = str(problem)


def faces_of(picture: Picture, detector: str) -> list[EditedFace]:
    """The faces that stand in a picture that was read, largest first."""
    known = read(picture, detector)
    return edited_faces(known.readings, history(picture, detector)) if known else []


def history(picture: Picture, detector: str) -> History:
    """The picture's edits: another face finder finds other faces, so each has its own."""
    return picture.edits.get(detector, History())


def read_added(picture: Picture, detector: str) -> bool:
    """Read the faces that a person drew boxes around; whether there were any to be read."""
    known = read(picture, detector)
    edits = history(picture, detector).faces()
    places = {name: edit.place for name, edit in edits.items() if name[0] == "a" and edit.place}
    if known is None:
        return False
    todo = {name: place for name, place in places.items() if name not in known.readings}
    if not todo:
        return False
    eyes: tuple[FaceDetector, FaceReader] = (
        visitor.offering_detector(detector),
        personal.reader(personal.reading_model()),
    )
    with decoded(picture.data) as image:
        for name, place in todo.items():
            reading = read_at(image, place, *eyes)
            known.readings[name] = reading
            known.patches[name] = face_patch(image, reading.face)
    return True


def _read_picture(image: np.ndarray, readings: dict[str, Reading]) -> ReadPicture:
    height, width = image.shape[:2]
    shrink = min(1.0, _PREVIEW_PX / max(height, width))
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    quality = [cv2.IMWRITE_JPEG_QUALITY, _PREVIEW_QUALITY]
    preview = cv2.imencode(".jpg", small, quality)[1].tobytes()
    patches = {name: face_patch(image, reading.face) for name, reading in readings.items()}
    return ReadPicture(width, height, preview, readings, patches)
