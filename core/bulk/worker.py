"""One process of several: a picture's file in, its result written whole, its record out."""

import logging
import os
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2

from core.analysis import analyse
from core.bulk.record import record
from core.classifier import Classifier
from core.emojis import EmojiSet, load_emoji_set
from core.errors import UserError
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.overlay import draw_emojis
from core.parent import end_with_parent
from core.photos import decode_photo, encode_png

PART: Final = ".part"  # how a file ends while it is written
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wish:
    """How every picture is to be drawn, and with what."""

    model: Path
    emojis: Path
    models: Path
    style: str


@dataclass(frozen=True)
class Task:
    """One picture."""

    source: Path
    target: Path
    name: str  # as the ledger calls it


def begin() -> None:
    """Make a fresh process a worker: one thread of work, and no life after its parent's."""
    cv2.setNumThreads(1)
    end_with_parent()


def work(task: Task, wish: Wish) -> dict[str, Any]:
    """The record of a picture whose result is written; of one that cannot be read, why."""
    started = time.perf_counter()
    try:
        image = decode_photo(task.source.read_bytes())
        detector, classifier, emojis = _tools(wish)
        readings = analyse(image, detector, classifier)
        drawn = draw_emojis(image, readings, emojis, style=wish.style)
        _write(task.target, encode_png(drawn))
    except (OSError, UserError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        return {"file": task.name, "error": str(reason or problem)}
    except Exception:  # one file of many: the others go on
        logger.exception("%s could not be worked on.", task.name)
        return {"file": task.name, "error": "This file could not be worked on."}
    return record(task.name, image, readings, time.perf_counter() - started)


@lru_cache(maxsize=1)
def _tools(wish: Wish) -> tuple[FaceDetector, Classifier, EmojiSet]:
    detector = FaceDetector("yunet", wish.models, search_px=STILL_SEARCH_PX)
    return detector, Classifier.load(wish.model), load_emoji_set(wish.emojis)


def _write(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}-{os.getpid()}{PART}")
    part.write_bytes(data)
    part.replace(path)
