"""Faces in fer2013.csv (emotion,pixels,Usage) or icml_face_data.csv (emotion, Usage, pixels).

The csv may be the only thing in a zip, as Kaggle hands it out.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

import numpy as np

from core.crop import PATCH_PX
from core.dataset.row import SPLITS, Progress, Row
from core.labels import CSV_EMOTIONS, EMOTIONS

_MAX_ROW_CHARS: Final = 20_000  # a row of fer2013.csv has at most 9,300
_MAX_UNPACKED_BYTES: Final = 400_000_000  # fer2013.csv has 301 million
_ROW_BYTES: Final = 8_400  # of a row on the average, for the progress


def csv_rows(path: Path, progress: Progress) -> tuple[list[Row], list[str]]:
    """The faces of a csv, and a sentence with the line's number for each that cannot be used.

    Raises:
        ValueError: It has other columns, or a line that no face fills.
    """
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        return _rows(file, path.name, path.stat().st_size, progress)


def csv_in(path: Path) -> str | None:
    """The name of the only file in a zip if it is a csv; None if it is not, or damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except zipfile.BadZipFile:
        return None
    return names[0] if len(names) == 1 and names[0].lower().endswith(".csv") else None


def zipped_csv_rows(path: Path, name: str, progress: Progress) -> tuple[list[Row], list[str]]:
    """The same for a csv inside a zip, read as it is unpacked.

    Raises:
        ValueError: As `csv_rows` does; it is password-protected or unpacks to too much.
    """
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise ValueError(f"{path.name} is password-protected. Save it without one.")
        if info.file_size > _MAX_UNPACKED_BYTES:
            raise ValueError(
                f"{path.name} unpacks to a file of {info.file_size / 1e6:.0f} MB; a csv of at most "
                f"{_MAX_UNPACKED_BYTES / 1e6:.0f} MB is read."
            )
        try:
            with archive.open(info) as member:
                text = io.TextIOWrapper(member, "utf-8-sig", errors="replace", newline="")
                return _rows(text, path.name, info.file_size, progress)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise ValueError(f"{path.name} is damaged: {error}. Fetch it again.") from error


def _rows(file: TextIO, name: str, size: int, progress: Progress) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    problems: list[str] = []
    # Quotation marks hold nothing together here: one never closed must not swallow rows.
    reader = csv.reader(_bounded_lines(file, name), quoting=csv.QUOTE_NONE)
    none: list[str] = []
    columns = [title.strip(' "').lower() for title in next(reader, none)]
    if not {"emotion", "pixels", "usage"} <= set(columns):
        raise ValueError(f"{name} needs the columns emotion, pixels and Usage.")
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
