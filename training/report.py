"""How good a model is: every figure that report.json and the evaluation print."""

import math
import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.classifier import Classifier
from core.dataset.face_set import FaceSet
from core.labels import EMOTIONS
from training.twins import is_clean

_ECE_BINS: Final = 15
_Z95: Final = 1.959964  # standard deviations that hold 95 % of a normal distribution


@dataclass(frozen=True)
class ReliabilityBin:
    """The faces whose confidence fell into one bin, and how many of them were named rightly."""

    n: int
    confidence: float  # mean
    accuracy: float


@dataclass(frozen=True)
class Report:
    """The figures of one model on one split. Classes are in the order of EMOTIONS."""

    n: int
    accuracy: float  # share named rightly, [0, 1]
    accuracy_ci95: tuple[float, float]
    balanced_accuracy: float  # mean recall over the classes that occur
    recall: dict[str, float]  # per class that occurs
    recall_ci95: dict[str, tuple[float, float]]
    confusion: list[list[int]]  # rows are the true class, columns the predicted
    negative_log_likelihood: float  # nats per face
    ece: float  # expected calibration error, 15 equal bins of confidence
    reliability: list[ReliabilityBin]  # the bins that are not empty
    ms_per_face: float | None = None  # on one core of the machine that measured it


@dataclass(frozen=True, eq=False)
class Measured:
    """A model's figures on a split as published, and on its *clean* part alone: the faces whose
    photo is not in Training, too."""

    probabilities: np.ndarray  # (N, 7) in the order of EMOTIONS
    published: Report
    clean: Report | None  # None where nobody knows which they are


def measure_model(
    classifier: Classifier, faces: FaceSet, twins: frozenset[str] = frozenset()
) -> Measured:
    """The figures of a model, served as the app serves it, on these faces.

    Args:
        twins: Names of faces that are not clean, as `twin_names` gives them.
    """
    started = time.perf_counter()
    probabilities = probabilities_of(classifier, faces.images)
    seconds = time.perf_counter() - started
    report = measure(probabilities, faces.labels)
    clean = is_clean(faces, twins)
    return Measured(
        probabilities=probabilities,
        published=replace(report, ms_per_face=round(1000 * seconds / report.n, 3)),
        clean=measure(probabilities[clean], faces.labels[clean]) if twins else None,
    )


def probabilities_of(classifier: Classifier, images: np.ndarray) -> np.ndarray:
    """(N, 7) floats in the order of EMOTIONS, for (N, 48, 48) uint8 faces."""
    return np.array([list(seen.scores.values()) for seen in classifier.predict(images)])


def measure(probabilities: np.ndarray, labels: np.ndarray) -> Report:
    """The figures of these predictions.

    Args:
        probabilities: (N, 7) floats, rows sum to 1.
        labels: (N,) integers, the true classes.

    Source: expected calibration error and reliability as in Guo et al., "On Calibration of
    Modern Neural Networks", 2017.
    """
    predicted = probabilities.argmax(axis=1)
    confusion = confusion_matrix(predicted, labels)
    totals, recall = confusion.sum(axis=1), recall_of(confusion)
    right = probabilities[np.arange(len(labels)), labels]
    correct = predicted == labels
    bins = _reliability(probabilities.max(axis=1), correct)
    return Report(
        n=len(labels),
        accuracy=round(float(correct.mean()), 5),
        accuracy_ci95=_interval(int(correct.sum()), len(labels)),
        balanced_accuracy=round(float(np.mean(list(recall.values()))), 5),
        recall=recall,
        recall_ci95={
            name: _interval(int(confusion[i, i]), int(totals[i]))
            for i, name in enumerate(EMOTIONS)
            if totals[i]
        },
        confusion=confusion.tolist(),
        negative_log_likelihood=round(float(-np.log(np.maximum(right, 1e-12)).mean()), 5),
        ece=round(sum(one.n * abs(one.confidence - one.accuracy) for one in bins) / len(labels), 5),
        reliability=bins,
    )


def confusion_matrix(predicted: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(7, 7) counts; rows are the true class, columns the predicted one."""
    classes = len(EMOTIONS)
    flat = np.bincount(labels * classes + predicted, minlength=classes * classes)
    return flat.reshape(classes, classes)


def recall_of(confusion: np.ndarray) -> dict[str, float]:
    """The share of each class that was named rightly, of the classes that occur."""
    totals = confusion.sum(axis=1)
    return {
        name: round(float(confusion[i, i] / totals[i]), 5)
        for i, name in enumerate(EMOTIONS)
        if totals[i]
    }


def _reliability(confidence: np.ndarray, correct: np.ndarray) -> list[ReliabilityBin]:
    bins = np.minimum((confidence * _ECE_BINS).astype(int), _ECE_BINS - 1)
    members = [np.flatnonzero(bins == i) for i in range(_ECE_BINS)]
    return [
        ReliabilityBin(
            n=len(faces),
            confidence=round(float(confidence[faces].mean()), 5),
            accuracy=round(float(correct[faces].mean()), 5),
        )
        for faces in members
        if len(faces)
    ]


def _interval(right: int, total: int) -> tuple[float, float]:
    """Where the true share lies with 95 % confidence, when `right` of `total` were found.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927.
    """
    share, weight = right / total, _Z95**2 / total
    middle = (share + weight / 2) / (1 + weight)
    half = math.sqrt(weight * share * (1 - share) + weight**2 / 4) / (1 + weight)
    return round(middle - half, 5), round(middle + half, 5)
