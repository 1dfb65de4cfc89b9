"""FER2013 and other class-per-folder sets of 48 x 48 grey faces, read into arrays.

Classes are matched by name, splits by FER2013's own names. What cannot be read is left out and
said in `problems`; what is hostile (a bomb, a path that climbs out) is refused whole.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import cv2
import numpy as np
from PIL import Image

from core.crop import PATCH_PX
from core.labels import CSV_EMOTIONS, EMOTIONS

SPLITS: Final = ("Training", "PublicTest", "PrivateTest")
_SPLIT_OF_FOLDER: Final = {
    "train": "Training",
    "val": "PublicTest",
    "validation": "PublicTest",
    "test": "PrivateTest",
}
_PICTURE_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".bmp")
_FORMATS: Final = ("PNG", "JPEG", "BMP")  # their size can be read before any pixel is decoded
_MAX_MEMBERS: Final = 60_000  # FER2013 has 35,887
_MAX_MEMBER_BYTES: Final = 1_000_000  # a face of 48 x 48 takes about 2 kB
_MAX_ROW_CHARS: Final = 20_000  # a row of fer2013.csv has at most 9,300


@dataclass(frozen=True, eq=False)
class FaceSet:
    """Faces with their labels, in the order of the original csv where names tell it."""

    images: np.ndarray  # (N, 48, 48) uint8, grey
    labels: np.ndarray  # (N,) int64, index into EMOTIONS
    names: tuple[str, ...]  # N file names, or "fer0000012" for row 12 of a csv
    split: np.ndarray  # (N,) str: one of SPLITS
    problems: tuple[str, ...] = ()  # one sentence for each picture or row left out

    def part(self, split: str) -> "FaceSet":
        """Only the faces of one split; it may be empty."""
        keep = np.flatnonzero(self.split == split)
        names = tuple(self.names[i] for i in keep)
        return FaceSet(self.images[keep], self.labels[keep], names, self.split[keep])

    def counts(self) -> dict[str, list[int]]:
        """Pictures per class, in the order of EMOTIONS, for every split that has any."""
        return {
            split: np.bincount(self.labels[self.split == split], minlength=len(EMOTIONS)).tolist()
            for split in SPLITS
            if np.any(self.split == split)
        }


@dataclass(frozen=True, eq=False)
class _Row:
    """One face on its way into a FaceSet."""

    name: str
    label: int
    split: str
    image: np.ndarray


def read_faces(path: Path) -> FaceSet:
    """The faces of a zip, a folder or a csv file, told apart by what the path is.

    Args:
        path: A zip or a folder with `train/<class>/` and `test/<class>/`, or `fer2013.csv` or
            `icml_face_data.csv`.

    Raises:
        FileNotFoundError: Nothing is there.
        ValueError: It is none of these, is hostile, or holds no face.
    """
    if not path.exists():
        raise FileNotFoundError(
            f"No data set at {path}. Give a FER2013 zip, folder or csv file with --data."
        )
    if path.is_dir():
        rows, problems = _decoded(_folder_members(path))
    elif zipfile.is_zipfile(path):
        rows, problems = _decoded(_zip_members(path))
    elif path.suffix.lower() == ".csv":
        rows, problems = _csv_rows(path)
    else:
        raise ValueError(f"{path.name} is no zip, folder or csv file. Give one of these.")
    if not rows:
        raise ValueError(
            f"{path.name} holds no face that could be used; expected folders named "
            f"{', '.join(EMOTIONS)} or a csv with emotion, pixels and Usage. "
            + " ".join(problems[:3])
        )
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


def _folder_members(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _zip_members(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ValueError(f"{path.name} is damaged: {error}. Fetch it again.") from error
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > _MAX_MEMBERS:
            raise ValueError(
                f"{path.name} holds {len(members):,} files; at most {_MAX_MEMBERS:,} are read."
            )
        for info in members:
            if info.flag_bits & 1:
                raise ValueError(f"{path.name} is password-protected. Save it without one.")
            parts = info.filename.replace("\\", "/").split("/")
            if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
                raise ValueError(f"{path.name} has a path that leaves its folder; it is refused.")
            if info.file_size > _MAX_MEMBER_BYTES:
                raise ValueError(
                    f"{path.name} unpacks to a file of {info.file_size / 1e6:.0f} MB; faces of "
                    f"at most {_MAX_MEMBER_BYTES / 1e6:.0f} MB are read."
                )
        for info in members:
            yield info.filename.replace("\\", "/"), _member_bytes(archive, info)


def _member_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """What is in it; nothing if it is damaged, which is then said as of any damaged picture."""
    try:
        with archive.open(info) as member:  # the declared size can lie: read no further
            return member.read(_MAX_MEMBER_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return b""


def _decoded(members: Iterable[tuple[str, bytes]]) -> tuple[list[_Row], list[str]]:
    """Rows of all members that are faces in a class folder, and a sentence for each bad one."""
    rows, problems = [], []
    for name, data in members:
        parts = name.lower().split("/")
        if not parts[-1].endswith(_PICTURE_SUFFIXES) or len(parts) < 2:
            continue
        if parts[-2] not in EMOTIONS:
            problems.append(f"{name}: the folder is none of {', '.join(EMOTIONS)}.")
            continue
        try:
            label, split = EMOTIONS.index(parts[-2]), _split_of(name)
            rows.append(_Row(name.rsplit("/", 1)[-1], label, split, _face_in(data)))
        except ValueError as problem:
            problems.append(f"{name}: {problem}")
    return rows, problems


def _face_in(data: bytes) -> np.ndarray:
    """The grey pixels of a picture file, its size checked before they are decoded."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            width, height = picture.size
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError("not a PNG, JPEG or BMP picture, or damaged.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError(f"far more than {PATCH_PX} x {PATCH_PX} pixels.") from error
    if (width, height) != (PATCH_PX, PATCH_PX):
        raise ValueError(f"{width} x {height} pixels, expected {PATCH_PX} x {PATCH_PX}.")
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if image is None or image.shape != (PATCH_PX, PATCH_PX):
        raise ValueError("a damaged picture.")
    return image


def _split_of(name: str) -> str:
    """A FER2013 file name tells its split; else the folder above the class does."""
    prefix = name.rsplit("/", 1)[-1].split("_")[0]
    if prefix in SPLITS:
        return prefix
    parts = name.lower().split("/")
    if len(parts) < 3 or parts[-3] not in _SPLIT_OF_FOLDER:
        raise ValueError("neither in a folder train, val or test nor with a FER2013 name.")
    return _SPLIT_OF_FOLDER[parts[-3]]


def _csv_rows(path: Path) -> tuple[list[_Row], list[str]]:
    """Rows of fer2013.csv (emotion,pixels,Usage) or icml_face_data.csv (emotion, Usage, pixels)."""
    rows, problems = [], []
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        # Quotation marks hold nothing together here: one never closed must not swallow rows.
        reader = csv.reader(_bounded_lines(file, path.name), quoting=csv.QUOTE_NONE)
        columns = [title.strip(' "').lower() for title in next(reader, [])]
        if not {"emotion", "pixels", "usage"} <= set(columns):
            raise ValueError(f"{path.name} needs the columns emotion, pixels and Usage.")
        for number, values in enumerate(reader):
            try:
                rows.append(_csv_row(columns, values, number))
            except ValueError as problem:
                problems.append(f"Line {reader.line_num}: {problem}")
    return rows, problems


def _csv_row(columns: list[str], values: list[str], number: int) -> _Row:
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
    return _Row(f"fer{number:07d}", EMOTIONS.index(CSV_EMOTIONS[int(emotion)]), usage, image)


def _bounded_lines(file: TextIO, name: str) -> Iterator[str]:
    """The file's lines, never holding more of one than a row can have."""
    for number, line in enumerate(iter(lambda: file.readline(_MAX_ROW_CHARS + 1), ""), start=1):
        if len(line) > _MAX_ROW_CHARS:
            raise ValueError(
                f"Line {number} of {name} is longer than {_MAX_ROW_CHARS:,} characters, more than "
                "a face takes; the file is refused."
            )
        yield line
