"""One pass over the training faces, and what the validation faces say afterwards."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import keras
import numpy as np

from core.dataset import FaceSet
from training import events
from training.augment import augment
from training.callbacks import StepWriter, learning_rate
from training.config import RunConfig
from training.events import EVENTS_FILE
from training.model import seed_dropout
from training.report import confusion_matrix
from training.samples import choose_samples, write_mistakes, write_samples
from training.targets import class_weights, targets

_STEPS_SHOWN: Final = 1 if sys.stdout.isatty() else 2  # a progress bar, or a line an epoch
_PREDICTED_AT_ONCE: Final = 256  # faces; more are no faster


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a run learns from, and what it is chosen by."""

    learn: FaceSet
    targets: np.ndarray  # (N, 7) float32, what the network is to answer for each face of `learn`
    weights: np.ndarray  # (N,) float32, how much each of them counts
    choose: FaceSet
    samples: np.ndarray  # indices of the faces of `choose` that are shown after every epoch


def prepare_lesson(run: Path, config: RunConfig, faces: FaceSet) -> Lesson:
    """The run's faces and targets; the pictures of its samples are kept in its folder.

    Raises:
        FileNotFoundError, ValueError: The set lacks a split, or the votes are not there.
    """
    learn, choose = faces.part("Training"), faces.part("PublicTest")
    for split, part in (("Training", learn), ("PublicTest", choose)):
        if not len(part.labels):
            raise ValueError(f"{config.data} has no face in {split}; training needs some.")
    by_class = class_weights(learn.labels, config.class_balance)
    weights = np.array([by_class[label] for label in learn.labels.tolist()], np.float32)
    samples = choose_samples(choose, config.seed)
    write_samples(run, choose, samples)
    return Lesson(learn, targets(learn, config), weights, choose, samples)


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
    writer = StepWriter(run, epoch=epoch, batch_size=config.batch_size)
    started = time.monotonic()
    history = model.fit(
        _batches(lesson, config, order, random),
        steps_per_epoch=-(-len(order) // config.batch_size),
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
        batch_size=_PREDICTED_AT_ONCE,
        callbacks=[writer],
        verbose=0,  # pyright: ignore[reportArgumentType]
    )
    if writer.stopped:
        return None
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
        learning_rate=learning_rate(model),
        pictures_per_s=round(len(order) / seconds, 1),
    )
    write_mistakes(run, choose, probabilities)
    events.append(run / EVENTS_FILE, _sampled(lesson, probabilities, epoch))
    events.append(run / EVENTS_FILE, record)
    return record


def _batches(
    lesson: Lesson, config: RunConfig, order: np.ndarray, random: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Pictures, targets and weights of a step, changed by chance only when they are needed:
    Keras asks for the next while it computes this one.
    """
    for first in range(0, len(order), config.batch_size):
        part = order[first : first + config.batch_size]
        images = augment(lesson.learn.images[part], config, random)
        yield images[..., np.newaxis], lesson.targets[part], lesson.weights[part]


def _sampled(lesson: Lesson, probabilities: np.ndarray, epoch: int) -> events.SampleRecord:
    said = probabilities[lesson.samples]
    return events.SampleRecord(
        time=time.time(),
        epoch=epoch,
        labels=lesson.choose.labels[lesson.samples].tolist(),
        predicted=said.argmax(axis=1).tolist(),
        confidence=[round(float(top), 4) for top in said.max(axis=1)],
    )
