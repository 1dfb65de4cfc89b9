"""One process of several: a picture's file in, its result written whole, its record out."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
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


@dataclass(frozen=True)
class Tools:
    """What a worker needs for every picture; none of it is shared between threads."""

    detector: FaceDetector
    classifier: Classifier
    emojis: EmojiSet


def begin() -> None:
    """Make a fresh process a worker: one thread of work, and no life after its parent's."""
    cv2.setNumThreads(1)
    end_with_parent()


def work(task: Task, wish: Wish) -> dict[str, Any]:
    """The record of a picture whose result is written; of one that cannot be read, why."""
    return work_on(
        task.name,
        partial(_kept_tools, wish),
        read=task.source.read_bytes,
        write=partial(write_whole, task.target),
        style=wish.style,
    )


def work_on(
    name: str,
    tools: Callable[[], Tools],
    *,
    read: Callable[[], bytes],
    write: Callable[[bytes], object],
    style: str,
) -> dict[str, Any]:
    """The same for a picture that lies anywhere.

    Args:
        name: As the ledger calls it.
        read: Gives the picture's file.
        write: Puts the result's file, a PNG, at its place, whole or not at all.
    """
    started = time.perf_counter()
    try:
        image = decode_photo(read())
        held = tools()
        readings = analyse(image, held.detector, held.classifier)
        write(encode_png(draw_emojis(image, readings, held.emojis, style=style)))
    except (OSError, UserError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        return {"file": name, "error": str(reason or problem)}
    except Exception:  # one file of many: the others go on
        logger.exception("%s could not be worked on.", name)
        return {"file": name, "error": "This file could not be worked on."}
    return record(name, image, readings, time.perf_counter() - started)


def load_tools(wish: Wish) -> Tools:
    """A detector, a classifier and the emojis of one worker's own."""
    detector = FaceDetector("yunet", wish.models, search_px=STILL_SEARCH_PX)
    return Tools(detector, Classifier.load(wish.model), load_emoji_set(wish.emojis))


def write_whole(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}-{os.getpid()}{PART}")
    part.write_bytes(data)
    part.replace(path)


@lru_cache(maxsize=1)
def _kept_tools(wish: Wish) -> Tools:
    return load_tools(wish)
