"""What a network is to answer: for every face a distribution over the seven expressions."""

from pathlib import Path
from typing import Final

import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.votes import read_votes, shares
from core.labels import EMOTIONS
from training.runs.config import RunConfig

# FER+'s votes put FER2013's own label first for 64 faces in 100; rows of another set
# would agree by chance, with one in seven.
_MIN_AGREEMENT: Final = 0.4


def targets(faces: FaceSet, config: RunConfig) -> np.ndarray:
    """(N, 7) float32, rows sum to 1: the label, mixed with votes and smoothed.

    A face on which nobody saw one of the seven expressions keeps its label alone.

    Raises:
        FileNotFoundError: The file of votes is not there.
        ValueError: It is none, or its rows are those of another set of faces.
    """
    labels = np.eye(len(EMOTIONS))[faces.labels]
    mixed = labels
    if config.votes:
        voted = shares(read_votes(Path(config.votes), faces))
        voted_for = voted.sum(axis=1) > 0
        same = voted[voted_for].argmax(axis=1) == faces.labels[voted_for]
        agreement = float(same.mean()) if len(same) else 0.0
        if not agreement > _MIN_AGREEMENT:
            raise ValueError(
                f"{Path(config.votes).name} does not belong to these faces: its votes agree with "
                f"{agreement:.0%} of their labels. Give FER2013 itself, or leave votes empty."
            )
        share = config.vote_share * voted.sum(axis=1, keepdims=True)
        mixed = (1 - share) * labels + share * voted
    smooth = config.label_smoothing
    return ((1 - smooth) * mixed + smooth / len(EMOTIONS)).astype(np.float32)


def class_weights(labels: np.ndarray, balance: float) -> dict[int, float]:
    """What a picture of each class counts: alike at 0, so that every class counts alike at 1."""
    counts = np.bincount(labels, minlength=len(EMOTIONS))
    mean = counts.sum() / np.count_nonzero(counts)
    return {i: float((mean / max(count, 1)) ** balance) for i, count in enumerate(counts)}
