"""The run's curves in TensorBoard's own files, written by its own library."""

import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from tensorboard.summary import Writer  # pyright: ignore[reportMissingTypeStubs]

from core.labels import EMOTIONS
from training.runs import events
from training.runs.events import EVENTS_FILE, EpochRecord

_FOLDER: Final = "tensorboard"


class Board(AbstractContextManager["Board"]):
    """Writes each epoch as it ends. A resumed run is told from its events anew, so that its curves
    have no epoch twice. Written by the trainer only.
    """

    def __init__(self, run: Path) -> None:
        shutil.rmtree(run / _FOLDER, ignore_errors=True)
        self._writer: Any = Writer(str(run / _FOLDER))
        for record in events.epochs(events.read(run / EVENTS_FILE)):
            self.add(record)

    def add(self, record: EpochRecord) -> None:
        """One more epoch."""
        values = {
            "loss/training": record.loss,
            "loss/validation": record.val_loss,
            "accuracy/training": record.accuracy,
            "accuracy/validation": record.val_accuracy,
            "learning rate": record.learning_rate,
            "pictures per second": record.pictures_per_s,
        }
        for index, (name, row) in enumerate(zip(EMOTIONS, record.val_confusion, strict=True)):
            if sum(row):
                values[f"recall/{name}"] = row[index] / sum(row)
        for tag, value in values.items():
            self._writer.add_scalar(tag, value, step=record.epoch, wall_time=record.time)
        self._writer.flush()

    def __exit__(self, *_: object) -> None:
        self._writer.close()
