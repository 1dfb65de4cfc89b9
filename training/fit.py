"""The epochs of a run, from its first or its last checkpoint to a finished model."""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import shlex
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST, TRAINING
from core.labels import EMOTIONS
from training import checkpoints, machine
from training.average import WeightAverage
from training.batches import Batches
from training.checkpoints import Checkpoint, RunProgress
from training.epoch import Lesson, prepare_lesson, run_epoch
from training.export import KERAS_FILE
from training.files import publish_text
from training.finish import finish_run
from training.fixes import fixed_faces
from training.learner import Alone, Learner
from training.model import build_model, compile_model, take_weights
from training.runs import events
from training.runs.config import RunConfig
from training.runs.events import EVENTS_FILE, EpochRecord
from training.runs.samples import write_samples
from training.runs.serving import keep_present
from training.runs.store import STOP_FILE, SUMMARY_FILE, checked_name
from training.tensorboard import Board
from training.twins import twin_names


def train(
    run: Path, config: RunConfig, faces: FaceSet, *, workers: int = 0, finish: bool = True
) -> RunProgress:
    """Train, or go on training, the run in this folder, and leave a finished model there.

    Args:
        workers: Processes that make the batches; 0: one thread beside the trainer.
        finish: Whether the model is written and measured at the end, which takes TensorFlow; a
            run that is resumed after its last epoch does only that.

    Raises:
        FileNotFoundError, ValueError: The set has no face in Training or in PublicTest, the model
            to start from is not there or is of another network, or the fixes are not there.
    """
    at = start(run, config, faces, workers=workers)
    learn(run, config, faces, at, Alone(), workers=workers)
    return conclude(run, config, faces, finish=finish)


@dataclass(frozen=True, eq=False)
class Start:
    """What the epochs of a run begin with, from its first or its last checkpoint."""

    lesson: Lesson
    model: keras.Model
    before: Checkpoint | None
    steps_per_epoch: int


def start(run: Path, config: RunConfig, faces: FaceSet, *, workers: int = 0) -> Start:
    """The same for every process that takes part; arguments and errors as `train` has them."""
    twins = twin_names(faces)  # before the fixes, which may leave out faces
    lesson = prepare_lesson(run, config, fixed_faces(run, config, faces), twins, workers=workers)
    keras.utils.set_random_seed(config.seed)
    before = checkpoints.newest_checkpoint(run / "checkpoints")
    steps_per_epoch = -(-len(lesson.learned.images) // config.batch_size)
    model = _model(run, config, before, steps_per_epoch=steps_per_epoch)
    return Start(lesson, model, before, steps_per_epoch)


def learn(
    run: Path, config: RunConfig, faces: FaceSet, at: Start, learner: Learner, *, workers: int = 0
) -> None:
    """All epochs that are left, or as many as come before a stop; each leaves a checkpoint."""
    lesson, model, before = at.lesson, at.model, at.before
    learner.begin(model, config, steps_per_epoch=at.steps_per_epoch)
    average = _average(model, config, before)
    progress = before.progress if before else RunProgress()
    write_samples(run, lesson.choose, lesson.samples)
    fixed = fixed_faces(run, config, faces)
    _print_counts(fixed)
    _write_summary(run, model)
    _write_start(run, config, fixed, model, progress, steps_per_epoch=at.steps_per_epoch)
    stopped = (run / STOP_FILE).exists()
    with Board(run) as board, Batches(lesson.learned, config, workers=workers) as batches:
        while progress.epoch < config.epochs and not stopped:
            if progress.epoch - progress.best_epoch >= config.patience:
                break
            epoch = progress.epoch + 1
            record = run_epoch(
                model, learner, lesson, batches, epoch=epoch, run=run, average=average
            )
            if record is None:
                break
            progress = _gone_on(progress, record)
            mean = average.network if average else None
            folder = run / "checkpoints"
            before = checkpoints.save_checkpoint(model, progress, folder, before, mean)
            board.add(record)
            _print_epoch(config, record, progress)
            stopped = (run / STOP_FILE).exists()  # an epoch can be over within a second
    learner.over()


def conclude(run: Path, config: RunConfig, faces: FaceSet, *, finish: bool = True) -> RunProgress:
    """Make the model of the best epoch, and write down how the run ended."""
    before = checkpoints.newest_checkpoint(run / "checkpoints")
    progress = before.progress if before else RunProgress()
    stopped = (run / STOP_FILE).exists() and progress.epoch < config.epochs
    reason = "stopped" if stopped else "finished"
    if before is not None and finish:
        events.append(run / EVENTS_FILE, events.FinishStarted(time.time(), reason))
        keep_present(run.parent)
        finish_run(run, config, fixed_faces(run, config, faces), before, twin_names(faces))
    write_end(run, reason, progress)
    return progress


def write_end(run: Path, reason: str, progress: RunProgress) -> None:
    """Append how the run ended, and which epoch's weights are kept."""
    events.append(
        run / EVENTS_FILE,
        events.RunEnded(
            time=time.time(),
            reason=reason,
            best_epoch=progress.best_epoch,
            best_val_accuracy=max(progress.best_val_accuracy, 0.0),
        ),
    )


def _model(
    run: Path, config: RunConfig, before: Checkpoint | None, *, steps_per_epoch: int
) -> keras.Model:
    if before:
        return keras.saving.load_model(before.state)  # pyright: ignore[reportReturnType]
    model = build_model(config)
    if config.start:
        take_weights(model, run.parent / checked_name(config.start) / KERAS_FILE)
    compile_model(model, config, steps_per_epoch=steps_per_epoch)
    return model


def _average(
    model: keras.Model, config: RunConfig, before: Checkpoint | None
) -> WeightAverage | None:
    if not config.weight_average:
        return None
    average = WeightAverage(model, config.weight_average)
    if before:
        kept: Any = keras.saving.load_model(before.average, compile=False)
        average.network.set_weights(kept.get_weights())
    return average


def _gone_on(progress: RunProgress, record: EpochRecord) -> RunProgress:
    if record.val_accuracy > progress.best_val_accuracy:
        progress = RunProgress(best_epoch=record.epoch, best_val_accuracy=record.val_accuracy)
    return replace(progress, epoch=record.epoch)


def _print_epoch(config: RunConfig, record: EpochRecord, progress: RunProgress) -> None:
    print(
        f"Epoch {record.epoch} of {config.epochs}: validation accuracy {record.val_accuracy:.2%}, "
        f"best {progress.best_val_accuracy:.2%} in epoch {progress.best_epoch}",
        flush=True,
    )


def _print_counts(faces: FaceSet) -> None:
    counts = faces.counts()
    tests = [counts[split] for split in (PUBLIC_TEST, PRIVATE_TEST) if split in counts]
    table = {"train": counts[TRAINING], "test": np.sum(tests, axis=0).tolist(), **counts}
    print(f"{'pictures':>12} {'  '.join(f'{name:>8}' for name in EMOTIONS)}")
    for split, numbers in table.items():
        if split != TRAINING:
            print(f"{split:>12} {'  '.join(f'{number:>8}' for number in numbers)}")


def _write_summary(run: Path, model: keras.Model) -> None:
    """The network's layers as a table of text, for people."""
    lines: list[str] = []

    def write(line: str, **_: object) -> None:
        lines.append(line)

    model.summary(line_length=110, print_fn=write)
    publish_text("\n".join(lines) + "\n", run / SUMMARY_FILE)


def _write_start(
    run: Path,
    config: RunConfig,
    faces: FaceSet,
    model: keras.Model,
    progress: RunProgress,
    *,
    steps_per_epoch: int,
) -> None:
    events.append(
        run / EVENTS_FILE,
        events.RunStarted(
            time=time.time(),
            first_epoch=progress.epoch + 1,
            epochs=config.epochs,
            steps_per_epoch=steps_per_epoch,
            parameters=model.count_params(),
            counts=faces.counts(),
            versions={**machine.described(), "backend": keras.config.backend()},
            command=shlex.join(sys.orig_argv),
        ),
    )
