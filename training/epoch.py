"""One pass over the training faces, and what the validation faces say afterwards."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import keras
import numpy as np

from core.dataset import FaceSet
from training import events
from training.augment import augment
from training.callbacks import StepWriter
from training.config import RunConfig
from training.model import seed_dropout
from training.report import confusion_matrix
from training.targets import class_weights

STOP_FILE: Final = "stop"  # an empty file of this name in the run's folder asks it to end
_STEPS_SHOWN: Final = 1 if sys.stdout.isatty() else 2  # a progress bar, or a line an epoch


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a run learns from, and what it is chosen by."""

    learn: FaceSet
    targets: np.ndarray  # (N, 7) float32, what the network is to answer for each face of `learn`
    choose: FaceSet


def run_epoch(
    model: keras.Model, config: RunConfig, lesson: Lesson, *, epoch: int, run: Path
) -> events.EpochRecord | None:
    """Train the model for one epoch and append its record to the run's events.

    Returns:
        The record, or None if the run was asked to stop before the epoch was over.
    """
    random = np.random.default_rng([config.seed, epoch])
    order = random.permutation(len(lesson.learn.labels))
    seed_dropout(model, config.seed + epoch)
    writer = StepWriter(epoch=epoch, log=run / "events.jsonl", stop=run / STOP_FILE)
    started = time.monotonic()
    weights = class_weights(lesson.learn.labels, config.class_balance)
    history = model.fit(
        augment(lesson.learn.images[order], config, random)[..., np.newaxis],
        lesson.targets[order],
        sample_weight=np.array([weights[label] for label in lesson.learn.labels[order]]),
        batch_size=config.batch_size,
        initial_epoch=epoch - 1,
        epochs=epoch,
        shuffle=False,
        callbacks=[writer],
        verbose=_STEPS_SHOWN,  # pyright: ignore[reportArgumentType]
    ).history
    if writer.stopped:
        return None
    seconds = time.monotonic() - started
    choose = lesson.choose
    probabilities = model.predict(
        choose.images[..., np.newaxis],
        batch_size=256,
        verbose=0,  # pyright: ignore[reportArgumentType]
    )
    predicted = probabilities.argmax(axis=1)
    right = probabilities[np.arange(len(choose.labels)), choose.labels]
    record = events.EpochRecord(
        time=time.time(),
        epoch=epoch,
        loss=round(float(history["loss"][0]), 5),
        accuracy=round(float(history["accuracy"][0]), 5),
        val_loss=round(float(-np.log(np.maximum(right, 1e-12)).mean()), 5),
        val_accuracy=round(float(np.mean(predicted == choose.labels)), 5),
        val_confusion=confusion_matrix(predicted, choose.labels).tolist(),
        learning_rate=np.asarray(keras.ops.convert_to_numpy(model.optimizer.learning_rate)).item(),
        pictures_per_s=round(len(order) / seconds, 1),
    )
    events.append(run / "events.jsonl", record)
    return record
