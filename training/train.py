"""`python -m training.train`: config -> data -> model -> fit -> events -> files.

The run's folder is the model's folder: it begins with config.json and is a model once card.json,
written last, is there. The test split is used once, after training, for report.json.
"""

import argparse
import logging
import platform
import sys
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import keras
import numpy as np

from core.dataset import FaceSet, read_faces
from core.labels import EMOTIONS
from training import checkpoints, events
from training.checkpoints import Checkpoint, Progress
from training.config import RunConfig
from training.epoch import STOP_FILE, Lesson, run_epoch
from training.events import EpochRecord
from training.finish import finish_run
from training.model import build_model, compile_model
from training.recipes import RECIPES
from training.runs import create_run, read_config
from training.targets import targets

logger = logging.getLogger(__name__)


def train(run: Path, config: RunConfig, faces: FaceSet) -> Progress:
    """Train, or go on training, the run in this folder, and leave a finished model there.

    Raises:
        ValueError: The set has no face in Training or in PublicTest.
    """
    learn, choose = faces.part("Training"), faces.part("PublicTest")
    for split, part in (("Training", learn), ("PublicTest", choose)):
        if not len(part.labels):
            raise ValueError(f"{config.data} has no face in {split}; training needs some.")
    lesson = Lesson(learn, targets(learn, config), choose)
    keras.utils.set_random_seed(config.seed)
    before = checkpoints.newest_checkpoint(run / "checkpoints")
    model = _model(config, before, steps_per_epoch=-(-len(learn.labels) // config.batch_size))
    progress = before.progress if before else Progress()
    _write_start(run, config, faces, model, progress)
    stopped = False
    while progress.epoch < config.epochs and not stopped:
        if progress.epoch - progress.best_epoch >= config.patience:
            break
        record = run_epoch(model, config, lesson, epoch=progress.epoch + 1, run=run)
        if record is None:
            stopped = True
            break
        progress = _gone_on(progress, record)
        before = checkpoints.save_checkpoint(model, progress, run / "checkpoints", before)
        _print_epoch(config, record, progress)
        stopped = (run / STOP_FILE).exists()  # an epoch can be over within a second
    if before is None:
        raise ValueError("The run was stopped before its first epoch ended; there is no model.")
    finish_run(run, config, faces, before)
    _write_end(run, "stopped" if stopped else "finished", progress)
    return progress


def _model(config: RunConfig, before: Checkpoint | None, *, steps_per_epoch: int) -> keras.Model:
    if before:
        return keras.saving.load_model(before.state)  # pyright: ignore[reportReturnType]
    model = build_model(config)
    compile_model(model, config, steps_per_epoch=steps_per_epoch)
    return model


def _gone_on(progress: Progress, record: EpochRecord) -> Progress:
    if record.val_accuracy > progress.best_val_accuracy:
        progress = Progress(best_epoch=record.epoch, best_val_accuracy=record.val_accuracy)
    return replace(progress, epoch=record.epoch)


def _print_epoch(config: RunConfig, record: EpochRecord, progress: Progress) -> None:
    print(
        f"Epoch {record.epoch} of {config.epochs}: validation accuracy {record.val_accuracy:.2%}, "
        f"best {progress.best_val_accuracy:.2%} in epoch {progress.best_epoch}",
        flush=True,
    )


def _write_start(
    run: Path, config: RunConfig, faces: FaceSet, model: keras.Model, progress: Progress
) -> None:
    counts = faces.counts()
    tests = [counts[split] for split in ("PublicTest", "PrivateTest") if split in counts]
    table = {"train": counts["Training"], "test": np.sum(tests, axis=0).tolist(), **counts}
    print(f"{'pictures':>12} {'  '.join(f'{name:>8}' for name in EMOTIONS)}")
    for split, numbers in table.items():
        if split != "Training":
            print(f"{split:>12} {'  '.join(f'{number:>8}' for number in numbers)}")
    events.append(
        run / "events.jsonl",
        events.RunStarted(
            time=time.time(),
            first_epoch=progress.epoch + 1,
            epochs=config.epochs,
            steps_per_epoch=-(-sum(counts["Training"]) // config.batch_size),
            parameters=model.count_params(),
            counts=counts,
            versions={
                "python": platform.python_version(),
                "keras": keras.version(),
                "backend": keras.config.backend(),
                "machine": f"{platform.system()} {platform.machine()}",
            },
        ),
    )


def _write_end(run: Path, reason: str, progress: Progress) -> None:
    events.append(
        run / "events.jsonl",
        events.RunEnded(
            time=time.time(),
            reason=reason,
            best_epoch=progress.best_epoch,
            best_val_accuracy=max(progress.best_val_accuracy, 0.0),
        ),
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit status is 0 when a model was made."""
    parser = argparse.ArgumentParser(description="Train a network that reads expressions.")
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--recipe", choices=sorted(RECIPES), help="a named recipe")
    start.add_argument("--resume", metavar="RUN", help="go on with the run of this name")
    parser.add_argument("--data", metavar="PATH", help="FER2013 as a zip, folder or csv file")
    parser.add_argument("--epochs", type=int, help="fewer or more epochs than the recipe says")
    parser.add_argument("--name", help="the run's name; the recipe and the time if left out")
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of all models")
    chosen = parser.parse_args(arguments)
    if chosen.resume and (chosen.data or chosen.epochs or chosen.name):
        parser.error("--resume goes on as the run's config.json says; give it alone.")
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        if chosen.resume:
            run = chosen.models / chosen.resume
            config = read_config(run)
            (run / STOP_FILE).unlink(missing_ok=True)  # the one that ended the run before
            events.drop_unfinished(run / "events.jsonl")
            faces = read_faces(Path(config.data))
        else:
            changes = {"data": chosen.data, "epochs": chosen.epochs}
            config = replace(
                RECIPES[chosen.recipe],
                **{key: value for key, value in changes.items() if value is not None},
            )
            name = chosen.name or f"{chosen.recipe}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
            faces = read_faces(Path(config.data))
            run = create_run(chosen.models, name, config)
    except (ValueError, FileNotFoundError) as problem:
        parser.error(str(problem))
    try:
        progress = train(run, config, faces)
    except Exception as error:
        logger.error("%s", traceback.format_exc())
        _write_end(run, f"failed: {error}", Progress())
        return 1
    print(f"{run}: best epoch {progress.best_epoch}, {progress.best_val_accuracy:.2%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
