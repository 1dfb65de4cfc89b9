"""Faces to look at while a run goes on: 24 fixed ones, and the worst mistakes of the last epoch."""

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from core.crop import PATCH_PX
from core.dataset.face_set import FaceSet
from core.errors import in_words
from core.labels import EMOTIONS
from training.files import publish

COUNT: Final = 24
_SAMPLES: Final = "samples.npz"
_MISTAKES: Final = "mistakes.npz"
_MAX_BYTES: Final = 1_000_000  # 24 faces take 60,000


@dataclass(frozen=True, eq=False)
class Shown:
    """Some validation faces, at most COUNT, and what was said of them."""

    images: np.ndarray  # (n, 48, 48) uint8 grey
    labels: np.ndarray  # (n,) int64, index into EMOTIONS
    predicted: np.ndarray  # (n,) int64; of samples the same as labels: SampleRecord tells them
    confidence: np.ndarray  # (n,) float32, [0, 1]; of samples 1


def choose_samples(faces: FaceSet, seed: int) -> np.ndarray:
    """Indices of at most COUNT faces, spread over the classes, the same for the same seed."""
    order = np.random.default_rng(seed).permutation(len(faces.labels))
    rank = np.zeros(len(order), int)  # a face's place among those of its class
    for label in range(len(EMOTIONS)):
        members = order[faces.labels[order] == label]
        rank[members] = np.arange(len(members))
    return np.lexsort((faces.labels, rank))[:COUNT]


def write_samples(run: Path, faces: FaceSet, chosen: np.ndarray) -> None:
    """Keep the pictures of the fixed faces, once."""
    labels = faces.labels[chosen]
    _write(run / _SAMPLES, faces.images[chosen], labels, labels, np.ones(len(labels)))


def write_mistakes(run: Path, faces: FaceSet, probabilities: np.ndarray) -> None:
    """Keep the faces that the network was surest of, and wrong.

    Args:
        probabilities: (N, 7) for the N faces.
    """
    predicted, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    wrong = np.flatnonzero(predicted != faces.labels)
    worst = wrong[np.argsort(-confidence[wrong], kind="stable")][:COUNT]
    _write(
        run / _MISTAKES,
        faces.images[worst],
        faces.labels[worst],
        predicted[worst],
        confidence[worst],
    )


def read_samples(run: Path) -> Shown | None:
    """The fixed faces; None if the run has not begun.

    Raises:
        ValueError: The file is damaged.
    """
    return _read(run / _SAMPLES)


def read_mistakes(run: Path) -> Shown | None:
    """The worst mistakes of the last epoch, the surest first; None before the first epoch's end.

    Raises:
        ValueError: The file is damaged.
    """
    return _read(run / _MISTAKES)


def _write(
    path: Path,
    images: np.ndarray,
    labels: np.ndarray,
    predicted: np.ndarray,
    confidence: np.ndarray,
) -> None:
    beside = path.with_name(f".{path.name}")
    with beside.open("wb") as file:
        np.savez(
            file,
            images=images,
            labels=labels.astype(np.int64),
            predicted=predicted.astype(np.int64),
            confidence=confidence.astype(np.float32),
        )
    publish(beside, path)


def _read(path: Path) -> Shown | None:
    if not path.exists():
        return None
    try:
        if os.path.getsize(path) > _MAX_BYTES:
            raise ValueError("it is too large")
        with zipfile.ZipFile(path) as archive:  # what it unpacks to is said before it is unpacked
            if sum(member.file_size for member in archive.infolist()) > _MAX_BYTES:
                raise ValueError("it is too large")
        with np.load(path, allow_pickle=False) as arrays:
            shown = Shown(**{name: arrays[name] for name in Shown.__annotations__})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        reason = in_words(error).rstrip(".")
        raise ValueError(f"{path.name} of {path.parent.name} is damaged: {reason}.") from error
    n = len(shown.labels) if shown.labels.ndim == 1 else -1
    indices = (shown.labels, shown.predicted)
    if (
        not (shown.images.shape == (n, PATCH_PX, PATCH_PX) and shown.images.dtype == np.uint8)
        or any(one.shape != (n,) or one.dtype != np.int64 for one in indices)
        or any(np.any((one < 0) | (one >= len(EMOTIONS))) for one in indices)
        or not (shown.confidence.shape == (n,) and shown.confidence.dtype == np.float32)
    ):
        raise ValueError(f"{path.name} of {path.parent.name} is damaged: it holds no faces.")
    return shown
