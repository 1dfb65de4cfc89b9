"""How far a study has come, in one small file that its process writes and pages read."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.files import publish_text, read_object
from training.study.files import PROGRESS_FILE

_EVERY_S: Final = 0.5
READING: Final = "Reading the faces"
PREDICTING: Final = "What every model reads"
SEEING: Final = "The network's features"
FOLDING: Final = "Cross-validation"
MAPPING: Final = "Neighbours and map"
LOOKING: Final = "Looking for faces"
CHECKING: Final = "Checks"
# In their order, with the seconds that each took for FER2013 on two idle cores.
STAGES: Final = {
    READING: 6.0,
    PREDICTING: 110.0,
    SEEING: 45.0,
    FOLDING: 45.0,
    MAPPING: 90.0,
    LOOKING: 60.0,
    CHECKING: 60.0,
}


@dataclass(frozen=True)
class StudyProgress:
    """How far the study that was started last has come."""

    stage: str  # one of STAGES, "Done", or empty if none was started
    share: float  # done of the whole study, [0, 1]
    running: bool
    problem: str  # why it ended early, a sentence; empty if it did not
    model: str = ""  # by which the set is studied
    data: str = ""  # the set's file name


class ProgressFile:
    """Writes how far this process has come. One thread at a time."""

    def __init__(self, cache: Path, model: str, data: Path) -> None:
        self._path = cache / PROGRESS_FILE
        self._told = {"model": model, "data": data.name}
        self._written_at = 0.0
        self._stage = ""

    def tell(self, stage: str, share: float) -> None:
        """Say how much of a stage of STAGES is done; written down twice a second at most."""
        if stage == self._stage and time.monotonic() - self._written_at < _EVERY_S:
            return
        before = sum(list(STAGES.values())[: list(STAGES).index(stage)])
        done = before + min(share, 1.0) * STAGES[stage]
        self._stage = stage
        self._write(stage, done / sum(STAGES.values()))

    def end(self, problem: str = "") -> None:
        """Write down that the study is over, and why if it failed."""
        self._write("" if problem else "Done", 0.0 if problem else 1.0, problem, ended=True)

    def _write(self, stage: str, share: float, problem: str = "", *, ended: bool = False) -> None:
        values = {"stage": stage, "share": round(share, 4), "problem": problem, "ended": ended}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        publish_text(json.dumps(self._told | values), self._path)
        self._written_at = time.monotonic()


def read_progress(cache: Path, *, running: bool, last_words: str) -> StudyProgress:
    """What the file tells, if it can be believed.

    Args:
        running: Whether a study's process holds the lock.
        last_words: What the process printed last, for a study that ended without a word.
    """
    try:
        told = read_object(cache / PROGRESS_FILE)
        stage, problem = str(told["stage"]), str(told["problem"])
        share = min(max(float(told["share"]), 0.0), 1.0)
        model, data, ended = str(told["model"]), str(told["data"]), bool(told["ended"])
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return StudyProgress("", 0.0, running, "")
    if not running and not ended:
        problem = f"It was cut off; the next one goes on where it was. {last_words}".strip()
    if running and ended:
        stage, share, problem = "", 0.0, ""  # of the study before; the new one just begins
    return StudyProgress(stage, share, running, problem, model, data)
