"""`python -m training.train`: config -> data -> model -> fit -> events -> files.

The run's folder is the model's folder: it begins with config.json and is a model once card.json,
written last, is there. The test split is used once, after training, for report.json.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import argparse
import contextlib
import logging
import os
import sys
import traceback
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import keras

from core.dataset.cache import is_cached, open_faces
from core.dataset.face_set import FaceSet, read_faces
from core.errors import in_words
from training import checkpoints, lock
from training.checkpoints import RunProgress
from training.files import read_object
from training.fit import train, write_end
from training.personal.tune import tune
from training.runs import events
from training.runs.config import RunConfig, config_from
from training.runs.events import EVENTS_FILE
from training.runs.recipes import RECIPES
from training.runs.store import STOP_FILE, checked_name, create_run, read_config

_BEHIND_THE_APP: Final = 10  # niceness of a trainer that the app started: pictures go first
logger = logging.getLogger(__name__)


Teach = Callable[[Path, RunConfig, FaceSet, argparse.Namespace], RunProgress]


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit status is 0 unless the run failed."""
    parser = command_line()
    parser.add_argument("--workers", type=int, default=0, help="processes that make the pictures")
    parser.add_argument("--bfloat16", action="store_true", help="count so, as accelerators do")
    return begin(parser, arguments, _teach)


def begin(parser: argparse.ArgumentParser, arguments: list[str] | None, teach: Teach) -> int:
    """Begin or resume a run as somebody typed it, and let it be taught; the exit status.

    Args:
        parser: As `command_line` makes it, perhaps with more.
        teach: What trains the run in a folder.
    """
    chosen = parser.parse_args(arguments)
    if chosen.resume and (chosen.data or chosen.epochs or chosen.name or chosen.corrections):
        parser.error("--resume goes on as the run's config.json says; give it alone.")
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    if chosen.lock is not None:
        os.nice(_BEHIND_THE_APP)
    with contextlib.ExitStack() as held:
        try:
            if chosen.resume:
                run, faces = chosen.models / checked_name(chosen.resume), None
                config = read_config(run)
                held.enter_context(_locked(chosen.models, run.name, chosen.lock))
                events.drop_unfinished(run / EVENTS_FILE)
            else:
                config = _chosen_config(chosen)
                now = datetime.now(UTC)
                name = checked_name(chosen.name or f"{config.recipe}-{now:%Y%m%d-%H%M%S}")
                faces = read_faces(Path(config.data))
                if config.corrections and not Path(config.corrections).is_file():
                    raise FileNotFoundError(f"There are no fixes at {config.corrections}.")
                held.enter_context(_locked(chosen.models, name, None))
                run = create_run(chosen.models, name, config)
        except (ValueError, OSError) as problem:
            parser.error(in_words(problem))
        return _run(run, config, faces, chosen, teach)


def _teach(run: Path, config: RunConfig, faces: FaceSet, chosen: argparse.Namespace) -> RunProgress:
    if chosen.bfloat16:
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    if config.own:
        return tune(run, config, faces)
    return train(run, config, faces, workers=chosen.workers, finish=not chosen.unfinished)


def _run(
    run: Path,
    config: RunConfig,
    faces: FaceSet | None,
    chosen: argparse.Namespace,
    teach: Teach,
) -> int:
    """Train, and write down however it ends."""
    try:
        progress = teach(run, config, faces or _faces(Path(config.data)), chosen)
    except Exception as error:
        logger.error("%s", traceback.format_exc())
        _write_failure(run, error)
        return 1
    print(f"{run}: best epoch {progress.best_epoch}, {max(progress.best_val_accuracy, 0):.2%}")
    return 0


def _faces(path: Path) -> FaceSet:
    """The set; from the app's cache beside it, where it is: seconds matter to who fine-tunes."""
    cache = path.parent / "cache"
    return open_faces(path, cache) if is_cached(path, cache) else read_faces(path)


def _write_failure(run: Path, error: Exception) -> None:
    checkpoints.drop_unfinished(run / "checkpoints")  # makes room, if the disk is full
    try:
        events.drop_unfinished(run / EVENTS_FILE)
        kept = checkpoints.newest_checkpoint(run / "checkpoints")
        write_end(run, f"failed: {in_words(error)}", kept.progress if kept else RunProgress())
    except OSError:
        logger.error("It could not be written down in %s.", EVENTS_FILE, exc_info=True)


@contextlib.contextmanager
def _locked(models: Path, name: str, inherited: int | None) -> Generator[None]:
    """Hold the lock, taken now or by whoever started this process, until the run is over."""
    if inherited is None:
        descriptor = lock.take(models, name)
        (models / name / STOP_FILE).unlink(missing_ok=True)  # the one that ended the run before
    else:
        descriptor = inherited
        os.set_inheritable(descriptor, False)  # no child of ours may hold the lock after us
    try:
        yield
    finally:
        os.close(descriptor)


def _chosen_config(chosen: argparse.Namespace) -> RunConfig:
    config = config_from(read_object(chosen.config)) if chosen.config else RECIPES[chosen.recipe]
    changes = {"data": chosen.data, "epochs": chosen.epochs, "corrections": chosen.corrections}
    return replace(config, **{key: value for key, value in changes.items() if value is not None})


def command_line() -> argparse.ArgumentParser:
    """What every command that trains understands."""
    parser = argparse.ArgumentParser(description="Train a network that reads expressions.")
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--recipe", choices=sorted(RECIPES), help="a named recipe")
    start.add_argument("--config", metavar="FILE", type=Path, help="all settings as a JSON file")
    start.add_argument("--resume", metavar="RUN", help="go on with the run of this name")
    parser.add_argument("--data", metavar="PATH", help="FER2013 as a zip, folder or csv file")
    parser.add_argument("--corrections", metavar="FILE", help="fixes made in the explorer")
    parser.add_argument("--epochs", type=int, help="fewer or more epochs than the recipe says")
    parser.add_argument("--name", help="the run's name; the recipe and the time if left out")
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of all models")
    parser.add_argument(
        "--unfinished",
        action="store_true",
        help="write no model at the end, which takes TensorFlow: --resume does it elsewhere",
    )
    parser.add_argument("--lock", type=int, help=argparse.SUPPRESS)  # given by training.runs.launch
    return parser


if __name__ == "__main__":
    sys.exit(main())
