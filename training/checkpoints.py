"""A run's state after each epoch, written so that no kill and no full disk can tear it.

A checkpoint is a folder written beside, flushed, and renamed; each file has its checksum, two
checkpoints are kept, and a bad one is set aside for the one before.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import hashlib
import json
import logging
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import keras

from training.files import flush

_KEEP: Final = 2
_STATE: Final = "state.keras"
_BEST: Final = "best.keras"
_AVERAGE: Final = "average.keras"
_RECORD: Final = "checkpoint.json"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunProgress:
    """How far a run has come."""

    epoch: int = 0  # finished epochs
    best_epoch: int = 0
    best_val_accuracy: float = -1.0


@dataclass(frozen=True)
class Checkpoint:
    """A whole checkpoint on disk."""

    folder: Path
    progress: RunProgress

    @property
    def state(self) -> Path:
        """The model with its optimizer, as it was after the epoch."""
        return self.folder / _STATE

    @property
    def average(self) -> Path:
        """The mean of the weights after the epoch, in runs that keep one."""
        return self.folder / _AVERAGE

    @property
    def best(self) -> Path:
        """The model as it was after the best epoch so far."""
        return self.folder / _BEST


def save_checkpoint(
    model: keras.Model,
    progress: RunProgress,
    folder: Path,
    before: Checkpoint | None,
    average: keras.Model | None = None,
) -> Checkpoint:
    """Publish the state after an epoch and drop all but the last two.

    Args:
        folder: The run's `checkpoints` folder.
        before: The checkpoint of the epoch before, which holds the best model unless this
            epoch is the best.
        average: The same network with the mean of its weights, in runs that keep one: it is what
            the best is a copy of.
    """
    folder.mkdir(exist_ok=True)
    beside = folder / f"writing-{progress.epoch:04d}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    model.save(beside / _STATE)
    if average is not None:
        average.save(beside / _AVERAGE)
    old_best = None if before is None or progress.best_epoch == progress.epoch else before.best
    now = beside / (_STATE if average is None else _AVERAGE)
    shutil.copyfile(old_best or now, beside / _BEST)
    record = {
        "progress": asdict(progress),
        "sha256": {path.name: sha256_of(path) for path in sorted(beside.iterdir())},
    }
    (beside / _RECORD).write_text(json.dumps(record), encoding="utf-8")
    for path in (*beside.iterdir(), beside):
        flush(path)
    final = folder / f"epoch-{progress.epoch:04d}"
    shutil.rmtree(final, ignore_errors=True)
    beside.rename(final)
    flush(folder)
    for old in sorted(folder.glob("epoch-*"))[:-_KEEP]:
        shutil.rmtree(old)
    return Checkpoint(final, progress)


def newest_checkpoint(folder: Path) -> Checkpoint | None:
    """The last checkpoint whose files are whole; torn ones are renamed to `bad-*`."""
    for path in sorted(folder.glob("epoch-*"), reverse=True):
        try:
            record = json.loads((path / _RECORD).read_text(encoding="utf-8"))
            whole = all(sha256_of(path / name) == sum_ for name, sum_ in record["sha256"].items())
            progress = RunProgress(**record["progress"])
        except (OSError, ValueError, KeyError, TypeError):
            whole = False
        if whole:
            return Checkpoint(path, progress)  # pyright: ignore[reportPossiblyUnboundVariable]
        logger.warning("%s is damaged; going back to the checkpoint before it.", path.name)
        aside = path.with_name(f"bad-{path.name}")
        shutil.rmtree(aside, ignore_errors=True)
        path.rename(aside)
    return None


def drop_unfinished(folder: Path) -> None:
    """Remove what a kill or a full disk left half written."""
    for path in folder.glob("writing-*"):
        shutil.rmtree(path, ignore_errors=True)


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
