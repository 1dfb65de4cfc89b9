"""The video that goes out: the newest picture each time, as often as the stream's pace says.

Streamlit-webrtc's own source track makes up for lost time by sending faster, and takes a picture
before it waits; under load both add to the delay. This one skips what it missed.
"""

import asyncio
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Final

import av
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

_CLOCK_HZ: Final = 90_000  # of video in RTP


class PacedTrack(MediaStreamTrack):
    """Pulled by the connection's own loop; `newest` and `frames_per_s` must not wait."""

    kind = "video"

    def __init__(
        self, newest: Callable[[], av.VideoFrame], frames_per_s: Callable[[], float]
    ) -> None:
        super().__init__()
        self._newest = newest
        self._frames_per_s = frames_per_s
        self._due_at = 0.0  # of time.monotonic(), the next picture

    async def recv(self) -> av.VideoFrame:
        """The newest picture, with the time at which it is sent.

        Raises:
            MediaStreamError: The track was stopped.
        """
        every_s = 1 / self._frames_per_s()
        await asyncio.sleep(max(0.0, self._due_at - time.monotonic()))
        if self.readyState != "live":
            raise MediaStreamError
        now = time.monotonic()
        # A little late is made up for, so that the rate is kept; what was missed is left out.
        self._due_at = max(self._due_at, now - every_s / 2) + every_s
        frame = self._newest()
        frame.pts = round(now * _CLOCK_HZ)
        frame.time_base = Fraction(1, _CLOCK_HZ)
        return frame
