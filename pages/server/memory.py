"""Memory that nobody uses any more goes back to the system."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Collect what only holds itself, and let the C library hand on what it keeps for later.

    Some tens of milliseconds: for when a large thing has ended, such as a visitor's video. Where
    the C library cannot do it, its memory stays for the next who needs some.
    """
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
