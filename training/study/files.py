"""Where a study's results lie, and how they are written and read. Plain Python: for pages too.

What depends on the set alone, and what each model reads in it, lies in the set's own cache; what a
model's study found in a folder below. All of it goes when the set's files change.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.classifier import ModelCard
from core.dataset.cache import cache_folder
from core.dataset.finding import Finding
from training.files import publish, publish_text

PROGRESS_FILE: Final = "study.json"
LOG_FILE: Final = "study.log"
FEATURES: Final = "features"
OUT_OF_FOLD: Final = "out_of_fold"
NEIGHBOURS: Final = "neighbours"
MAP: Final = "embedding"
PRESENCE: Final = "face"
_FINDINGS: Final = "findings-2.json"  # another number where the checks have changed
_KEY_LETTERS: Final = 16  # of a model's checksum


def predictions_file(data: Path, cache: Path, card: ModelCard) -> Path:
    """What a model reads in every face of a set: (N, 7) float32."""
    return cache_folder(data, cache) / f"predictions-{card.sha256[:_KEY_LETTERS]}.npy"


def study_folder(data: Path, cache: Path, card: ModelCard) -> Path:
    """Where the study of a set by a model lies; it may not exist yet."""
    return cache_folder(data, cache) / f"study-{card.sha256[:_KEY_LETTERS]}"


def write_array(values: np.ndarray, path: Path) -> None:
    """Write beside and rename: readers see all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            np.save(file, values)
        publish(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def read_array(path: Path) -> np.ndarray | None:
    """The array, memory-mapped; None if there is none, or it is damaged."""
    try:
        return np.load(path, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return None


def write_findings(findings: Sequence[Finding], folder: Path) -> None:
    """Written last: with it a study is whole."""
    publish_text(json.dumps([asdict(finding) for finding in findings]), folder / _FINDINGS)


def read_findings(folder: Path) -> list[Finding] | None:
    """The findings in their order; None if there are none yet, or they are damaged."""
    try:
        values: Any = json.loads((folder / _FINDINGS).read_text(encoding="utf-8"))
        return [_finding(**value) for value in values]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _finding(*, faces: list[int], **others: Any) -> Finding:
    """As JSON holds it, whose lists are tuples here."""
    return Finding(faces=tuple(faces), **others)
