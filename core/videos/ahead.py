"""The next frames are decoded while one is worked on: two cores do more than one."""

import queue
import threading
from collections.abc import Generator, Iterator
from typing import Final, TypeVar

_AHEAD: Final = 3  # frames; one of 1920 x 1080 takes 6 MB

Item = TypeVar("Item")


class _End:
    """The last thing that comes, with the error that ended it, if any."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error


def ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """The same items, made by a thread of its own, which ends before this does.

    What making them raises is raised here, in its turn.
    """
    made: queue.Queue[Item | _End] = queue.Queue(_AHEAD)
    stopped = threading.Event()

    def put(item: Item | _End) -> None:
        while not stopped.is_set():
            try:
                made.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def work() -> None:
        error = None
        try:
            for item in items:
                put(item)
                if stopped.is_set():
                    return
        except Exception as problem:  # raised where the items are used
            error = problem
        put(_End(error))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while True:
            item = made.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        stopped.set()
        thread.join()
