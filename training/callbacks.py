"""What happens inside an epoch: a step is written down now and then, a stop is obeyed."""

import time
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np

from training import events
from training.events import EVENTS_FILE
from training.machine import Usage
from training.runs import STOP_FILE

_STEP_PERIOD_S: Final = 1.0


class StepWriter(keras.callbacks.Callback):
    """Appends a StepRecord at most once a second, and stops the epoch when asked to.

    The same object watches the training and the validation of one epoch. `stopped` turns True
    once the stop file was seen; the trainer reads it after each of the two.
    """

    def __init__(self, run: Path, *, epoch: int, batch_size: int) -> None:
        super().__init__()
        self.stopped = False
        self._epoch = epoch
        self._batch_size = batch_size
        self._run = run
        self._usage = Usage()
        self._step = 0  # at the last record
        self._looked = self._written = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        if not self._is_time():
            return
        logs, step, seconds = logs or {}, batch + 1, self._looked - self._written
        record = events.StepRecord(
            time=time.time(),
            epoch=self._epoch,
            step=step,
            loss=round(float(logs["loss"]), 5),
            accuracy=round(float(logs["accuracy"]), 5),
            learning_rate=learning_rate(self.model),
            pictures_per_s=round((step - self._step) * self._batch_size / max(seconds, 1e-3), 1),
            memory_mb=self._usage.memory_mb(),
            cpu_percent=self._usage.cpu_percent(),
        )
        events.append(self._run / EVENTS_FILE, record)
        self._step, self._written = step, self._looked
        if self._is_asked_to_stop():
            self.model.stop_training = True  # pyright: ignore[reportOptionalMemberAccess]

    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        if self._is_time() and self._is_asked_to_stop():
            self.model.stop_predicting = True  # pyright: ignore[reportOptionalMemberAccess]

    def _is_time(self) -> bool:
        now = time.monotonic()
        if now - self._looked < _STEP_PERIOD_S:
            return False
        self._looked = now
        return True

    def _is_asked_to_stop(self) -> bool:
        self.stopped = (self._run / STOP_FILE).exists()
        return self.stopped


def learning_rate(model: Any) -> float:
    """The rate of the step that comes next."""
    return np.asarray(keras.ops.convert_to_numpy(model.optimizer.learning_rate)).item()
