"""Private folders for clips while they are worked on, and none of them forgotten.

All folders of one server lie in one of its own, which holds a locked file: the kernel frees the
lock however the server dies, and whoever starts next takes away what no living server holds.
"""

import contextlib
import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Final

if os.name != "nt":
    import fcntl

_NAME: Final = "photo-to-emoji-clips-"
_LOCK: Final = "lock"
_YOUNG_S: Final = 60.0  # a folder so young may not be locked yet


def new_folder() -> Path:
    """An empty folder that nobody else on this machine may enter (0700)."""
    return Path(tempfile.mkdtemp(dir=_home()[0]))


def remove_left() -> int:
    """Take away what servers that were killed have left; how many folders that were."""
    left = [path for path in Path(tempfile.gettempdir()).glob(f"{_NAME}*") if _is_left(path)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def remove_all() -> None:
    """Take away all of this server's folders, at its end."""
    if _home.cache_info().currsize:
        folder, lock = _home()
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
        _home.cache_clear()


@cache
def _home() -> tuple[Path, int]:
    """This server's folder, and the descriptor that holds its lock."""
    remove_left()
    folder = Path(tempfile.mkdtemp(prefix=_NAME))
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    if os.name != "nt":
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return folder, descriptor


def _is_left(folder: Path) -> bool:
    """Whether no living server holds a folder."""
    with contextlib.suppress(OSError):
        about = folder.stat()
        if hasattr(os, "getuid") and about.st_uid != os.getuid():
            return False
        if not (folder / _LOCK).exists():
            return time.time() - about.st_mtime > _YOUNG_S
        return _is_free(folder / _LOCK)
    return False


def _is_free(lock: Path) -> bool:
    """Whether a lock can be had; on Windows a file that is open cannot be deleted anyway."""
    if os.name == "nt":
        return True
    descriptor = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True
