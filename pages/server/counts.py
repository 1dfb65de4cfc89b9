"""How the server fares, counted as it works and told as Prometheus reads it.

Sums and numbers only: no visitor, no address and no file's name is in it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

# Seconds; a page is quick under the third and slow past the last but one.
_STEPS_S: Final = (0.1, 0.3, 1.0, 3.0, 6.0, 20.0)


class Counts:
    """Written by the event loop and by every visitor's thread, read by who asks for /metrics."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: dict[str, int] = {}
        self._within: dict[str, list[int]] = {}  # how many took at most each step, and in all
        self._total_s: dict[str, float] = {}

    @contextmanager
    def one_more(self, name: str) -> Iterator[int]:
        """One more of something as long as the block runs; gives how many there are with it."""
        with self._lock:
            self._now[name] = now = self._now.get(name, 0) + 1
        try:
            yield now
        finally:
            with self._lock:
                self._now[name] -= 1

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Note how long the block takes, however it ends."""
        started = time.monotonic()
        try:
            yield
        finally:
            took_s = time.monotonic() - started
            with self._lock:
                within = self._within.setdefault(name, [0] * (len(_STEPS_S) + 1))
                for step, limit_s in enumerate(_STEPS_S):
                    within[step] += took_s <= limit_s
                within[-1] += 1
                self._total_s[name] = self._total_s.get(name, 0.0) + took_s

    def now(self, name: str) -> int:
        """How many there are of something."""
        with self._lock:
            return self._now.get(name, 0)

    def text(self) -> str:
        """All of it in Prometheus' text format."""
        with self._lock:
            lines = [_gauge(name, value) for name, value in sorted(self._now.items())]
            for name, within in sorted(self._within.items()):
                lines.append(_histogram(name, within, self._total_s[name]))
        return "".join([*lines, _gauge("memory_bytes", _memory_bytes())])


@cache
def counts() -> Counts:
    """This server's counts."""
    return Counts()


def _gauge(name: str, value: int) -> str:
    return f"# TYPE photo_to_emoji_{name} gauge\nphoto_to_emoji_{name} {value}\n"


def _histogram(name: str, within: list[int], total_s: float) -> str:
    full = f"photo_to_emoji_{name}_seconds"
    steps = [*map(str, _STEPS_S), "+Inf"]
    buckets = "".join(
        f'{full}_bucket{{le="{step}"}} {count}\n' for step, count in zip(steps, within, strict=True)
    )
    end = f"{full}_sum {total_s:.3f}\n{full}_count {within[-1]}\n"
    return f"# TYPE {full} histogram\n{buckets}{end}"


def _memory_bytes() -> int:
    """What the process holds in memory; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * 4096
