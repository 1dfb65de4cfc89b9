"""Taking a set of faces into the data folder: checked, decoded once, or refused and left out."""

import re
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from core.dataset.cache import open_faces
from core.dataset.face_set import FaceSet
from core.dataset.row import Progress

IMPORT_TYPES: Final = ("zip", "csv")
_COPYING: Final = ".importing-"
_MAX_FILES: Final = 60_000  # as many as are read of a zip
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".bmp")


def import_path(
    source: Path, folder: Path, cache: Path, progress: Progress | None = None
) -> tuple[Path, FaceSet]:
    """Copy a zip, a csv or a folder of pictures into the data folder, as one file, and read it.

    A folder becomes a zip. Nothing is overwritten: a taken name gets a number.

    Args:
        folder: The data folder; it is made if it is missing.
        cache: Where the decoded faces go, as `open_faces` takes it.
        progress: Told how much of the set is read.

    Returns:
        The copy, and its faces.

    Raises:
        FileNotFoundError: There is no such file or folder.
        ValueError: It holds no faces that can be used, or is hostile; nothing is kept of it then.
    """
    if source.is_dir():
        beside = _beside(folder)
        try:
            _pack(source, beside)
            return _taken_in(beside, f"{source.resolve().name}.zip", folder, cache, progress)
        finally:
            _let_go(beside)
    if not source.is_file():
        raise FileNotFoundError(
            f"There is no file or folder at {source}. Give the path of a zip, a folder or a csv."
        )
    with source.open("rb") as data:
        return import_file(data, source.name, folder, cache, progress)


def import_file(
    data: BinaryIO, name: str, folder: Path, cache: Path, progress: Progress | None = None
) -> tuple[Path, FaceSet]:
    """The same for a file that somebody hands over, under its own name.

    Raises:
        ValueError: As `import_path` does.
    """
    if not name.lower().endswith(tuple(f".{kind}" for kind in IMPORT_TYPES)):
        raise ValueError(f"{name[:80]} is no zip or csv file. Give one of these, or a folder.")
    beside = _beside(folder)
    try:
        with beside.open("wb") as copy:
            shutil.copyfileobj(data, copy)
        return _taken_in(beside, name, folder, cache, progress)
    finally:
        _let_go(beside)


def _beside(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while (beside := folder / f"{_COPYING}{number}").exists():
        number += 1
    return beside


def _taken_in(
    beside: Path, name: str, folder: Path, cache: Path, progress: Progress | None
) -> tuple[Path, FaceSet]:
    """Give the copy its name and read it; what cannot be read is deleted again."""
    stem, kind = name.rsplit(".", 1)
    plain = re.sub(r"[^\w-]+", "-", stem).strip("-")[:60] or "faces"
    path, number = folder / f"{plain}.{kind.lower()}", 2
    while path.exists():
        path, number = folder / f"{plain}-{number}.{kind.lower()}", number + 1
    beside.rename(path)
    try:
        return path, open_faces(path, cache, progress)
    except BaseException:
        _let_go(path)
        raise


def _let_go(path: Path) -> None:
    """Delete a file if it is there; a disk that became read-only keeps it, which hurts nobody."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _pack(source: Path, target: Path) -> None:
    """The pictures under a folder as a zip with the same names inside."""
    paths: list[Path] = []
    for path in source.rglob("*"):
        if path.suffix.lower() in _PICTURES and path.is_file():
            paths.append(path)
        if len(paths) > _MAX_FILES:
            raise ValueError(f"{source.name} holds more than {_MAX_FILES:,} pictures.")
    with zipfile.ZipFile(target, "w") as archive:  # pictures are packed already
        for path in sorted(paths):
            archive.write(path, path.relative_to(source).as_posix())
