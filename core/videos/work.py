"""`python -m core.videos.work PASS FOLDER`: one pass over a job's clip, in a process of its own.

It tells how far it is, one JSON line at a time: `done` in [0, 1], or at the end `problem`. When
whoever started it is gone, it takes the folder away and ends.
"""

import json
import logging
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any, Final

from core.classifier import Classifier, FaceReader
from core.errors import UserError, in_words
from core.parent import end_with_parent
from core.personal.layer import Layer
from core.personal.serve import PersonalClassifier
from core.videos import folder as files
from core.videos.passes import look, make
from core.videos.scores import csv_of

TELL_EVERY_S: Final = 0.25
_NICER: Final = 5  # live views and pages go first
OUR_FAULT: Final = "This video could not be worked on. The reason stands in the server's log."
logger = logging.getLogger(__name__)


class _Teller:
    """Says how far the pass is, now and then."""

    def __init__(self) -> None:
        self._said_at = 0.0

    def __call__(self, done: float) -> None:
        now = time.monotonic()
        if now - self._said_at >= TELL_EVERY_S:
            self._said_at = now
            tell({"done": done})


def tell(line: dict[str, Any]) -> None:
    """One line to whoever started this."""
    print(json.dumps(line), flush=True)


def main(arguments: list[str]) -> int:
    """Do one pass, `look` or `make`, over the clip in a folder."""
    which, folder = arguments[0], Path(arguments[1])
    end_with_parent(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.nice(_NICER)
    try:
        _told_of(which, folder)
    except BrokenPipeError:  # nobody listens any more
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)
    return 0


def _told_of(which: str, folder: Path) -> None:
    """The pass, and how it ended."""
    try:
        {"look": look_at, "make": make_it}[which](folder)
    except BrokenPipeError:
        raise
    except UserError as problem:
        tell({"problem": str(problem)})
    except OSError as problem:  # a full disk, above all
        logger.exception("A video could not be worked on.")
        tell({"problem": in_words(problem)})
    except Exception:  # one video job: it is told, and the server goes on
        logger.exception("A video could not be worked on.")
        tell({"problem": OUR_FAULT})
    else:
        tell({"done": 1.0})


def look_at(folder: Path) -> None:
    """The first pass."""
    order = files.read_order(folder)
    found = look(
        folder / files.CLIP,
        order.limits,
        _reader(order.model, folder / files.HEAD),
        models=order.models,
        finder=order.finder,
        told=_Teller(),
    )
    files.write_looked(folder, found)


def make_it(folder: Path) -> None:
    """The second pass."""
    looked = files.read_looked(folder)
    choice, emojis = files.read_choice(folder)
    made = make(
        folder / files.CLIP,
        files.read_order(folder).limits,
        looked,
        emojis,
        choice,
        film=folder / files.FILM,
        gif=folder / files.GIF,
        told=_Teller(),
    )
    (folder / files.TABLE).write_text(csv_of(looked.people), encoding="utf-8-sig")
    tell({"whole_sound": made.whole_sound})


def _reader(model: Path, head: Path) -> FaceReader:
    network = Classifier.load(model)
    return (
        PersonalClassifier(network, Layer.from_bytes(head.read_bytes()))
        if head.exists()
        else network
    )


if __name__ == "__main__":
    logging.basicConfig()
    sys.exit(main(sys.argv[1:]))
