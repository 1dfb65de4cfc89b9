"""How often and how large a live stream works, so that its delay stays bounded.

When frames take too long from the camera to the drawing, fewer are worked on and smaller ones are
sent; when there is room again, more and larger ones. It steps down soon and up late, so that it
does not swing.
"""

from collections import deque
from statistics import median
from typing import Final, NamedTuple

TOO_LATE_S: Final = 0.22  # a median delay on the server above this is a step down
IN_TIME_S: Final = 0.09  # and one below this a step up
_WINDOW_S: Final = 1.0  # of the delays that count
_DOWN_EVERY_S: Final = 1.0
_UP_EVERY_S: Final = 5.0
_FEWEST: Final = 3  # frames that tell something
_EARLY: Final = 0.1  # × the time between two frames: so much too early is on time


class Step(NamedTuple):
    """How a stream works at one level of load."""

    frames_per_s: float
    scale: float  # × the frame's width and height


STEPS: Final = (Step(30, 1.0), Step(20, 1.0), Step(15, 0.75), Step(12, 0.5), Step(6, 0.5))


class Pace:
    """The pace of one stream. `due` is called by one thread and `done` by another; each writes
    its own fields, and the step is one reference."""

    def __init__(self) -> None:
        self._level = 0
        self._changed_at = 0.0
        self._due_at = 0.0  # of time.monotonic(), the next frame
        self._delays: deque[tuple[float, float]] = deque()  # when done, and its delay in seconds

    @property
    def step(self) -> Step:
        """How the stream works now."""
        return STEPS[self._level]

    def due(self, t: float) -> bool:
        """Whether a frame that comes now is worked on; others are dropped before anything is done.

        Args:
            t: Seconds of time.monotonic().
        """
        every_s = 1 / self.step.frames_per_s
        if self._level > 0 and t < self._due_at - _EARLY * every_s:
            return False
        self._due_at = max(self._due_at, t - every_s) + every_s
        return True

    def done(self, t: float, *, delay_s: float) -> None:
        """Tell that a frame left at `t`, so long after the camera took it."""
        self._delays.append((t, delay_s))
        while self._delays[0][0] < t - _WINDOW_S:
            self._delays.popleft()
        if len(self._delays) < _FEWEST:
            return
        late = median(delay for _, delay in self._delays)
        since = t - self._changed_at
        if late > TOO_LATE_S and since >= _DOWN_EVERY_S and self._level < len(STEPS) - 1:
            self._go(self._level + 1, t)
        elif late < IN_TIME_S and since >= _UP_EVERY_S and self._level > 0:
            self._go(self._level - 1, t)

    def _go(self, level: int, t: float) -> None:
        self._level, self._changed_at = level, t
        self._delays.clear()


class Backlog:
    """For how long a stream's frames waited before they came here, by their own times."""

    def __init__(self) -> None:
        self._least: float | None = None  # the smallest difference of the two clocks so far

    def waited_s(self, arrived: float, taken: float) -> float:
        """Seconds above the least wait that there was.

        Args:
            arrived: Of time.monotonic().
            taken: When the camera took the frame, seconds on a clock of its own.
        """
        difference = arrived - taken
        self._least = difference if self._least is None else min(self._least, difference)
        return difference - self._least
