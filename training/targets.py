"""What a network is to answer: for every face a distribution over the seven expressions."""

from pathlib import Path

import numpy as np

from core.dataset import FaceSet
from core.labels import EMOTIONS
from core.votes import read_votes, shares
from training.config import RunConfig


def targets(faces: FaceSet, config: RunConfig) -> np.ndarray:
    """(N, 7) float32, rows sum to 1: the label, mixed with the votes and smoothed.

    A face on which nobody saw one of the seven expressions keeps its label alone.

    Raises:
        FileNotFoundError, ValueError: The file of votes is not there, or is none.
    """
    labels = np.eye(len(EMOTIONS))[faces.labels]
    mixed = labels
    if config.votes:
        voted = shares(read_votes(Path(config.votes), faces))
        share = config.vote_share * voted.sum(axis=1, keepdims=True)
        mixed = (1 - share) * labels + share * voted
    smooth = config.label_smoothing
    return ((1 - smooth) * mixed + smooth / len(EMOTIONS)).astype(np.float32)


def class_weights(labels: np.ndarray, balance: float) -> dict[int, float]:
    """What a picture of each class counts: alike at 0, so that every class counts alike at 1."""
    counts = np.bincount(labels, minlength=len(EMOTIONS))
    mean = counts.sum() / np.count_nonzero(counts)
    return {i: float((mean / max(count, 1)) ** balance) for i, count in enumerate(counts)}
