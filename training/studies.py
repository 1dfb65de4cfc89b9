"""Studies as pages see them: start one, watch it, read what it found. Loads no Keras."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.dataset_finding import Finding


@dataclass(frozen=True)
class StudyProgress:
    """How far the study that was started last has come."""

    stage: str  # in words, empty if none was started
    share: float  # done of the whole study, [0, 1]
    running: bool
    problem: str  # why it failed, a sentence; empty if it did not


@dataclass(frozen=True, eq=False)
class Study:
    """All that is known of N faces by one model, in the order of the set."""

    probabilities: dict[str, np.ndarray]  # (N, 7) float32 by each finished model's name
    features: np.ndarray  # (N, D) float16, memory-mapped: the layer before the last
    embedding: np.ndarray  # (N, 2) float32, a map of the features
    neighbours: np.ndarray  # (N, k) int32, the training faces most alike, the nearest first
    out_of_fold: np.ndarray  # (N, 7) float32, by models that did not learn from the face
    findings: list[Finding]


def start_study(models: Path, model: str, data: Path, cache: Path) -> None:
    """Begin to study a set with a model, in a process of its own that outlives whoever asked.

    Raises:
        ValueError: A study runs already, or the model is not finished.
    """
    raise ValueError("Studies cannot be started yet.")


def study_progress(cache: Path) -> StudyProgress:
    """How far it is."""
    return StudyProgress("", 0.0, False, "")


def read_study(models: Path, model: str, data: Path, cache: Path) -> Study | None:
    """What the finished study of this set by this model found; None if there is none."""
    return None
