"""Studies as pages see them: start one, watch it, read what it found. Loads no Keras."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from core.classifier import ModelCard, list_models, read_card
from core.dataset.cache import cache_folder
from core.dataset.finding import Finding
from training import background, lock
from training.study import files as study_files
from training.study.files import read_array
from training.study.progress import StudyProgress, read_progress

STUDY: Final = (sys.executable, "-m", "training.study")
_LOG_BYTES: Final = 4_000
_LOG_LINES: Final = 3
_NOT_TEXT: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, eq=False)
class Study:
    """All that is known of N faces by one model, in the order of the set. Do not write into it."""

    probabilities: dict[str, np.ndarray]  # (N, 7) float32 by each finished model's name
    features: np.ndarray  # (N, D) float16, memory-mapped: the layer before the last
    embedding: np.ndarray  # (N, 2) float32, a map of the features
    neighbours: np.ndarray  # (N, k) int32, the training faces most alike, the nearest first
    out_of_fold: np.ndarray  # (N, 7) float32, by models that did not learn from the face
    findings: list[Finding]  # each check's clearest cases first
    face_heights: np.ndarray | None  # (N,) float32 by the patch's, NaN where no face is found


def start_study(models: Path, model: str, data: Path, cache: Path) -> None:
    """Begin to study a set with a model, in a process of its own that outlives whoever asked.

    Raises:
        ValueError: A study runs already, the model is not finished, or this is Windows.
        FileNotFoundError: There is no such set.
    """
    if model not in list_models(models):
        raise ValueError(f"There is no finished model called {model[:80]!r}.")
    cache_folder(data, cache)  # which says whether the set is there
    if sys.platform == "win32":
        raise ValueError(
            "On Windows a study is started in a terminal: python -m training.study --model NAME"
        )
    if not background.is_installed(background.STUDY_NEEDS):
        raise ValueError(
            "What a study needs is not installed here. Study the set on a machine where "
            "requirements.txt is installed, and copy its folder below data/cache."
        )
    try:
        held = lock.take(cache, model)
    except ValueError as problem:
        raise ValueError("A study is under way already. Wait until it has ended.") from problem
    try:
        _launch(models, model, data, cache, held)
    finally:
        os.close(held)  # the study has its own copy, and with it the lock


def study_progress(cache: Path) -> StudyProgress:
    """How far the study that was started last has come."""
    running = lock.holder(cache) is not None
    return read_progress(cache, running=running, last_words=_last_words(cache))


def read_study(models: Path, model: str, data: Path, cache: Path) -> Study | None:
    """What the finished study of this set by this model found; None if there is none.

    A model that was finished after the study is missing in its probabilities until the next one.
    """
    card = _cards(models).get(model)
    if card is None or not data.exists():
        return None
    folder = study_files.study_folder(data, cache, card)
    findings = study_files.read_findings(folder)
    names = (
        study_files.FEATURES,
        study_files.MAP,
        study_files.NEIGHBOURS,
        study_files.OUT_OF_FOLD,
    )
    found = [read_array(folder / f"{name}.npy") for name in names]
    arrays = [values for values in found if values is not None]
    if findings is None or len(arrays) < len(names):
        return None
    features, embedding, neighbours, out_of_fold = arrays
    seen = read_array(cache_folder(data, cache) / f"{study_files.PRESENCE}.npy")
    return Study(
        probabilities=read_predictions(models, data, cache),
        features=features,
        embedding=np.array(embedding),
        neighbours=neighbours,
        out_of_fold=np.array(out_of_fold),
        findings=findings,
        face_heights=None if seen is None else np.array(seen[:, 1]),
    )


def read_predictions(models: Path, data: Path, cache: Path) -> dict[str, np.ndarray]:
    """What each model reads in every face of a set, (N, 7) float32, as far as it was asked yet.

    It comes minutes before the rest of a study.
    """
    if not data.exists():
        return {}
    found = {
        name: read_array(study_files.predictions_file(data, cache, card))
        for name, card in _cards(models).items()
    }
    return {name: np.array(values) for name, values in found.items() if values is not None}


def study_stamp(models: Path, model: str, data: Path, cache: Path) -> tuple[int, ...]:
    """Numbers that change whenever a study has written something about this set by this model."""
    card = _cards(models).get(model)
    if card is None or not data.exists():
        return ()
    folders = (cache_folder(data, cache), study_files.study_folder(data, cache, card))
    return tuple(folder.stat().st_mtime_ns for folder in folders if folder.is_dir())


def _cards(models: Path) -> dict[str, ModelCard]:
    """The whole cards by their models' names."""
    cards: dict[str, ModelCard] = {}
    for name in list_models(models):
        try:
            cards[name] = read_card(models / name)
        except (ValueError, OSError):
            continue  # a damaged card is no model; its page says so
    return cards


def _launch(models: Path, model: str, data: Path, cache: Path, held: int) -> None:
    command = [*STUDY, "--model", model, "--lock", str(held)]
    command += ["--models", str(models.resolve())]
    command += ["--data", str(data.resolve()), "--cache", str(cache.resolve())]
    background.launch(command, cache / study_files.LOG_FILE, held, anew=True)


def _last_words(cache: Path) -> str:
    """What a study's process said of an error before it ended; empty if it said nothing."""
    try:
        data = (cache / study_files.LOG_FILE).read_bytes()[-_LOG_BYTES:]
    except OSError:
        return ""
    lines = _NOT_TEXT.sub("", data.decode("utf-8", "replace")).strip().split("\n")
    return " ".join(line for line in lines[-_LOG_LINES:] if "Error" in line)[:500]
