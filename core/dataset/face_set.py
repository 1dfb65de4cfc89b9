"""FER2013 and other class-per-folder sets of 48 x 48 grey faces, read into arrays.

Classes are matched by name, splits by FER2013's own names. What cannot be read is left out and
said in `problems`; what is hostile (a bomb, a path that climbs out) is refused whole.
"""

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from core.dataset.read_csv import csv_in, csv_rows, zipped_csv_rows
from core.dataset.read_pictures import folder_rows, zip_rows
from core.dataset.row import SPLITS, Progress, Row
from core.labels import EMOTIONS


@dataclass(frozen=True, eq=False)
class FaceSet:
    """Faces with their labels, in the order of the original csv where names tell it."""

    images: np.ndarray  # (N, 48, 48) uint8, grey
    labels: np.ndarray  # (N,) int64, index into EMOTIONS
    names: tuple[str, ...]  # N different file names, or "fer0000012" for row 12 of a csv
    split: np.ndarray  # (N,) str: one of SPLITS
    problems: tuple[str, ...] = ()  # one sentence for each picture or row left out

    @cached_property
    def row_by_name(self) -> dict[str, int]:
        """The row of each face by its name; do not write into it."""
        return {name: row for row, name in enumerate(self.names)}

    def part(self, split: str) -> "FaceSet":
        """Only the faces of one split; it may be empty."""
        keep = np.flatnonzero(self.split == split)
        names = tuple(self.names[i] for i in keep)
        return FaceSet(self.images[keep], self.labels[keep], names, self.split[keep])

    def without(self, names: frozenset[str]) -> "FaceSet":
        """Only the faces that are not named so."""
        rows = [row for row, name in enumerate(self.names) if name not in names]
        kept = tuple(self.names[row] for row in rows)
        keep = np.array(rows, int)
        return FaceSet(self.images[keep], self.labels[keep], kept, self.split[keep])

    def counts(self) -> dict[str, list[int]]:
        """Pictures per class, in the order of EMOTIONS, for every split that has any."""
        return {
            split: np.bincount(self.labels[self.split == split], minlength=len(EMOTIONS)).tolist()
            for split in SPLITS
            if np.any(self.split == split)
        }


def _untold(_done: int, _total: int) -> None:
    """For who does not want to know how far it is."""


def read_faces(path: Path, progress: Progress | None = None) -> FaceSet:
    """The faces of a zip, a folder or a csv file, told apart by what the path is.

    Args:
        path: A zip or a folder with `train/<class>/` and `test/<class>/`, or `fer2013.csv` or
            `icml_face_data.csv`.
        progress: Told after every face how much is read, of how much in all.

    Raises:
        FileNotFoundError: Nothing is there.
        ValueError: It is none of these, is hostile, or holds no face.
    """
    if not path.exists():
        raise FileNotFoundError(
            f"No data set at {path}. Give a FER2013 zip, folder or csv file with --data."
        )
    tell = progress or _untold
    if path.is_dir():
        rows, problems = folder_rows(path, tell)
    elif zipfile.is_zipfile(path):
        name = csv_in(path)
        rows, problems = zipped_csv_rows(path, name, tell) if name else zip_rows(path, tell)
    elif path.suffix.lower() == ".csv":
        rows, problems = csv_rows(path, tell)
    else:
        raise ValueError(f"{path.name} is no zip, folder or csv file. Give one of these.")
    if not rows:
        raise ValueError(
            f"{path.name} holds no face that could be used; expected folders named "
            f"{', '.join(EMOTIONS)} or a csv with emotion, pixels and Usage. "
            + " ".join(problems[:3])
        )
    rows = _told_apart(rows)
    rows.sort(key=lambda row: (row_number(row.name), row.name))
    return FaceSet(
        images=np.stack([row.image for row in rows]),
        labels=np.array([row.label for row in rows], np.int64),
        names=tuple(row.name for row in rows),
        split=np.array([row.split for row in rows]),
        problems=tuple(problems),
    )


def row_number(name: str) -> int:
    """The row of the original csv that a face's name tells; -1 if it tells none."""
    digits = re.search(r"(\d+)(?=\.\w+$|$)", name)
    return int(digits.group()) if digits else -1


def _told_apart(rows: list[Row]) -> list[Row]:
    """The rows with every name once: fixes and links find a face by it.

    A name that several share becomes "Training/happy/0.png", and if it must "2~Training/...".
    """
    shared = Counter(row.name for row in rows)
    seen: Counter[str] = Counter()
    apart: list[Row] = []
    for row in rows:
        name = row.name
        if shared[name] > 1:
            name = f"{row.split}/{EMOTIONS[row.label]}/{name}"
            seen[name] += 1
            if seen[name] > 1:
                name = f"{seen[name]}~{name}"
        apart.append(row if name == row.name else replace(row, name=name))
    return apart
