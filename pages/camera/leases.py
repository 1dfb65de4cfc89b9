"""How many may be live on the server at once: places that only moving pictures keep.

Whoever comes when all are taken is told so at once. A lease ends with its stream, and by itself
when its frames stop coming, so no closed tab holds a place.
"""

import threading
from collections.abc import Hashable
from typing import Final

LEASE_S: Final = 5.0  # without a frame


class Leases:
    """The live places of this server; any thread may call any method."""

    def __init__(self, limit: int) -> None:
        if limit < 0:
            raise ValueError(f"A server has no {limit} live places; give 0 or more.")
        self._limit = limit
        self._kept_at: dict[Hashable, float] = {}
        self._lock = threading.Lock()

    def keep(self, holder: Hashable, t: float) -> bool:
        """Take a place or go on holding it; False where all are taken.

        Args:
            t: Seconds of time.monotonic().
        """
        with self._lock:
            self._forget(t)
            if holder not in self._kept_at and len(self._kept_at) >= self._limit:
                return False
            self._kept_at[holder] = t
            return True

    def release(self, holder: Hashable) -> None:
        """Give the place back; without one nothing happens."""
        with self._lock:
            self._kept_at.pop(holder, None)

    def free(self, t: float) -> int:
        """How many places are free."""
        with self._lock:
            self._forget(t)
            return max(0, self._limit - len(self._kept_at))

    def _forget(self, t: float) -> None:
        self._kept_at = {who: at for who, at in self._kept_at.items() if t - at <= LEASE_S}
