"""The lines of events.jsonl: what the trainer appends and everyone else only reads."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from core.labels import EMOTIONS
from training.runs.checks import Check, checks_of

EVENTS_FILE: Final = "events.jsonl"
_HEAD_BYTES: Final = 100  # enough to hold the kind and the time of the first event
_MAX_BYTES: Final = 200_000_000  # a run of 200 epochs has about 3 million


@dataclass(frozen=True)
class RunStarted:
    """The trainer began, or went on after a pause."""

    time: float  # Unix seconds
    first_epoch: int  # 1, or the epoch a resumed run goes on with
    epochs: int  # how many the config asks for
    steps_per_epoch: int
    parameters: int  # trainable weights
    counts: dict[str, list[int]]  # pictures per class for every split
    versions: dict[str, str]  # of Python and the libraries; the machine, its processor and cores
    command: str = ""  # as it was typed

    def __post_init__(self) -> None:
        if any(len(counts) != len(EMOTIONS) for counts in self.counts.values()):
            raise ValueError("counts need a number for every class")


@dataclass(frozen=True)
class StepRecord:
    """Running means inside an epoch, at most one a second."""

    time: float
    epoch: int  # counted from 1
    step: int  # counted from 1
    loss: float  # mean over the epoch's pictures so far, nats per picture
    accuracy: float  # likewise, [0, 1]
    learning_rate: float = 0.0
    pictures_per_s: float = 0.0  # since the record before
    memory_mb: float = 0.0  # of the trainer's process, resident
    cpu_percent: float = 0.0  # that the trainer used of all cores, since the record before


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

    def __post_init__(self) -> None:
        if [len(row) for row in self.val_confusion] != [len(EMOTIONS)] * len(EMOTIONS):
            raise ValueError("val_confusion needs a row and a column for every class")


@dataclass(frozen=True)
class SampleRecord:
    """What the network said of the faces in samples.npz after an epoch, in their order."""

    time: float
    epoch: int
    labels: list[int]  # the true classes, index into EMOTIONS
    predicted: list[int]
    confidence: list[float]  # of `predicted`, [0, 1]

    def __post_init__(self) -> None:
        if not len(self.labels) == len(self.predicted) == len(self.confidence):
            raise ValueError("labels, predicted and confidence differ in length")
        if any(index >= len(EMOTIONS) for index in (*self.labels, *self.predicted)):
            raise ValueError("there is no such class")


@dataclass(frozen=True)
class FinishStarted:
    """No more epochs: the model is being written and measured, which takes some minutes."""

    time: float
    reason: str  # "finished" or "stopped", as RunEnded will say


@dataclass(frozen=True)
class RunEnded:
    """The trainer ended by itself."""

    time: float
    reason: str  # "finished", "stopped" or "failed: ..."
    best_epoch: int  # whose weights are kept; 0 if none
    best_val_accuracy: float


Event = RunStarted | StepRecord | EpochRecord | SampleRecord | FinishStarted | RunEnded


def append(path: Path, event: Event) -> None:
    """Write one event as one line, on disk before this returns."""
    line = json.dumps({"kind": type(event).__name__, **asdict(event)}) + "\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


@dataclass(frozen=True)
class History:
    """The events of a file as far as it was read, so that only what is new need be read next."""

    events: list[Event]  # oldest first
    bytes_read: int  # up to the end of the last whole line
    head: bytes  # how the file begins: tells it from another of the same name


def read(path: Path) -> list[Event]:
    """All events so far, oldest first; a last line still being written is left out.

    Raises:
        ValueError: A line is not an event.
    """
    return read_on(path, None).events


def read_on(path: Path, known: History | None) -> History:
    """What was known of this file and what has been appended since.

    Raises:
        ValueError: A line is not an event.
    """
    if not path.exists():
        return History([], 0, b"")
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if known is None or not known.head or not head.startswith(known.head):
            known = History([], 0, b"")
        file.seek(known.bytes_read)
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise ValueError(f"{path.name} is larger than {_MAX_BYTES:,} bytes, too large for a run.")
    whole = data[: data.rfind(b"\n") + 1]
    lines = whole.decode("utf-8", "replace").split("\n")[:-1]
    first = len(known.events) + 1
    new = [_event(line, number, path) for number, line in enumerate(lines, start=first)]
    bytes_read = known.bytes_read + len(whole)
    return History([*known.events, *new], bytes_read, head[:bytes_read])


def drop_unfinished(path: Path) -> None:
    """Cut off a line torn by a kill or a full disk, so that the next event begins its own."""
    if path.exists():
        with path.open("rb+") as file:
            file.truncate(file.read().rfind(b"\n") + 1)


def epochs(events: list[Event]) -> list[EpochRecord]:
    """The finished epochs in order; of an epoch done twice (after a kill) the last record."""
    last = {event.epoch: event for event in events if isinstance(event, EpochRecord)}
    return [last[epoch] for epoch in sorted(last)]


def steps(events: list[Event]) -> list[StepRecord]:
    """The records inside epochs in order; those that a kill undid are left out."""
    kept: list[StepRecord] = []
    for event in events:
        if isinstance(event, StepRecord):
            while kept and (kept[-1].epoch, kept[-1].step) >= (event.epoch, event.step):
                kept.pop()
            kept.append(event)
    return kept


def samples(events: list[Event]) -> list[SampleRecord]:
    """What was said of the sample faces, in the order of epochs; of one done twice the last."""
    last = {event.epoch: event for event in events if isinstance(event, SampleRecord)}
    return [last[epoch] for epoch in sorted(last)]


def _event(line: str, number: int, path: Path) -> Event:
    try:
        record: dict[str, Any] = json.loads(line)
        kind, checks = _KINDS[record.pop("kind")]
        for name, value in record.items():
            record[name] = checks[name](value)
        return kind(**record)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(
            f"Line {number} of {path.name} is not an event of a run. Remove that line."
        ) from error


_KINDS: Final[dict[str, tuple[type, dict[str, Check]]]] = {
    kind.__name__: (kind, checks_of(kind))
    for kind in (RunStarted, StepRecord, EpochRecord, SampleRecord, FinishStarted, RunEnded)
}
