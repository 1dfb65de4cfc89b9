"""The folders under models/: what stands in each and what became of it.

State is computed from a run's events and the trainer's lock, never stored.
"""

import os
import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.classifier import CARD_FILE, ModelCard, read_card
from core.errors import in_words
from training.files import publish_text, read_object
from training.lock import RUN_NAME, holder
from training.runs import events
from training.runs.config import RunConfig, config_from
from training.runs.events import Event, History, RunEnded, RunStarted
from training.runs.notes import Notes, read_notes
from training.runs.run import Run, RunState
from training.runs.serving import serving_name

CONFIG_FILE: Final = "config.json"
LOG_FILE: Final = "train.log"
TEAM_FILE: Final = "team.json"  # in runs that several processes train: how many, and where
SUMMARY_FILE: Final = "summary.txt"  # the network's layers, for people
STOP_FILE: Final = "stop"  # an empty file of this name in the run's folder asks it to end
_LOG_BYTES: Final = 32_000  # of the log's end, enough for its last hundred lines
_NOT_TEXT: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
_FULL_BYTES: Final = 20_000_000  # with less than a checkpoint's room left, the disk is the cause


def checked_name(name: str) -> str:
    """The name itself.

    Raises:
        ValueError: It is not plain, so it could be another place than a folder under models/.
    """
    if not RUN_NAME.fullmatch(name):
        raise ValueError(
            "A run's name has at most 64 small letters, digits, dots, dashes; "
            f"{name[:80]!r} has not."
        )
    return name


def create_run(models: Path, name: str, config: RunConfig) -> Path:
    """A new run's folder, holding its config.

    Raises:
        ValueError: The name is not plain, or is taken.
    """
    run = models / checked_name(name)
    try:
        run.mkdir(parents=True)
    except FileExistsError as error:
        raise ValueError(
            f"There is a run called {name} already. Resume it, or choose a new name."
        ) from error
    try:
        publish_text(config.to_json(), run / CONFIG_FILE)
    except OSError:
        shutil.rmtree(run, ignore_errors=True)  # else its name would be taken, by nothing
        raise
    return run


def read_config(run: Path) -> RunConfig:
    """The config a run was started with.

    Raises:
        FileNotFoundError: There is no such run.
        ValueError: Its config is damaged or asks for something unknown.
    """
    try:
        # Runs that do not tell are older than the choice, and learned from all of Training.
        return config_from({"twins": "kept", **read_object(run / CONFIG_FILE)})
    except FileNotFoundError as error:
        raise FileNotFoundError(f"There is no run called {run.name} in {run.parent}.") from error


def list_runs(models: Path, known: Sequence[Run] = ()) -> list[Run]:
    """Every folder with a config, the newest first; damage is said in its run's `problem`.

    Args:
        known: The runs as they were read before: only what is new in them is read.
    """
    before = {run.name: run.log for run in known}
    running = holder(models)
    folders = [path.parent for path in models.glob(f"*/{CONFIG_FILE}")]
    runs = [
        _read(folder, running, before.get(folder.name))
        for folder in folders
        if RUN_NAME.fullmatch(folder.name)
    ]
    return sorted(runs, key=_age, reverse=True)


def read_run(models: Path, name: str, known: Run | None = None) -> Run:
    """One run.

    Args:
        known: The run as it was read before: only what is new in it is read.

    Raises:
        ValueError: The name is not plain.
        FileNotFoundError: There is no such run.
    """
    folder = models / checked_name(name)
    if not (folder / CONFIG_FILE).exists():
        raise FileNotFoundError(f"There is no run called {name}.")
    return _read(folder, holder(models), known.log if known and known.name == name else None)


def log_tail(run: Path, lines: int = 20) -> str:
    """The last lines of what the trainer printed; empty if it was not started by the app."""
    try:
        with (run / LOG_FILE).open("rb") as file:
            file.seek(max((run / LOG_FILE).stat().st_size - _LOG_BYTES, 0))
            text = file.read(_LOG_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(_NOT_TEXT.sub("", text).rstrip().split("\n")[-lines:])


def delete_run(models: Path, name: str) -> None:
    """Remove a run with everything it made.

    Raises:
        ValueError: It is being trained, or its model is in use.
        FileNotFoundError: There is no such run.
    """
    run = read_run(models, name)
    if run.state == RunState.RUNNING:
        raise ValueError(f"{name} is running. Stop it first.")
    if serving_name(models) == name:
        raise ValueError(f"Live and Photo use {name}. Promote another model first.")
    going = run.folder.with_name(f".deleted-{name}")
    shutil.rmtree(going, ignore_errors=True)  # what a kill left of a deletion before
    run.folder.rename(going)
    shutil.rmtree(going)


def _read(folder: Path, running: str | None, known: History | None) -> Run:
    problems: list[str] = []
    config, log, notes = None, History([], 0, b""), Notes()
    try:
        config = read_config(folder)
    except (ValueError, FileNotFoundError) as problem:
        problems.append(in_words(problem))
    try:
        log = events.read_on(folder / events.EVENTS_FILE, known)
    except (ValueError, OSError) as problem:
        problems.append(in_words(problem))
    try:
        notes = read_notes(folder)
    except ValueError as problem:
        problems.append(in_words(problem))
    state, reason = _state(folder, log.events, running=folder.name == running)
    return Run(
        name=folder.name,
        folder=folder,
        title=notes.title,
        note=notes.note,
        state=state,
        config=config,
        log=log,
        problem=" ".join([*([reason] if reason else []), *problems])[:2000],
        card=_card(folder),
        is_model=(folder / CARD_FILE).exists(),
        read_at=time.time(),
    )


def _card(folder: Path) -> ModelCard | None:
    try:
        return read_card(folder)
    except (ValueError, OSError, RecursionError):
        return None  # not finished, or damaged: who opens the model is told so


def _state(folder: Path, history: list[Event], *, running: bool) -> tuple[RunState, str]:
    """The state, and why if it failed."""
    if running:
        return RunState.RUNNING, ""
    last = next((e for e in reversed(history) if isinstance(e, RunStarted | RunEnded)), None)
    if isinstance(last, RunEnded):
        if last.reason in (RunState.FINISHED, RunState.STOPPED):
            return RunState(last.reason), ""
        return RunState.FAILED, last.reason.removeprefix("failed: ")
    if last is None and not (folder / LOG_FILE).exists():
        return RunState.NEW, ""
    words = log_tail(folder, lines=5)
    reason = "The trainer ended without a word."
    if shutil.disk_usage(folder.parent).free < _FULL_BYTES:
        reason = "The disk is full: make room, then resume the run."
    elif not os.access(folder, os.W_OK):
        reason = "The disk cannot be written: let the trainer write there, then resume the run."
    return RunState.FAILED, f"{reason} Its last lines: {words}" if words else reason


def _age(run: Run) -> float:
    if run.started_at is not None:
        return run.started_at
    try:
        return (run.folder / CONFIG_FILE).stat().st_mtime
    except OSError:
        return 0.0
