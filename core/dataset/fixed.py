"""A set as a person's fixes leave it: marked, applied, as csv and as a zip to be read again."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.fixes import CSV_COLUMNS, LEFT_OUT, Edit
from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST, TRAINING
from core.labels import EMOTIONS
from core.text import spreadsheet_safe

_FOLDERS: Final = {TRAINING: "train", PUBLIC_TEST: "val", PRIVATE_TEST: "test"}


def marked(faces: FaceSet, edits: Sequence[Edit]) -> tuple[np.ndarray, np.ndarray]:
    """Labels and which faces are kept, for all faces in their own order.

    Args:
        edits: The fixes that hold, oldest first.

    Returns:
        (N,) int64, index into EMOTIONS; (N,) bool, False for a face left out.
    """
    labels, kept = faces.labels.copy(), np.ones(len(faces.labels), bool)
    rows = faces.row_by_name
    for edit in edits:
        here = [rows[name] for name in edit.names if name in rows]
        if edit.kind == "relabel" and edit.label is not None:
            labels[here] = EMOTIONS.index(edit.label)
        elif edit.kind == "exclude":
            kept[here] = False
        elif edit.kind == "restore":
            kept[here] = True
            labels[here] = faces.labels[here]
    return labels, kept


def applied(faces: FaceSet, edits: Sequence[Edit], *, untouched: str = "") -> FaceSet:
    """The set with its labels changed and without the faces left out.

    Args:
        untouched: A split that stays as it is.
    """
    labels, kept = marked(faces, edits)
    as_it_was = faces.split == untouched
    labels[as_it_was] = faces.labels[as_it_was]
    kept |= as_it_was
    rows = np.flatnonzero(kept)
    names = tuple(faces.names[row] for row in rows)
    images, split = faces.images[rows], faces.split[rows]
    return FaceSet(images, labels[rows], names, split, faces.problems)


def as_csv(faces: FaceSet, edits: Sequence[Edit]) -> str:
    """Every face that a fix changed: name, split, old label, new label or LEFT_OUT."""
    labels, kept = marked(faces, edits)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(CSV_COLUMNS)
    for row in np.flatnonzero((labels != faces.labels) | ~kept).tolist():
        fix = EMOTIONS[int(labels[row])] if kept[row] else LEFT_OUT
        before = EMOTIONS[int(faces.labels[row])]
        cells = (faces.names[row], str(faces.split[row]), before, fix)
        table.writerow([spreadsheet_safe(cell) for cell in cells])
    return text.getvalue()


def cleaned_zip(faces: FaceSet, edits: Sequence[Edit]) -> bytes:
    """The fixed set as a zip of PNG files, `train/<class>/<name>.png`, to be read again."""
    fixed = applied(faces, edits)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:  # PNG is packed already
        for row, name in enumerate(fixed.names):
            split = str(fixed.split[row])
            stem = name.rsplit(".", 1)[0]
            plain = (stem if stem.startswith(split) else f"{split}_{stem}").replace("/", "_")
            folder = f"{_FOLDERS[split]}/{EMOTIONS[int(fixed.labels[row])]}"
            picture = cv2.imencode(".png", fixed.images[row])[1].tobytes()
            archive.writestr(f"{folder}/{plain}.png", picture)
    return whole.getvalue()
