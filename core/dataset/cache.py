"""A data set decoded once: its pictures memory-mapped, the rest in small files beside them.

A cache is written under another name and renamed when it is whole, so a kill leaves none that is
half there. What is damaged or belongs to an older set is made anew.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from core.dataset.face_set import FaceSet, read_faces
from core.dataset.row import SPLITS, Progress
from core.labels import EMOTIONS

_FORMAT: Final = 1  # of the files below; another number makes every cache anew
_IMAGES: Final = "images.npy"
_REST: Final = "faces.json"
_WRITING: Final = ".writing-"
_ABANDONED_S: Final = 3600.0  # no import takes an hour


def open_faces(path: Path, cache: Path, progress: Progress | None = None) -> FaceSet:
    """The faces of a set, read from its files only if they changed since the last time.

    Args:
        path: As `read_faces` takes it.
        cache: A folder for the decoded sets; it is made if it is missing.
        progress: Told how much is read, of how much in all, while the set itself is being read.

    Returns:
        Images are read-only and stay on the disk until they are touched.

    Raises:
        FileNotFoundError, ValueError: As `read_faces` does.
    """
    if not path.exists():
        return read_faces(path)  # which says what is missing
    folder = cache_folder(path, cache)
    faces = _load(folder)
    if faces is None:
        _write(read_faces(path, progress), folder)
        faces = _load(folder)
    if faces is None:
        raise ValueError(f"The cache of {path.name} in {folder} cannot be read back.")
    return faces


def is_cached(path: Path, cache: Path) -> bool:
    """Whether `open_faces` would answer at once."""
    return path.exists() and (cache_folder(path, cache) / _REST).exists()


def kept_array(path: Path, cache: Path, name: str, make: Callable[[], np.ndarray]) -> np.ndarray:
    """What was once computed of a set, made and kept beside its decoded faces if it is not there.

    Args:
        name: Of the array; one that is computed otherwise needs another.
    """
    file = cache_folder(path, cache) / f"{name}.npy"
    try:
        return np.load(file)
    except (OSError, ValueError, EOFError):
        values = make()
    beside = file.with_name(f"{_WRITING}{os.getpid()}-{file.name}")
    with suppress(OSError):  # a full disk costs time, nothing else
        np.save(beside, values)
        beside.replace(file)
    return values


def cache_folder(path: Path, cache: Path) -> Path:
    """Where what is known of this set lies, as its files are now; the folder may not exist yet.

    Raises:
        FileNotFoundError: There is no such set.
    """
    place = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
    state = hashlib.sha256(f"{_FORMAT} {_state(path)}".encode()).hexdigest()[:12]
    return cache / f"set-{place}-{state}"


def _state(path: Path) -> str:
    """Words that change when the set does: size and time, of a folder its count and newest time."""
    if not path.is_dir():
        stat = path.stat()
        return f"{stat.st_size} {stat.st_mtime_ns}"
    times = [
        os.stat(os.path.join(folder, name)).st_mtime_ns
        for folder, _, names in os.walk(path)
        for name in (*names, ".")
    ]
    return f"{len(times)} {max(times)}"


def _load(folder: Path) -> FaceSet | None:
    """What the folder holds; None if there is nothing or it is damaged."""
    try:
        rest = json.loads((folder / _REST).read_text(encoding="utf-8"))
        images = np.load(folder / _IMAGES, mmap_mode="r")
        labels = np.array(rest["labels"], np.int64)
        split = np.array(SPLITS)[rest["split"]]
        names, problems = tuple(rest["names"]), tuple(rest["problems"])
    except (OSError, ValueError, LookupError, TypeError, EOFError, RecursionError):
        return None
    whole = len(images) == len(labels) == len(split) == len(names) > 0
    right = whole and labels.min() >= 0 and labels.max() < len(EMOTIONS)
    return FaceSet(images, labels, names, split, problems) if right else None


def _write(faces: FaceSet, folder: Path) -> None:
    """Put the set's files into the folder, and take away what was known of its older states."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder.parent))
    try:
        np.save(beside / _IMAGES, faces.images)
        rest = {
            "labels": faces.labels.tolist(),
            "split": [SPLITS.index(split) for split in faces.split.tolist()],
            "names": faces.names,
            "problems": faces.problems,
        }
        (beside / _REST).write_text(json.dumps(rest), encoding="utf-8")
        _clear(folder)
        try:
            beside.rename(folder)
        except OSError:
            if _load(folder) is None:
                raise
            # else another visitor was faster, with the same faces
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Take away older states of the set, this one if it is damaged, and what kills left."""
    place = folder.name.rsplit("-", 1)[0]
    for old in folder.parent.glob(f"{place}-*"):
        if old != folder or _load(old) is None:
            shutil.rmtree(old, ignore_errors=True)  # Windows keeps what a page still looks at
    for left in folder.parent.glob(f"{_WRITING}*"):
        with suppress(FileNotFoundError):  # finished in between
            if time.time() - left.stat().st_mtime > _ABANDONED_S:
                shutil.rmtree(left, ignore_errors=True)
