"""Faces in a zip or a folder with `train/<class>/` and `test/<class>/`, one picture file each.

A zip is a stranger's: its table of contents is checked before anything is unpacked.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image

from core.crop import PATCH_PX
from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST, SPLITS, TRAINING, Progress, Row
from core.labels import EMOTIONS

_SPLIT_OF_FOLDER: Final = {
    "train": TRAINING,
    "val": PUBLIC_TEST,
    "validation": PUBLIC_TEST,
    "test": PRIVATE_TEST,
}
_PICTURE_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".bmp")
_FORMATS: Final = ("PNG", "JPEG", "BMP")  # their size can be read before any pixel is decoded
_MAX_MEMBERS: Final = 60_000  # FER2013 has 35,887
_MAX_MEMBER_BYTES: Final = 1_000_000  # a face of 48 x 48 takes about 2 kB


def folder_rows(folder: Path, progress: Progress) -> tuple[list[Row], list[str]]:
    """The faces under a folder, and a sentence for each picture that cannot be used."""
    return _decoded(_folder_members(folder, progress))


def zip_rows(path: Path, progress: Progress) -> tuple[list[Row], list[str]]:
    """The faces in a zip, and a sentence for each picture that cannot be used.

    Raises:
        ValueError: It is damaged or hostile.
    """
    return _decoded(_zip_members(path, progress))


def _folder_members(folder: Path, progress: Progress) -> Iterator[tuple[str, bytes]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for done, path in enumerate(paths):
        progress(done, len(paths))
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _zip_members(path: Path, progress: Progress) -> Iterator[tuple[str, bytes]]:
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
        for done, info in enumerate(members):
            progress(done, len(members))
            yield info.filename.replace("\\", "/"), _member_bytes(archive, info)


def _member_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """What is in it; nothing if it is damaged, which is then said as of any damaged picture."""
    try:
        with archive.open(info) as member:  # the declared size can lie: read no further
            return member.read(_MAX_MEMBER_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return b""


def _decoded(members: Iterable[tuple[str, bytes]]) -> tuple[list[Row], list[str]]:
    """Rows of all members that are faces in a class folder, and a sentence for each bad one."""
    rows: list[Row] = []
    problems: list[str] = []
    for name, data in members:
        parts = name.lower().split("/")
        if not parts[-1].endswith(_PICTURE_SUFFIXES) or len(parts) < 2:
            continue
        if parts[-2] not in EMOTIONS:
            problems.append(f"{name}: the folder is none of {', '.join(EMOTIONS)}.")
            continue
        try:
            label, split = EMOTIONS.index(parts[-2]), _split_of(name)
            rows.append(Row(name.rsplit("/", 1)[-1], label, split, _face_in(data)))
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
