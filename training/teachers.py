"""What finished models say of the training faces: a new network learns from their mean (distilled).

A model answers once for fixed views of every face; its answers are kept beside the models and serve
every run that it teaches.

Source: Hinton et al., "Distilling the Knowledge in a Neural Network", 2015.
"""

import hashlib
import logging
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.classifier import Classifier
from training.files import publish
from training.report import probabilities_of
from training.runs.config import RunConfig

_KEPT: Final = ".answers"
_LARGER: Final = 1.1  # the second view; a served model looks at the mirror images by itself
logger = logging.getLogger(__name__)


def teachers_answers(models: Path, config: RunConfig, images: np.ndarray) -> np.ndarray:
    """The mean answer of the config's teachers.

    Args:
        models: The folder of all models.
        images: (N, 48, 48) uint8 grey.

    Returns:
        (N, 7) float32 in the order of EMOTIONS; rows sum to 1.

    Raises:
        FileNotFoundError, ValueError: A teacher is no finished model.
    """
    names = [name.strip() for name in config.teachers.split(",")]
    said = [_kept_answers(models, Classifier.load(models / name), images) for name in names]
    mean = np.mean(said, axis=0, dtype=np.float32)
    return mean / mean.sum(axis=1, keepdims=True)


def _kept_answers(models: Path, teacher: Classifier, images: np.ndarray) -> np.ndarray:
    """(N, 7) float16, from the file of this teacher and these faces, or made for it now."""
    faces = hashlib.sha256(images.tobytes()).hexdigest()
    path = models / _KEPT / f"{teacher.card.name}-{teacher.card.sha256[:12]}-{faces[:12]}.npy"
    if path.is_file():
        kept = np.load(path, allow_pickle=False)
        if kept.shape == (len(images), len(teacher.card.labels)):
            return kept
    logger.info("%s answers for %d faces, once.", teacher.card.name, len(images))
    answers = np.mean([probabilities_of(teacher, view) for view in _views(images)], axis=0)
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".writing")
    with beside.open("wb") as file:
        np.save(file, answers.astype(np.float16))
    publish(beside, path)
    return answers.astype(np.float16)


def _views(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The faces as they are, and a little larger."""
    side = images.shape[1]
    matrix = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), 0, _LARGER)
    return images, np.stack([cv2.warpAffine(image, matrix, (side, side)) for image in images])
