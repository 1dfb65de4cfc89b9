"""Faces in fer2013.csv (emotion,pixels,Usage) or icml_face_data.csv (emotion, Usage, pixels)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

import numpy as np

from core.crop import PATCH_PX
from core.dataset_row import SPLITS, Progress, Row
from core.labels import CSV_EMOTIONS, EMOTIONS

_MAX_ROW_CHARS: Final = 20_000  # a row of fer2013.csv has at most 9,300
_ROW_BYTES: Final = 8_400  # of a row on the average, for the progress


def csv_rows(path: Path, progress: Progress) -> tuple[list[Row], list[str]]:
    """The faces of a csv, and a sentence with the line's number for each that cannot be used.

    Raises:
        ValueError: It has other columns, or a line that no face fills.
    """
    rows, problems = [], []
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        # Quotation marks hold nothing together here: one never closed must not swallow rows.
        reader = csv.reader(_bounded_lines(file, path.name), quoting=csv.QUOTE_NONE)
        columns = [title.strip(' "').lower() for title in next(reader, [])]
        if not {"emotion", "pixels", "usage"} <= set(columns):
            raise ValueError(f"{path.name} needs the columns emotion, pixels and Usage.")
        size = path.stat().st_size
        for number, values in enumerate(reader):
            progress(min(number * _ROW_BYTES, size), size)
            try:
                rows.append(_csv_row(columns, values, number))
            except ValueError as problem:
                problems.append(f"Line {reader.line_num}: {problem}")
    return rows, problems


def _csv_row(columns: list[str], values: list[str], number: int) -> Row:
    if len(values) != len(columns):
        raise ValueError(f"expected {len(columns)} columns, found {len(values)}.")
    cells = {name: value.strip(' "') for name, value in zip(columns, values, strict=True)}
    usage = cells["usage"]
    if usage not in SPLITS:
        raise ValueError(f"Usage must be one of {', '.join(SPLITS)}.")
    emotion = cells["emotion"]
    if not emotion.isdecimal() or int(emotion) >= len(CSV_EMOTIONS):
        raise ValueError("emotion must be a number from 0 to 6.")
    pixels = cells["pixels"].split()
    if len(pixels) != PATCH_PX * PATCH_PX:
        raise ValueError(f"expected {PATCH_PX * PATCH_PX} pixels, found {len(pixels)}.")
    if not all(pixel.isdecimal() and int(pixel) <= 255 for pixel in pixels):
        raise ValueError("pixels must be whole numbers from 0 to 255.")
    image = np.array(pixels, np.uint8).reshape(PATCH_PX, PATCH_PX)
    return Row(f"fer{number:07d}", EMOTIONS.index(CSV_EMOTIONS[int(emotion)]), usage, image)


def _bounded_lines(file: TextIO, name: str) -> Iterator[str]:
    """The file's lines, never holding more of one than a row can have."""
    for number, line in enumerate(iter(lambda: file.readline(_MAX_ROW_CHARS + 1), ""), start=1):
        if len(line) > _MAX_ROW_CHARS:
            raise ValueError(
                f"Line {number} of {name} is longer than {_MAX_ROW_CHARS:,} characters, more than "
                "a face takes; the file is refused."
            )
        yield line
