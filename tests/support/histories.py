"""Runs that were never trained: folders and events written for the tests that only read them."""

from pathlib import Path

from training.runs import events
from training.runs.config import RunConfig
from training.runs.events import EpochRecord, RunStarted, StepRecord
from training.runs.store import create_run

COUNTS = {"Training": [1] * 7, "PublicTest": [1] * 7}


def started(at: float, *, first_epoch: int = 1, epochs: int = 10) -> RunStarted:
    """A start at this time, with a hundred steps an epoch."""
    return RunStarted(at, first_epoch, epochs, 100, 5, COUNTS, {"python": "3.13"})


def step(at: float, epoch: int, number: int) -> StepRecord:
    return StepRecord(at, epoch, number, loss=1.5, accuracy=0.4)


def epoch(at: float, number: int, *, val_accuracy: float = 0.5) -> EpochRecord:
    return EpochRecord(at, number, 1.5, 0.4, 1.6, val_accuracy, [[1] * 7] * 7, 1e-4, 400.0)


def make(models: Path, name: str, *history: events.Event) -> Path:
    """A run with these events."""
    run = create_run(models, name, RunConfig())
    for event in history:
        events.append(run / "events.jsonl", event)
    return run
