"""How good a model is: every figure that report.json and the evaluation print."""

import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.classifier import Classifier
from core.dataset import FaceSet
from core.labels import EMOTIONS

_ECE_BINS: Final = 15


@dataclass(frozen=True)
class Report:
    """The figures of one model on one split. Classes are in the order of EMOTIONS."""

    n: int
    accuracy: float  # share named rightly, [0, 1]
    balanced_accuracy: float  # mean recall over the classes that occur
    recall: dict[str, float]  # per class that occurs
    confusion: list[list[int]]  # rows are the true class, columns the predicted
    negative_log_likelihood: float  # nats per face
    ece: float  # expected calibration error, 15 equal bins of confidence
    ms_per_face: float | None = None  # on one core of the machine that measured it


def measure_model(classifier: Classifier, faces: FaceSet) -> Report:
    """The figures of a model, served as the app serves it, on these faces."""
    started = time.perf_counter()
    predictions = classifier.predict(faces.images)
    seconds = time.perf_counter() - started
    probabilities = np.array([list(seen.scores.values()) for seen in predictions])
    report = measure(probabilities, faces.labels)
    return replace(report, ms_per_face=round(1000 * seconds / report.n, 3))


def measure(probabilities: np.ndarray, labels: np.ndarray) -> Report:
    """The figures of these predictions.

    Args:
        probabilities: (N, 7) floats, rows sum to 1.
        labels: (N,) integers, the true classes.

    Source: expected calibration error as in Guo et al., "On Calibration of Modern Neural
    Networks", 2017.
    """
    predicted = probabilities.argmax(axis=1)
    confusion = confusion_matrix(predicted, labels)
    totals = confusion.sum(axis=1)
    recall = {
        name: round(float(confusion[i, i] / totals[i]), 5)
        for i, name in enumerate(EMOTIONS)
        if totals[i]
    }
    right = probabilities[np.arange(len(labels)), labels]
    return Report(
        n=len(labels),
        accuracy=round(float(np.mean(predicted == labels)), 5),
        balanced_accuracy=round(float(np.mean(list(recall.values()))), 5),
        recall=recall,
        confusion=confusion.tolist(),
        negative_log_likelihood=round(float(-np.log(np.maximum(right, 1e-12)).mean()), 5),
        ece=round(_calibration_error(probabilities.max(axis=1), predicted == labels), 5),
    )


def confusion_matrix(predicted: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(7, 7) counts; rows are the true class, columns the predicted one."""
    classes = len(EMOTIONS)
    flat = np.bincount(labels * classes + predicted, minlength=classes * classes)
    return flat.reshape(classes, classes)


def _calibration_error(confidence: np.ndarray, correct: np.ndarray) -> float:
    bins = np.minimum((confidence * _ECE_BINS).astype(int), _ECE_BINS - 1)
    size = np.bincount(bins, minlength=_ECE_BINS)
    gap = np.bincount(bins, weights=confidence - correct, minlength=_ECE_BINS)
    return float(np.abs(gap).sum() / size.sum())
