"""One clip on its way: its passes run in processes of their own, its files in a private folder.

The folder is there from the first pass to the last, or until the job is closed.
"""

import contextlib
import json
import logging
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.emojis import EmojiSet
from core.errors import UserError, in_words
from core.videos import folder as files
from core.videos.draw import Choice
from core.videos.folder import Order
from core.videos.passes import Looked
from core.videos.private import new_folder

_ROOT: Final = Path(__file__).resolve().parents[2]
_FROM: Final = 0.02  # share of a pass after which its time left can be told
ENDED: Final = (
    "The work on this video was ended from outside, perhaps for lack of memory. Send a shorter "
    "one, or a smaller copy."
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """What a clip became."""

    film: bytes  # MP4
    gif: bytes
    table: bytes  # csv
    whole_sound: bool  # whether all of the clip's sound is in it


class Job:
    """One clip. What is public is read by the visitor's script and written by the job's own
    thread, whole values at a time; the methods are for the script."""

    def __init__(
        self,
        name: str,
        clip: bytes,
        order: Order,
        *,
        head: bytes | None,
        place: Callable[[], AbstractContextManager[Any]],
    ) -> None:
        """Begin with the first pass.

        Args:
            name: The visitor's file.
            head: The visitor's own last layer, if they have one.
            place: Entered before a pass runs: it waits until there is room on this machine.

        Raises:
            UserError: The clip cannot be written; nothing of it stays.
        """
        self.name = name
        self.state = "waiting"  # then "looking", "ready", "waiting", "making", "done"; or "failed"
        self.done = 0.0  # of this pass
        self.problem = ""  # a sentence, where it failed
        self.looked: Looked | None = None
        self.result: Result | None = None
        self._began = 0.0
        self._place = place
        self._closed = threading.Event()
        self._lock = threading.Lock()  # who starts a process, and who ends it
        self._process: subprocess.Popen[str] | None = None
        self._told: dict[str, Any] = {}
        self._folder = _written(clip, order, head)
        self._start("look", self._after_look)

    @property
    def runs(self) -> bool:
        """Whether something is done, or waits to be."""
        return self.state in ("waiting", "looking", "making")

    def left_s(self) -> float | None:
        """Seconds that this pass still needs, about; None while that cannot be told."""
        if self.done < _FROM or not self._began:
            return None
        return (time.monotonic() - self._began) * (1 - self.done) / self.done

    def make(self, choice: Choice, emojis: EmojiSet) -> None:
        """Go on with the second pass, once the first is done.

        Raises:
            UserError: What was chosen cannot be written; it may be tried again.
        """
        if self.state != "ready":
            raise ValueError(f"A video is made after it was looked at, not when {self.state}.")
        try:
            files.write_choice(self._folder, choice, emojis)
        except OSError as problem:
            raise UserError(in_words(problem)) from problem
        self.state, self.done = "waiting", 0.0
        self._start("make", self._after_make)

    def close(self) -> None:
        """End the job wherever it is; the clip is gone when this returns."""
        self._closed.set()
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, which: str, after: Callable[[], None]) -> None:
        threading.Thread(target=self._follow, args=(which, after), daemon=True).start()

    def _follow(self, which: str, after: Callable[[], None]) -> None:
        try:
            self._run(which, after)
        except (OSError, ValueError, KeyError):  # a full disk, or the folder was taken away
            logger.exception("A video's job could not go on.")
            self._fail(ENDED)

    def _fail(self, problem: str) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self.problem, self.state = problem, "failed"

    def _run(self, which: str, after: Callable[[], None]) -> None:
        with self._place():
            with self._lock:
                if self._closed.is_set():
                    return
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "core.videos.work", which, str(self._folder)],
                    cwd=_ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            self._began, self._told = time.monotonic(), {}
            self.state = "looking" if which == "look" else "making"
            self._listen(self._process)
        if self._closed.is_set():
            return
        problem = self._told.get("problem") or (ENDED if self._told.get("done") != 1.0 else "")
        if problem:
            self._fail(problem)
        else:
            after()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                with contextlib.suppress(ValueError):  # what a library printed
                    self._told |= json.loads(line)
                self.done = float(self._told.get("done", 0.0))
        process.wait()

    def _after_look(self) -> None:
        self.looked = files.read_looked(self._folder)
        self.state = "ready"

    def _after_make(self) -> None:
        self.result = Result(
            film=(self._folder / files.FILM).read_bytes(),
            gif=(self._folder / files.GIF).read_bytes(),
            table=(self._folder / files.TABLE).read_bytes(),
            whole_sound=bool(self._told.get("whole_sound")),
        )
        shutil.rmtree(self._folder, ignore_errors=True)
        self.state = "done"


def _written(clip: bytes, order: Order, head: bytes | None) -> Path:
    """The folder of a new job."""
    folder = None
    try:
        folder = new_folder()
        (folder / files.CLIP).write_bytes(clip)
        files.write_order(folder, order, head)
    except OSError as problem:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise UserError(in_words(problem)) from problem
    return folder
