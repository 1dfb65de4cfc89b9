"""The faces of several pictures as a csv, in which no spreadsheet finds a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from core.edited import EditedFace
from core.labels import EMOTIONS
from core.text import spreadsheet_safe

_PLACE: Final = ("x", "y", "width", "height", "turned_degrees")
_HEAD: Final = ("picture", "face", "read_as", "share", "corrected_to", "emoji", *_PLACE, *EMOTIONS)


def score_csv(pictures: Iterable[tuple[str, list[EditedFace]]]) -> str:
    """One line a face: what was read, what a person made of it, where it is, and all scores.

    Args:
        pictures: Each picture's name, from a stranger, and its faces.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_HEAD)
    for name, faces in pictures:
        for number, face in enumerate(faces, start=1):
            table.writerow(_line(name, number, face))
    return text.getvalue()


def _line(name: str, number: int, face: EditedFace) -> list[str]:
    seen, edit, place = face.reading.prediction, face.edit, face.place
    emoji = "" if edit.hidden else edit.emoji or face.label
    sizes = (place.x, place.y, place.width, place.height, place.roll_deg)
    cells = [name, str(number), seen.label, f"{seen.confidence:.4f}", edit.label or "", emoji]
    scores = [f"{seen.scores[label]:.4f}" for label in EMOTIONS]
    # A tilt to the left is a negative number: only words can be taken for a formula.
    return [*map(spreadsheet_safe, cells), *(f"{size:.1f}" for size in sizes), *scores]
