"""Things made ahead, in order, by a thread or by processes."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Makers(Generic[T]):
    """Calls one function for one thing after another, some of them ahead of who takes them."""

    def __init__(self, make: Callable[..., T], workers: int) -> None:
        """
        Args:
            make: With workers it is pickled, once for each of them.
            workers: Processes; 0: one thread.
        """
        self._ahead = 2 * workers + 1
        self._make: Callable[..., T] = make
        self._pool: Executor = ThreadPoolExecutor(max_workers=1)
        if workers:
            self._make = _make_held
            self._pool = ProcessPoolExecutor(
                workers, get_context("forkserver"), initializer=_hold, initargs=(make,)
            )

    def made(self, wanted: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """What the function gives for each of these arguments, in their order."""
        coming: deque[Future[T]] = deque()
        for arguments in wanted:
            coming.append(self._pool.submit(self._make, *arguments))
            if len(coming) > self._ahead:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()

    def close(self) -> None:
        """Wait for what is being made, and make no more."""
        self._pool.shutdown(cancel_futures=True)


_held: Callable[..., Any] | None = None  # written once, by the pool, as it starts this process


def _hold(make: Callable[..., Any]) -> None:
    global _held
    _held = make


def _make_held(*arguments: Any) -> Any:
    assert _held is not None
    return _held(*arguments)
