"""One training at a time: a lock on an open file, which the kernel frees however its holder dies.

The file's text is the name of the run that holds it. It stays there afterwards and then means
nothing: only the lock counts.
"""

import os
import re
import sys
import time
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

RUN_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_FILE: Final = ".trainer.lock"
_PATIENCE_S: Final = 0.3  # whoever only looks holds the lock for some microseconds
_WINDOWS_BYTE: Final = 1 << 30  # Windows locks bytes: one far behind the name, which stays readable


def take(models: Path, name: str) -> int:
    """A descriptor that holds the lock until it, and every copy a child has of it, is closed.

    Raises:
        ValueError: A run is being trained already.
    """
    models.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(models / _FILE, os.O_RDWR | os.O_CREAT, 0o644)
    until = time.monotonic() + _PATIENCE_S
    while not _locked(descriptor):
        if time.monotonic() > until:
            os.close(descriptor)
            raise ValueError(
                f"{holder(models) or 'A run'} is running already, and one at a time may. Stop it, "
                "or wait until it has ended."
            )
        time.sleep(0.01)
    text = f"{name}\n".encode()
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, text)  # readers take the first line: an old longer name does no harm
        os.ftruncate(descriptor, len(text))
    except OSError:
        os.close(descriptor)  # a server that kept it would let nobody train until its own end
        raise
    return descriptor


def holder(models: Path) -> str | None:
    """The name of the run that is being trained now, if one is."""
    try:
        descriptor = os.open(models / _FILE, os.O_RDWR)
    except OSError:
        return None
    try:
        if _locked(descriptor):
            _unlock(descriptor)
            return None
        name = os.read(descriptor, 100).split(b"\n")[0].decode("utf-8", "replace")
    finally:
        os.close(descriptor)
    return name if RUN_NAME.fullmatch(name) else None


def _locked(descriptor: int) -> bool:
    """Whether the lock could be had, and now is."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _WINDOWS_BYTE, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            finally:
                os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _unlock(descriptor: int) -> None:
    """Give it up for good: a child being started this moment may hold a copy of the descriptor."""
    if sys.platform == "win32":
        os.lseek(descriptor, _WINDOWS_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
