"""What finished networks say of the training faces: a new one learns from their mean (distilled).

A teacher answers once for each view of every face that the run shows; its answers are kept beside
the models and serve every run that looks at the same views.

Source: Hinton et al., "Distilling the Knowledge in a Neural Network", 2015; that teacher and pupil
must look at the same view is from Beyer et al., "Knowledge distillation: A good teacher is patient
and consistent", 2022.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import hashlib
import json
import logging
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np

from core.labels import EMOTIONS
from training.augment import DECIDES_VIEWS
from training.batches import views_of
from training.checkpoints import newest_checkpoint, sha256_of
from training.export import KERAS_FILE
from training.files import publish
from training.predict import predicted
from training.runs.config import RunConfig
from training.runs.store import checked_name

_KEPT: Final = ".answers"
logger = logging.getLogger(__name__)


def teachers_answers(
    models: Path, config: RunConfig, images: np.ndarray, *, workers: int = 0
) -> np.ndarray:
    """The mean answer of the config's teachers.

    Args:
        models: The folder of all models.
        images: (N, 48, 48) uint8 grey.
        workers: Processes that make the views; 0: this one.

    Returns:
        (views, N, 7) float16 in the order of EMOTIONS; a run without fixed views has one, of the
        faces as they are.

    Raises:
        FileNotFoundError, ValueError: A teacher has not learned anything yet.
    """
    names = [checked_name(name.strip()) for name in config.teachers.split(",")]
    files = {name: weights_of(models / name) for name in names}
    views = _signature(config, images)
    kept = {name: _kept_file(models, file, views) for name, file in files.items()}
    unasked = {files[name]: path for name, path in kept.items() if not _is_whole(path)}
    if unasked:
        logger.info("%d teachers answer for %d faces, once.", len(unasked), len(images))
        for path, answers in zip(
            unasked.values(), _asked(list(unasked), config, images, workers), strict=True
        ):
            _keep(answers, path)
    said = [np.load(path, allow_pickle=False) for path in kept.values()]
    mean = np.mean(said, axis=0, dtype=np.float32)
    return (mean / mean.sum(axis=-1, keepdims=True)).astype(np.float16)


def weights_of(run: Path) -> Path:
    """The file of a finished network, or of the best epoch of one whose model is not written yet.

    Raises:
        FileNotFoundError: The run has neither.
    """
    if (run / KERAS_FILE).is_file():
        return run / KERAS_FILE
    kept = newest_checkpoint(run / "checkpoints") if run.is_dir() else None
    if kept is None:
        raise FileNotFoundError(
            f"{run.name} cannot teach: there is no {KERAS_FILE} of that name in {run.parent}."
        )
    return kept.best


def _signature(config: RunConfig, images: np.ndarray) -> str:
    """Twelve letters that tell these views of these faces from all others."""
    digest = hashlib.sha256(images.tobytes())
    if config.views:
        digest.update(json.dumps([getattr(config, name) for name in DECIDES_VIEWS]).encode())
    return digest.hexdigest()[:12]


def _kept_file(models: Path, teacher: Path, views: str) -> Path:
    return models / _KEPT / f"{sha256_of(teacher)[:12]}-{views}.npy"


def _is_whole(path: Path) -> bool:
    """Whether answers are kept there; damaged ones are asked for again."""
    try:
        np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return False
    return True


def _asked(
    teachers: list[Path], config: RunConfig, images: np.ndarray, workers: int
) -> list[np.ndarray]:
    """What each teacher answers, (views, N, 7) float16."""
    networks: list[Any] = [keras.saving.load_model(path, compile=False) for path in teachers]
    views = max(config.views, 1)
    answers = [np.empty((views, len(images), len(EMOTIONS)), np.float16) for _ in networks]
    with views_of(images, config, workers=workers) as shown:
        for view, pictures in enumerate(shown):
            for network, said in zip(networks, answers, strict=True):
                said[view] = np.concatenate(list(predicted(network, pictures)))
    return answers


def _keep(answers: np.ndarray, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".writing")
    with beside.open("wb") as file:
        np.save(file, answers)
    publish(beside, path)
