"""One pass over the training faces, and what the validation faces say afterwards."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np

from core.dataset.face_set import FaceSet
from training.augment import augment
from training.average import WeightAverage
from training.mix import mixed
from training.model import seed_dropout
from training.report import confusion_matrix
from training.runs import events
from training.runs.config import RunConfig
from training.runs.events import EVENTS_FILE
from training.runs.samples import choose_samples, write_mistakes, write_samples
from training.steps import StepWriter, learning_rate
from training.targets import class_weights, targets
from training.teachers import teachers_answers

_PREDICTED_AT_ONCE: Final = 256  # faces; more are no faster
_Batch = tuple[np.ndarray, np.ndarray, np.ndarray]  # pictures, targets, weights


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a run learns from, and what its best epoch is chosen by."""

    learn: FaceSet
    targets: np.ndarray  # (N, 7) float32, what the network is to answer for each face of `learn`
    weights: np.ndarray  # (N,) float32, how much each of them counts
    choose: FaceSet
    samples: np.ndarray  # indices of the faces of `choose` that are shown after every epoch


def prepare_lesson(
    run: Path, config: RunConfig, faces: FaceSet, left_out: frozenset[str] = frozenset()
) -> Lesson:
    """The run's faces and targets; the pictures of its samples are kept in its folder.

    A run that learns from the votes alone is chosen by them, too: on its faces of PublicTest the
    label is what most people voted.

    Args:
        left_out: Names of faces of Training that are not learned from.

    Raises:
        FileNotFoundError, ValueError: The set lacks a split, or the votes or a teacher are not
            there.
    """
    learn, choose = faces.part("Training").without(left_out), faces.part("PublicTest")
    for split, part in (("Training", learn), ("PublicTest", choose)):
        if not len(part.labels):
            raise ValueError(f"{config.data} has no face in {split}; training needs some.")
    if config.votes and config.vote_share == 1:
        choose = replace(choose, labels=targets(choose, config).argmax(axis=1))
    by_class = class_weights(learn.labels, config.class_balance)
    weights = np.array([by_class[label] for label in learn.labels.tolist()], np.float32)
    samples = choose_samples(choose, config.seed)
    write_samples(run, choose, samples)
    answers = teachers_answers(run.parent, config, learn.images) if config.teachers else None
    return Lesson(learn, targets(learn, config, answers), weights, choose, samples)


def run_epoch(
    model: keras.Model,
    config: RunConfig,
    lesson: Lesson,
    *,
    epoch: int,
    run: Path,
    average: WeightAverage | None = None,
) -> events.EpochRecord | None:
    """Train the model for one epoch and append its record to the run's events.

    Where a mean of the weights is kept, that is what the validation faces are shown to.

    Returns:
        The record, or None if the run was asked to stop before the epoch was over.
    """
    writer = StepWriter(run, epoch=epoch)
    learned = _learn(model, average, config, lesson, writer, epoch=epoch)
    choose = lesson.choose
    chosen = average.network if average else model
    probabilities = None if writer.stopped else _probabilities(chosen, choose.images, writer)
    if probabilities is None:
        return None
    predicted = probabilities.argmax(axis=1)
    right = probabilities[np.arange(len(choose.labels)), choose.labels]
    record = events.EpochRecord(
        time=time.time(),
        epoch=epoch,
        loss=round(learned.loss, 5),
        accuracy=round(learned.accuracy, 5),
        val_loss=round(float(-np.log(np.maximum(right, 1e-12)).mean()), 5),
        val_accuracy=round(float(np.mean(predicted == choose.labels)), 5),
        val_confusion=confusion_matrix(predicted, choose.labels).tolist(),
        learning_rate=learning_rate(model),
        pictures_per_s=round(learned.pictures / learned.seconds, 1),
    )
    write_mistakes(run, choose, probabilities)
    events.append(run / EVENTS_FILE, _sampled(lesson, probabilities, epoch))
    events.append(run / EVENTS_FILE, record)
    return record


@dataclass(frozen=True)
class _Learned:
    """The training half of an epoch."""

    pictures: int
    loss: float  # mean over them
    accuracy: float
    seconds: float


def _learn(
    model: Any,
    average: WeightAverage | None,
    config: RunConfig,
    lesson: Lesson,
    writer: StepWriter,
    *,
    epoch: int,
) -> _Learned:
    """All faces once, in a new order, or as many as came before the stop.

    The steps are taken one by one, not by `fit`: that hands the pictures to tf.data, whose tuning
    thread, when an epoch ends, is waited for up to as long again as the epoch took.
    """
    random = np.random.default_rng([config.seed, epoch])
    order = random.permutation(len(lesson.learn.labels))
    seed_dropout(model, config.seed + epoch)
    started = time.monotonic()
    pictures, loss, right = 0, 0.0, 0.0
    for step, batch in enumerate(_ahead(_batches(lesson, config, order, random)), start=1):
        images, wanted, weights = batch
        said = model.train_on_batch(images, wanted, sample_weight=weights, return_dict=True)
        if average:
            average.follow()
        pictures += len(images)
        loss += len(images) * float(said["loss"])
        right += len(images) * float(said["accuracy"])
        writer.after_step(
            model, step, pictures=pictures, loss=loss / pictures, accuracy=right / pictures
        )
        if writer.stopped:
            break
    return _Learned(pictures, loss / pictures, right / pictures, time.monotonic() - started)


def _probabilities(model: Any, images: np.ndarray, writer: StepWriter) -> np.ndarray | None:
    """(N, 7) floats for the faces, or None if the run was asked to stop meanwhile."""
    parts = []
    for first in range(0, len(images), _PREDICTED_AT_ONCE):
        part = images[first : first + _PREDICTED_AT_ONCE]
        parts.append(model.predict_on_batch(part[..., np.newaxis]))
        writer.look()
        if writer.stopped:
            return None
    return np.concatenate(parts)


def _ahead(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """The same batches, the next one being made while this one is learned from."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        coming = worker.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = worker.submit(next, batches, None)
            yield batch


def _batches(
    lesson: Lesson, config: RunConfig, order: np.ndarray, random: np.random.Generator
) -> Iterator[_Batch]:
    """Pictures, targets and weights of each step, the pictures changed by chance."""
    for first in range(0, len(order), config.batch_size):
        part = order[first : first + config.batch_size]
        images = augment(lesson.learn.images[part], config, random)
        images, wanted = mixed(images, lesson.targets[part], config, random)
        yield images[..., np.newaxis], wanted, lesson.weights[part]


def _sampled(lesson: Lesson, probabilities: np.ndarray, epoch: int) -> events.SampleRecord:
    said = probabilities[lesson.samples]
    return events.SampleRecord(
        time=time.time(),
        epoch=epoch,
        labels=lesson.choose.labels[lesson.samples].tolist(),
        predicted=said.argmax(axis=1).tolist(),
        confidence=[round(float(top), 4) for top in said.max(axis=1)],
    )
