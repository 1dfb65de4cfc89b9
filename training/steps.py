"""What happens inside an epoch: a step is written down now and then, a stop is obeyed."""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import sys
import time
from pathlib import Path
from typing import Final

import keras
import numpy as np

from training.machine import Usage
from training.runs import events
from training.runs.events import EVENTS_FILE
from training.runs.store import STOP_FILE

_STEP_PERIOD_S: Final = 1.0


class StepWriter:
    """Appends a StepRecord at most once a second, and looks as often whether to stop.

    Made for one epoch and called by the trainer alone; `stopped` turns True once the stop file
    was seen.
    """

    def __init__(self, run: Path, *, epoch: int) -> None:
        self.stopped = False
        self._epoch = epoch
        self._run = run
        self._usage = Usage()
        self._pictures = 0  # at the last record
        self._looked = self._written = time.monotonic()

    def after_step(
        self, model: keras.Model, step: int, *, pictures: int, loss: float, accuracy: float
    ) -> None:
        """After every step of training; the figures are those of the epoch so far."""
        if not self.look():
            return
        seconds = self._looked - self._written
        record = events.StepRecord(
            time=time.time(),
            epoch=self._epoch,
            step=step,
            loss=round(loss, 5),
            accuracy=round(accuracy, 5),
            learning_rate=learning_rate(model),
            pictures_per_s=round((pictures - self._pictures) / max(seconds, 1e-3), 1),
            memory_mb=self._usage.memory_mb(),
            cpu_percent=self._usage.cpu_percent(),
        )
        events.append(self._run / EVENTS_FILE, record)
        self._pictures, self._written = pictures, self._looked
        if sys.stdout.isatty():
            text = f"epoch {self._epoch}, step {step}: loss {loss:.4f}, accuracy {accuracy:.1%}"
            print(f"\r{text}, {record.pictures_per_s:.0f} pictures/s ", end="", flush=True)

    def look(self) -> bool:
        """Once a second see whether to stop; True then."""
        now = time.monotonic()
        if now - self._looked < _STEP_PERIOD_S:
            return False
        self._looked = now
        self.stopped = (self._run / STOP_FILE).exists()
        return True


def learning_rate(model: keras.Model) -> float:
    """The rate of the step that comes next."""
    rate = model.optimizer.learning_rate  # pyright: ignore[reportOptionalMemberAccess]
    return np.asarray(keras.ops.convert_to_numpy(rate)).item()
