"""A process that works for another one has no life after it."""

import os
import threading
import time
from collections.abc import Callable
from typing import Final

_LOOK_S: Final = 0.5


def end_with_parent(last: Callable[[], object] = lambda: None) -> None:
    """From here on end as soon as whoever started this process is gone; a killed parent cannot
    tell.

    Args:
        last: What is done before.
    """
    threading.Thread(target=_watch, args=(os.getppid(), last), daemon=True).start()


def _watch(parent: int, last: Callable[[], object]) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    last()
    os._exit(1)
