"""Runs that look as if they were trained: their events follow a curve, and a lock holds them."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from core.labels import EMOTIONS
from tests.support import histories
from training import lock
from training.runs import events
from training.runs.events import EpochRecord, RunEnded, StepRecord

_STEPS: Final = 100  # an epoch, as histories.started says
_EPOCH_S: Final = 20.0
_OF: Final = 20
_FACES: Final = 500  # of each class in the matrix

Meanwhile = Callable[[Path], AbstractContextManager[None]]


def running(*, epochs: int, steps: int) -> Meanwhile:
    """While it lasts, a folder of models has a run with so many epochs and steps of the next."""

    @contextmanager
    def meanwhile(models: Path) -> Iterator[None]:
        run = _written(models, "first-run", epochs=epochs, steps=steps)
        held = lock.take(models, run.name)
        try:
            yield
        finally:
            os.close(held)
            shutil.rmtree(run)

    return meanwhile


def ended(reason: str, *, epochs: int, steps: int = 0) -> Meanwhile:
    """While it lasts, a folder of models has a run that ended so: "stopped" or "failed: …"."""

    @contextmanager
    def meanwhile(models: Path) -> Iterator[None]:
        run = _written(models, "first-run", epochs=epochs, steps=steps)
        events.append(
            run / events.EVENTS_FILE,
            RunEnded(time.time(), reason, best_epoch=epochs, best_val_accuracy=0.0),
        )
        try:
            yield
        finally:
            shutil.rmtree(run)

    return meanwhile


def _written(models: Path, name: str, *, epochs: int, steps: int) -> Path:
    seconds = _EPOCH_S * (epochs + steps / _STEPS)
    began = time.time() - seconds - 2
    history: list[events.Event] = [histories.started(began, epochs=_OF)]
    for number in range(1, epochs + 2):
        of = _STEPS if number <= epochs else steps
        history += [_step(began, number, step) for step in range(5, of + 1, 5)]
        if number <= epochs:
            history.append(_epoch(began, number))
    return histories.make(models, name, *history)


def _step(began: float, epoch: int, number: int) -> StepRecord:
    done = epoch - 1 + number / _STEPS
    at, share = began + _EPOCH_S * done, _learned(done)
    return StepRecord(at, epoch, number, _loss(share), share, 1e-3, 1400.0, 900.0, 92.0)


def _epoch(began: float, number: int) -> EpochRecord:
    share = _learned(number)
    seen = share - 0.03 * number / _OF
    rest = round(_FACES * (1 - seen) / (len(EMOTIONS) - 1))
    counts = np.full((len(EMOTIONS), len(EMOTIONS)), rest)
    for row, more in enumerate((-40, 90, -80, 60, 0, -60, 30)):  # some are easier than others
        counts[row, row] = max(round(_FACES * seen) + more, 5)
    at = began + _EPOCH_S * number
    matrix = counts.tolist()
    return EpochRecord(at, number, _loss(share), share, _loss(seen), seen, matrix, 1e-3, 1400.0)


def _learned(epochs: float) -> float:
    """The share that is named rightly after so many epochs."""
    return 0.16 + 0.5 * (1 - float(np.exp(-epochs / 5)))


def _loss(share: float) -> float:
    return 2.0 - 1.6 * share
