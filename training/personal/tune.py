"""*Fine-tune on me*: one's own faces and a sample of everybody's -> a finished, measured model.

The faces are read from their person's store and copied nowhere: when that person deletes them, no
run holds one.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import shlex
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import keras
import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.row import PUBLIC_TEST
from core.errors import UserError
from core.labels import EMOTIONS
from core.own.store import OwnFace, OwnStore
from core.personal.trial import MAX_GENERAL_LOSS, folds, missing, varied
from training import machine
from training.checkpoints import RunProgress
from training.export import KERAS_FILE
from training.fit import write_end
from training.model import build_model, take_weights
from training.personal.outcome import Gain, finish_personal
from training.personal.pupils import STEPS, Pupils, Seen
from training.personal.stages import Stages, in_stages
from training.reference import sampled_rows
from training.report import confusion_matrix
from training.runs import events
from training.runs.config import RunConfig
from training.runs.events import EVENTS_FILE
from training.runs.serving import keep_present
from training.runs.store import STOP_FILE, checked_name
from training.steps import StepWriter, learning_rate
from training.twins import is_clean, twin_names

MOST: Final = 200  # of one's own faces, the newest: more would take longer than a minute
SAMPLE: Final = 200  # of each expression, of other people's Training faces
# How far to go from the old weights to the learned ones: the farthest that costs others little.
_SHARES: Final = (1.0, 0.75, 0.5, 0.3)
_WHOLE: Final = 0  # the pupil that learns all faces; the others each miss a part of them


@dataclass(frozen=True, eq=False)
class _Lesson:
    own: Seen
    labels: list[str]  # of one's own faces
    plain: np.ndarray  # (1 or 2, N, h, w, c): the views of them that serving sees
    test: np.ndarray  # (1, P, h, w, c): PublicTest's faces; their mirror images would take long
    test_labels: np.ndarray
    clean: np.ndarray  # (P,) bool: those that choose in other runs
    rows: np.ndarray  # of the sample of others, in the set


def tune(run: Path, config: RunConfig, faces: FaceSet) -> RunProgress:
    """Learn a person from the beginning, and leave a finished model; resumed, it begins anew.

    Raises:
        UserError: Too few faces are kept.
        FileNotFoundError, ValueError: The model to start from is not there, or is of another
            network.
    """
    kept = [face for face in OwnStore(Path(config.own)).faces() if face.label in EMOTIONS]
    kept = kept[-MOST:]
    if said := missing([face.label for face in kept]):
        raise UserError(said)
    keras.utils.set_random_seed(config.seed)
    network = build_model(config)
    take_weights(network, run.parent / checked_name(config.start) / KERAS_FILE)
    stages = in_stages(network)
    _write_start(run, config, faces, stages)
    lesson, others = _lesson(config, stages, kept, faces)
    pupils = Pupils(stages.last, config, lesson.own, others)
    missed = folds(lesson.labels)
    progress = RunProgress()
    begun = _right(stages, lesson)
    for epoch in range(1, config.epochs + 1):
        record = _epoch(run, stages, pupils, lesson, missed, epoch)
        if record is None:
            break
        events.append(run / EVENTS_FILE, record)
        progress = RunProgress(epoch, epoch, record.val_accuracy)
    stopped = progress.epoch < config.epochs
    reason = "stopped" if stopped else "finished"
    if progress.epoch:
        events.append(run / EVENTS_FILE, events.FinishStarted(time.time(), reason))
        keep_present(run.parent)
        gain = _gain(stages, pupils, lesson, missed, begun)
        finish_personal(run, config, faces, network, gain, lesson.rows, progress)
    write_end(run, reason, progress)
    return progress


def _lesson(
    config: RunConfig, stages: Stages, kept: list[OwnFace], faces: FaceSet
) -> tuple[_Lesson, Seen]:
    """What the last stage learns from and is measured by."""
    patches, labels = np.stack([face.patch for face in kept]), [face.label for face in kept]
    copies = np.concatenate([varied(patches), varied(patches[:, :, ::-1])])
    views = stages.seen(copies).reshape(-1, len(kept), *stages.fixed.output.shape[1:])
    targets = np.eye(len(EMOTIONS), dtype=np.float32)[[EMOTIONS.index(one) for one in labels]]
    rows = sampled_rows(faces, SAMPLE)
    sample = np.stack([stages.seen(faces.images[rows]), stages.seen(faces.images[rows, :, ::-1])])
    test = faces.part(PUBLIC_TEST)
    lesson = _Lesson(
        Seen(views, targets),
        labels,
        views[[0, len(views) // 2]] if config.flip else views[:1],
        stages.seen(test.images)[np.newaxis],
        test.labels,
        is_clean(test, twin_names(faces)),
        rows,
    )
    return lesson, Seen(sample, stages.answers(sample))


def _epoch(
    run: Path,
    stages: Stages,
    pupils: Pupils,
    lesson: _Lesson,
    missed: list[list[int]],
    epoch: int,
) -> events.EpochRecord | None:
    """One epoch of every pupil; None if the run was asked to stop before it was over."""
    writer = StepWriter(run, epoch=epoch)
    started, pictures, step = time.monotonic(), 0, 0
    loss = accuracy = 0.0
    for number, without in enumerate([[], *missed]):
        rows = [row for row in range(len(lesson.labels)) if row not in without]
        for one_loss, right, count in pupils.learn(number, rows, epoch=epoch):
            step, pictures = step + 1, pictures + count
            if number == _WHOLE:  # the curves are those of the network that is kept
                loss += (one_loss - loss) / step
                accuracy += (right - accuracy) / step
            writer.after_step(stages.last, step, pictures=pictures, loss=loss, accuracy=accuracy)
            if writer.stopped or (run / STOP_FILE).exists():
                return None
    seconds, rate = time.monotonic() - started, learning_rate(stages.last)
    pupils.become(_WHOLE, 1)
    said = stages.answers(lesson.test)[lesson.clean]
    labels = lesson.test_labels[lesson.clean]
    right_share = said[np.arange(len(labels)), labels]
    found = said.argmax(axis=1)
    return events.EpochRecord(
        time=time.time(),
        epoch=epoch,
        loss=round(loss, 5),
        accuracy=round(accuracy, 5),
        val_loss=round(float(-np.log(np.maximum(right_share, 1e-12)).mean()), 5),
        val_accuracy=round(float(np.mean(found == labels)), 5),
        val_confusion=confusion_matrix(found, labels).tolist(),
        learning_rate=rate,
        pictures_per_s=round(pictures / seconds, 1),
    )


def _gain(
    stages: Stages,
    pupils: Pupils,
    lesson: _Lesson,
    missed: list[list[int]],
    begun: tuple[np.ndarray, float],
) -> Gain:
    """How much was learned; leaves the network as it is to be kept."""
    before, general = begun
    share = _SHARES[-1]
    for share in _SHARES:
        pupils.become(_WHOLE, share)
        _, now = _right(stages, lesson)
        if general - now <= MAX_GENERAL_LOSS / 2:  # well inside, for what is served rounds
            break
    after = before.copy()
    for number, rows in enumerate(missed, start=1):
        if rows:
            pupils.become(number, share)
            after[rows] = _own_right(stages, lesson)[rows]
    pupils.become(_WHOLE, share)
    return Gain(before, after, share)


def _right(stages: Stages, lesson: _Lesson) -> tuple[np.ndarray, float]:
    """Which of one's own faces are named rightly, and how many in 1 of PublicTest's."""
    said = stages.answers(lesson.test).argmax(axis=1)
    general = float(np.mean(said == lesson.test_labels))
    return _own_right(stages, lesson), general


def _own_right(stages: Stages, lesson: _Lesson) -> np.ndarray:
    said = stages.answers(lesson.plain).argmax(axis=1)
    return said == lesson.own.targets.argmax(axis=1)


def _write_start(run: Path, config: RunConfig, faces: FaceSet, stages: Stages) -> None:
    weights = stages.last.trainable_weights
    events.append(
        run / EVENTS_FILE,
        events.RunStarted(
            time=time.time(),
            first_epoch=1,
            epochs=config.epochs,
            steps_per_epoch=5 * STEPS,
            parameters=sum(int(np.prod(one.shape)) for one in weights),
            counts=faces.counts(),
            versions={**machine.described(), "backend": keras.config.backend()},
            command=shlex.join(sys.orig_argv),
        ),
    )
