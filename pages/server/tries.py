"""How often a wrong password may be tried: few times from one place, and not often in all."""

import time
from collections import deque
from typing import Final

_WINDOW_S: Final = 60.0
_FROM_ONE_PLACE: Final = 5
# A stranger with many addresses must not find the password, and should not lock out the owner.
_IN_ALL: Final = 100


class Tries:
    """Wrong passwords of the last minute; touched by the server's event loop only."""

    def __init__(self) -> None:
        self._wrong: deque[tuple[float, str]] = deque(maxlen=_IN_ALL)

    def may_try(self, place: str) -> bool:
        """Whether a password from this place is looked at now."""
        while self._wrong and time.monotonic() - self._wrong[0][0] > _WINDOW_S:
            self._wrong.popleft()
        from_here = sum(one == place for _, one in self._wrong)
        return from_here < _FROM_ONE_PLACE and len(self._wrong) < _IN_ALL

    def count_wrong(self, place: str) -> None:
        """Remember a wrong one."""
        self._wrong.append((time.monotonic(), place))
