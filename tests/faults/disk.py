"""`python -m tests.faults.disk WORK FOLDER`: a piece of work on a disk that fails at each call.

As SQLite's own tests do, the work is done over and over; each time another of the calls that write
below its folder fails, alone or with all that follow. After each the disk is well again, what was
there is looked at, and the work is tried once more. Run it with `disk.c` before the C library.

Source: SQLite's "How SQLite Is Tested", sections on I/O errors and a full disk.
"""

import argparse
import ctypes
import errno
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final

from core.errors import UserError, in_words
from tests.faults.works import WORKS, Work

_NEVER: Final = 10**9
ERRORS: Final = {"full": errno.ENOSPC, "read-only": errno.EROFS}


def main() -> int:
    """Print a JSON line for each failure; the exit status is the number of those that hurt."""
    parser = argparse.ArgumentParser(description="Let each write of a piece of work fail once.")
    parser.add_argument("work", choices=sorted(WORKS))
    parser.add_argument("folder", type=Path, help="an empty one")
    parser.add_argument("--disk", choices=sorted(ERRORS), help="both if left out")
    parser.add_argument("--some", type=int, default=_NEVER, help="of the calls, spread evenly")
    parser.add_argument("--number", type=int, help="this call alone, and all after it")
    chosen = parser.parse_args()
    work, prepared = WORKS[chosen.work], chosen.folder / "prepared"
    prepared.mkdir()
    work.prepare(prepared)
    hurt = 0
    for disk, error in ERRORS.items():
        if chosen.disk not in (None, disk):
            continue
        for stays in (True,) if chosen.number else (False, True):
            tried = _Tried(work, prepared, error, stays=stays)
            numbers: Sequence[int] = (chosen.number,)
            if not chosen.number:
                numbers = spread(int(tried.once(_NEVER)["calls"]), chosen.some)
            for number in numbers:
                found = tried.once(number)
                hurt += bool(found["problem"])
                print(json.dumps({"disk": disk, "stays": stays, **found}), flush=True)
    return min(hurt, 99)


def spread(calls: int, some: int) -> Sequence[int]:
    """At most so many of the numbers 1 to `calls`, the first and the last among them."""
    if some >= calls:
        return range(1, calls + 1)
    return sorted({1 + round(step * (calls - 1) / max(some - 1, 1)) for step in range(some)})


class _Tried:
    """One piece of work, each time in a process of its own and on a fresh copy."""

    def __init__(self, work: Work, prepared: Path, error: int, *, stays: bool) -> None:
        self._work, self._prepared, self._error, self._stays = work, prepared, error, stays

    def once(self, number: int) -> dict[str, str | int]:
        """What came of it when this call failed: `calls`, `failed`, `said`, `problem`."""
        folder = self._prepared.with_name(f"try-{number}")
        shutil.copytree(self._prepared, folder, symlinks=True)
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            told = json.dumps(self._in_child(folder.resolve(), number)).encode()
            os.write(theirs, told)
            os._exit(0)
        os.close(theirs)
        with os.fdopen(ours, "rb") as answer:
            told = answer.read()
        os.waitpid(child, 0)
        shutil.rmtree(folder)
        return json.loads(told or b'{"calls":0,"failed":"","said":"","problem":"the process died"}')

    def _in_child(self, folder: Path, number: int) -> dict[str, str | int]:
        disk, work = ctypes.CDLL(None), self._work
        disk.disk_failed.restype = ctypes.c_char_p
        disk.disk_calls.restype = ctypes.c_long
        log = (folder.parent / "output.txt").open("a", encoding="utf-8")
        said = problem = ""
        with redirect_stdout(log), redirect_stderr(log):
            disk.disk_fails(os.fsencode(folder), ctypes.c_long(number), self._error, self._stays)
            try:
                said = _told(work.do, folder)
            except BaseException:
                problem = traceback.format_exc()
            failed, calls = disk.disk_failed().decode(), disk.disk_calls()
            disk.disk_fails(b"", 0, 0, 0)
            try:
                problem = problem or _unclear(said, folder)
                work.nothing_lost(folder)
                again = _told(work.do, folder) if said else ""
                problem = problem or (again and f"A second try: {again}")
                work.is_done(folder)
            except BaseException:
                problem = problem or traceback.format_exc()
        return {"calls": calls, "failed": failed, "said": said, "problem": problem}


def _told(do: Callable[[Path], str], folder: Path) -> str:
    """The sentence that a page shows; empty where the work was done."""
    try:
        return do(folder)
    except (ValueError, OSError, UserError) as error:
        return in_words(error) or type(error).__name__


def _unclear(said: str, folder: Path) -> str:
    """What is wrong with a sentence, if anything."""
    foreign = [word for word in ("Errno", "Traceback", str(folder)) if word in said]
    whole = not said or (said[0].isupper() and said[-1] in ".!)")
    return f"This is no sentence for people: {said}" if foreign or not whole else ""


if __name__ == "__main__":
    sys.exit(main())
