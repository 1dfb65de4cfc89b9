"""What a person can mend, told apart from what is our own fault."""

import errno
import os
from pathlib import Path
from types import MappingProxyType
from typing import Final

_FULL: Final = "The disk is full. Make room, then try again."
_CLOSED: Final = "The disk cannot be written. Let the app write there, then try again."
_OF_THE_DISK: Final = MappingProxyType(
    {
        errno.ENOSPC: _FULL,
        errno.EDQUOT: _FULL,
        errno.EFBIG: _FULL,  # a limit on the size of files
        errno.EROFS: _CLOSED,
        errno.EACCES: _CLOSED,
        errno.EPERM: _CLOSED,
        errno.EIO: "The disk failed. Look at it, then try again.",
    }
)
# What NumPy says, without the system's number, of an array that was not written whole.
_ARRAY_CUT_SHORT: Final = " requested and "


class UserError(Exception):
    """One sentence for whoever sent, chose or keeps what cannot be used.

    It says what was expected, what came and what to do; pages show it as it stands.
    """


def in_words(error: Exception) -> str:
    """What stands in the way as a sentence: of a disk's failure what to do, and no folder's path.

    Args:
        error: One whose text is a sentence already, or the system's own.
    """
    if isinstance(error, ValueError | UserError):
        return str(error)
    if not isinstance(error, OSError) or error.errno is None:
        return _as_others_say_it(str(error))
    what = error.strerror or type(error).__name__
    name = Path(error.filename).name if isinstance(error.filename, str | Path) else "."
    where = "" if name.startswith(".") else f": {name}"  # hidden ones are gone again
    known = _OF_THE_DISK.get(error.errno)
    return f"{known} ({what}{where})" if known else f"A file cannot be used: {what}{where}."


def _as_others_say_it(text: str) -> str:
    """The same for what HDF5, TensorFlow and NumPy say of the disk, with paths and without number;
    any other text as it is."""
    if _ARRAY_CUT_SHORT in text:
        return f"{_FULL} ({text})"
    for number, known in _OF_THE_DISK.items():
        if os.strerror(number) in text:
            return f"{known} ({os.strerror(number)})"
    return text
