"""One pass over the training faces, and what the validation faces say afterwards."""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.row import PUBLIC_TEST, TRAINING
from training.average import EVERY, WeightAverage
from training.batches import Batches, Learned
from training.learner import Learner
from training.predict import predicted
from training.report import confusion_matrix
from training.runs import events
from training.runs.config import RunConfig
from training.runs.events import EVENTS_FILE
from training.runs.samples import choose_samples, write_mistakes
from training.steps import StepWriter, learning_rate
from training.targets import class_weights, targets
from training.teachers import teachers_answers


@dataclass(frozen=True, eq=False)
class Lesson:
    """What a run learns from, and what its best epoch is chosen by."""

    learned: Learned
    choose: FaceSet
    samples: np.ndarray  # indices of the faces of `choose` that are shown after every epoch


def prepare_lesson(
    run: Path,
    config: RunConfig,
    faces: FaceSet,
    twins: frozenset[str] = frozenset(),
    *,
    workers: int = 0,
) -> Lesson:
    """The run's faces and targets.

    Its epochs are told apart by the clean faces of PublicTest: the others reward what was learned
    by heart. A run that learns from the votes alone is chosen by them, too: there the label is what
    most people voted.

    Args:
        twins: Names of the faces whose photo the other side holds, too.
        workers: As `teachers_answers` takes them.

    Raises:
        FileNotFoundError, ValueError: The set lacks a split, or the votes or a teacher are not
            there.
    """
    learn, choose = faces.part(TRAINING), faces.part(PUBLIC_TEST).without(twins)
    if config.twins == "left out":
        learn = learn.without(twins)
    for split, part in ((TRAINING, learn), (PUBLIC_TEST, choose)):
        if not len(part.labels):
            raise ValueError(f"{config.data} has no face in {split}; training needs some.")
    if config.votes and config.vote_share == 1:
        choose = replace(choose, labels=targets(choose, config).argmax(axis=1))
    by_class = class_weights(learn.labels, config.class_balance)
    weights = np.array([by_class[label] for label in learn.labels.tolist()], np.float32)
    samples = choose_samples(choose, config.seed)
    answers = None
    if config.teachers:
        answers = teachers_answers(run.parent, config, learn.images, workers=workers)
    learned = Learned(learn.images, targets(learn, config), weights, answers)
    return Lesson(learned, choose, samples)


def run_epoch(
    model: keras.Model,
    learner: Learner,
    lesson: Lesson,
    batches: Batches,
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
    learned = _learn(model, learner, average, batches, writer, epoch=epoch)
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
    learner: Learner,
    average: WeightAverage | None,
    batches: Batches,
    writer: StepWriter,
    *,
    epoch: int,
) -> _Learned:
    """All faces once, in a new order, or as many as came before the stop.

    The steps are taken one by one, not by `fit`: that hands the pictures to tf.data, whose tuning
    thread, when an epoch ends, is waited for up to as long again as the epoch took.
    """
    started = time.monotonic()
    pictures, loss, right = 0, 0.0, 0.0
    for step, batch in enumerate(batches.of(epoch), start=1):
        mean_loss, share = learner.learn(batch, epoch=epoch, number=step)
        count, steps = len(batch[0]), (epoch - 1) * batches.steps + step
        if average and steps % EVERY == 0:
            learner.give_back()
            average.follow(steps)
        pictures += count
        loss += count * mean_loss
        right += count * share
        writer.after_step(
            model, step, pictures=pictures, loss=loss / pictures, accuracy=right / pictures
        )
        if writer.stopped:
            break
    learner.give_back()
    return _Learned(pictures, loss / pictures, right / pictures, time.monotonic() - started)


def _probabilities(model: Any, images: np.ndarray, writer: StepWriter) -> np.ndarray | None:
    """(N, 7) floats for the faces, or None if the run was asked to stop meanwhile."""
    parts = []
    for part in predicted(model, images):
        parts.append(part)
        writer.look()
        if writer.stopped:
            return None
    return np.concatenate(parts)


def _sampled(lesson: Lesson, probabilities: np.ndarray, epoch: int) -> events.SampleRecord:
    said = probabilities[lesson.samples]
    return events.SampleRecord(
        time=time.time(),
        epoch=epoch,
        labels=lesson.choose.labels[lesson.samples].tolist(),
        predicted=said.argmax(axis=1).tolist(),
        confidence=[round(float(top), 4) for top in said.max(axis=1)],
    )
