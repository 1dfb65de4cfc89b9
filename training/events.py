"""The lines of events.jsonl: what the trainer appends and everyone else only reads."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True)
class RunStarted:
    """The trainer began, or went on after a pause."""

    time: float  # Unix seconds
    first_epoch: int  # 1, or the epoch a resumed run goes on with
    epochs: int  # how many the config asks for
    steps_per_epoch: int
    parameters: int  # trainable weights
    counts: dict[str, list[int]]  # pictures per class for every split
    versions: dict[str, str]  # of Python, Keras, its backend and the machine


@dataclass(frozen=True)
class StepRecord:
    """Running means inside an epoch, at most one a second."""

    time: float
    epoch: int  # counted from 1
    step: int  # counted from 1
    loss: float  # mean over the epoch's pictures so far, nats per picture
    accuracy: float  # likewise, [0, 1]


@dataclass(frozen=True)
class EpochRecord:
    """One finished epoch. Validation is the PublicTest split, seen without dropout."""

    time: float
    epoch: int  # counted from 1
    loss: float  # mean cross-entropy over the training split, nats per picture
    accuracy: float  # share of the training split named rightly while learning, [0, 1]
    val_loss: float
    val_accuracy: float
    val_confusion: list[list[int]]  # rows are the true class, in the order of EMOTIONS
    learning_rate: float
    pictures_per_s: float  # training only


@dataclass(frozen=True)
class RunEnded:
    """The trainer ended by itself."""

    time: float
    reason: str  # "finished", "stopped" or "failed: ..."
    best_epoch: int  # 0 if none finished
    best_val_accuracy: float


Event = RunStarted | StepRecord | EpochRecord | RunEnded
_KINDS: Final[dict[str, type]] = {
    kind.__name__: kind for kind in (RunStarted, StepRecord, EpochRecord, RunEnded)
}


def append(path: Path, event: Event) -> None:
    """Write one event as one line, on disk before this returns."""
    line = json.dumps({"kind": type(event).__name__, **asdict(event)}) + "\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> list[Event]:
    """All events so far, oldest first; a last line still being written is left out.

    Raises:
        ValueError: A line is not an event.
    """
    if not path.exists():
        return []
    *lines, _unfinished = path.read_bytes().split(b"\n")
    return [_event(line, number, path) for number, line in enumerate(lines, start=1)]


def drop_unfinished(path: Path) -> None:
    """Cut off a line torn by a kill or a full disk, so that the next event begins its own."""
    if path.exists():
        with path.open("rb+") as file:
            file.truncate(file.read().rfind(b"\n") + 1)


def epochs(events: list[Event]) -> list[EpochRecord]:
    """The finished epochs in order; of an epoch done twice (after a kill) the last record."""
    last = {event.epoch: event for event in events if isinstance(event, EpochRecord)}
    return [last[epoch] for epoch in sorted(last)]


def _event(line: bytes, number: int, path: Path) -> Event:
    try:
        record: dict[str, Any] = json.loads(line)
        return _KINDS[record.pop("kind")](**record)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(
            f"Line {number} of {path.name} is not an event of a run. Remove that line."
        ) from error
