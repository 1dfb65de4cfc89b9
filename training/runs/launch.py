"""Start, resume and stop the trainer: a process in its own session, which outlives whoever asked.

It inherits the locked descriptor, so of any number of starts at once one trainer comes.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from training import background, lock
from training.runs.config import RunConfig
from training.runs.run import RunState
from training.runs.store import (
    LOG_FILE,
    STOP_FILE,
    TEAM_FILE,
    checked_name,
    create_run,
    read_run,
)

NO_TRAINER: Final = (
    "The trainer is not installed here. Train on a machine where requirements.txt is installed, "
    "and copy the run's folder into models/."
)
TRAINER: Final = (sys.executable, "-m", "training.train")
_TEAM: Final = (sys.executable, "-m", "training.cluster")


def can_train() -> bool:
    """Whether the trainer is installed where the app runs."""
    return background.is_installed(background.TRAINER_NEEDS)


def start_run(models: Path, config: RunConfig, name: str) -> Path:
    """Make the run's folder and start its trainer.

    Raises:
        ValueError: A run is being trained already, or the name is not plain or is taken.
    """
    checked_name(name)
    return _started(models, name, lambda: create_run(models, name, config))


def resume_run(models: Path, name: str) -> Path:
    """Go on with a run at the epoch after its last checkpoint.

    Raises:
        ValueError: A run is being trained already, or this one is finished.
        FileNotFoundError: There is no such run.
    """
    run = read_run(models, name)
    if run.state == RunState.FINISHED:
        raise ValueError(f"{name} is finished. Start a new run with more epochs instead.")
    if run.config is None:
        raise ValueError(f"{name} cannot go on: {run.problem}")
    return _started(models, name, lambda: run.folder)


def stop_run(models: Path, name: str) -> None:
    """Ask the trainer to end this run within seconds; its best weights become the model.

    Raises:
        ValueError: The run is not being trained.
    """
    if running_run(models) != checked_name(name):
        raise ValueError(f"{name} is not running.")
    (models / name / STOP_FILE).touch()


def running_run(models: Path) -> str | None:
    """The name of the run that is being trained now, whoever started it."""
    return lock.holder(models)


def _started(models: Path, name: str, folder: Callable[[], Path]) -> Path:
    if sys.platform == "win32":
        raise ValueError(
            "On Windows a run is started in a terminal: python -m training.train --recipe NAME"
        )
    if not can_train():
        raise ValueError(NO_TRAINER)
    locked = lock.take(models, name)
    try:
        run = folder()
        (run / STOP_FILE).unlink(missing_ok=True)  # the one that ended the run before
        _launch(run, locked)
    finally:
        os.close(locked)  # the trainer has its own copy, and with it the lock
    return run


def _launch(run: Path, locked: int) -> None:
    in_a_team = (run / TEAM_FILE).exists() and background.is_installed(("ray",))
    command = [*(_TEAM if in_a_team else TRAINER), "--resume", run.name]
    command += ["--models", str(run.parent.resolve()), "--lock", str(locked)]
    background.launch(command, run / LOG_FILE, locked, anew=False)
