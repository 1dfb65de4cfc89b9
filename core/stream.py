"""Frames in from one thread, out to another, worked on in between: only the newest counts.

What goes out is made by the work function or is the cover given at the start, never a frame as
it came in: a stranger's face cannot leave before it was looked at.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

FrameIn = TypeVar("FrameIn")
FrameOut = TypeVar("FrameOut")


class FrameStream(Generic[FrameIn, FrameOut]):
    """A worker thread with one place for the next frame and one for the last result.

    `put` and `get` never wait and may be called from any thread; `work` runs in the worker's.
    """

    def __init__(self, work: Callable[[FrameIn], FrameOut], cover: FrameOut) -> None:
        self._work = work
        self._waiting: FrameIn | None = None
        self._cover = cover
        self._result = cover
        self._open = True
        self._viewer = 0  # counts resets: what was begun for one viewer is not shown to the next
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="frame-stream", daemon=True)
        self._thread.start()

    def put(self, frame: FrameIn) -> None:
        """Offer a frame; one still waiting is dropped for it."""
        with self._changed:
            self._waiting = frame
            self._changed.notify()

    def get(self) -> FrameOut:
        """The newest result, or the cover before there is one."""
        return self._result

    def reset(self) -> None:
        """Forget the last result, so that the next viewer begins with the cover."""
        with self._changed:
            self._viewer += 1
            self._waiting, self._result = None, self._cover

    def close(self) -> None:
        """End the worker; the frame in hand is finished first."""
        with self._changed:
            self._open = False
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting is not None or not self._open)
                if not self._open:
                    return
                frame, self._waiting = self._waiting, None
                viewer = self._viewer
            result = self._work(frame)  # type: ignore[arg-type]
            with self._changed:
                if viewer == self._viewer:
                    self._result = result
