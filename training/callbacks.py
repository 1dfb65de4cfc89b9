"""What happens inside an epoch: a step is written down now and then, a stop is obeyed."""

import time
from pathlib import Path
from typing import Any, Final

import keras

from training import events

_STEP_PERIOD_S: Final = 1.0


class StepWriter(keras.callbacks.Callback):
    """Appends a StepRecord at most once a second, and stops the epoch when asked to.

    `stopped` turns True once the stop file was seen; the trainer reads it after the epoch.
    """

    def __init__(self, *, epoch: int, log: Path, stop: Path) -> None:
        super().__init__()
        self.stopped = False
        self._epoch = epoch
        self._log = log
        self._stop = stop
        self._written = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        now = time.monotonic()
        if now - self._written < _STEP_PERIOD_S:
            return
        self._written = now
        logs = logs or {}
        events.append(
            self._log,
            events.StepRecord(
                time=time.time(),
                epoch=self._epoch,
                step=batch + 1,
                loss=round(float(logs["loss"]), 5),
                accuracy=round(float(logs["accuracy"]), 5),
            ),
        )
        if self._stop.exists():
            self.stopped = True
            self.model.stop_training = True  # pyright: ignore[reportOptionalMemberAccess]
