"""One visitor's live view on the server: made by the first frame, freed when the frames end.

Frames come in on the connection's loop and leave there; in between a thread of the view's own
works on the newest one. Detector, model and thread exist only while there are frames and a place.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import av
import av.error
import cv2
import numpy as np

from core.live import LiveSession, LiveSettings, Snapshot
from core.pace import Backlog, Pace
from core.stream import FrameStream
from pages.camera.leases import Leases
from pages.camera.paced_track import PacedTrack
from pages.server.memory import give_back

_COVER_SHAPE: Final = (480, 640, 3)
_COVER_GREY: Final = 24
_SENT_AS: Final = "yuv420p"  # what encoders take: converted once, however often it is sent
_IDLE_FRAMES_PER_S: Final = 5.0  # of the cover, while nothing is worked on
logger = logging.getLogger(__name__)


class ServerView:
    """`put` is called on the connection's loop, the work is done in a thread of its own, the rest
    may be called from any."""

    def __init__(self, make: Callable[[], LiveSession], leases: Leases) -> None:
        """A view that holds nothing yet.

        Args:
            make: Loads detector and model; called in the working thread.
        """
        self._make = make
        self._leases = leases
        self._cover = av.VideoFrame.from_ndarray(
            np.full(_COVER_SHAPE, _COVER_GREY, np.uint8), "bgr24"
        ).reformat(format=_SENT_AS)
        self._lock = threading.Lock()
        self._run: _Run | None = None
        self._track: PacedTrack | None = None
        self.refused = False  # whether the last frame found no place

    @property
    def snapshot(self) -> Snapshot:
        """What the last frame showed."""
        run = self._run
        return Snapshot() if run is None or run.session is None else run.session.snapshot

    @property
    def track(self) -> PacedTrack:
        """The video that goes out; another one after the last was stopped."""
        with self._lock:
            if self._track is None or self._track.readyState != "live":
                self._track = PacedTrack(self.newest, self._frames_per_s)
            return self._track

    def put(self, frame: av.VideoFrame, settings: LiveSettings) -> None:
        """Take a frame of the camera, if there is a place and it is due; never waits."""
        now = time.monotonic()
        self.refused = not self._leases.keep(self, now)
        if self.refused:
            self._free()
            return
        with self._lock:
            if self._run is None:
                self._run = _Run(self._make, self._cover)
            self._run.put(frame, now, settings)

    def newest(self) -> av.VideoFrame:
        """The last picture that was worked on, or the cover."""
        run = self._run
        return self._cover if run is None else run.stream.get()

    def stop(self) -> None:
        """The frames have ended: give back thread, detector, model and place."""
        self._leases.release(self)
        self._free()
        # A connection's parts hold each other, and with them their coders' memory, of which Python
        # knows too little to collect them soon by itself.
        give_back()

    def _free(self) -> None:
        with self._lock:
            run, self._run = self._run, None
        if run is not None:
            run.stream.close()

    def _frames_per_s(self) -> float:
        run = self._run
        return _IDLE_FRAMES_PER_S if run is None else run.pace.step.frames_per_s


@dataclass(frozen=True, eq=False)
class _Job:
    frame: av.VideoFrame
    arrived: float  # seconds of time.monotonic()
    waited_s: float  # before it arrived
    settings: LiveSettings


class _Run:
    """What exists from the first frame to the last; `put` is called by one thread."""

    def __init__(self, make: Callable[[], LiveSession], cover: av.VideoFrame) -> None:
        self.session: LiveSession | None = None
        self.pace = Pace()
        self._backlog = Backlog()
        self._make = make
        self._cover = cover
        self._last_t = 0.0
        self.stream = FrameStream(self._worked, cover)

    def put(self, frame: av.VideoFrame, now: float, settings: LiveSettings) -> None:
        taken = frame.time
        waited_s = 0.0 if taken is None else self._backlog.waited_s(now, float(taken))
        if self.pace.due(now):
            self.stream.put(_Job(frame, now, waited_s, settings))

    def _worked(self, job: _Job) -> av.VideoFrame:
        if self.session is None:
            self.session = self._make()
        # The delay that is told begins where the frame began to wait; that time may not go back.
        began = self._last_t = max(job.arrived - job.waited_s, self._last_t)
        try:
            image = self.session.process(job.frame.to_ndarray(format="bgr24"), began, job.settings)
            out = av.VideoFrame.from_ndarray(self._scaled(image), format="bgr24")
            out = out.reformat(format=_SENT_AS)
        except (av.error.FFmpegError, ValueError):  # a torn frame must not end the stream
            logger.exception("A frame could not be converted.")
            return self._cover
        now = time.monotonic()
        self.pace.done(now, delay_s=now - began)
        return out

    def _scaled(self, image: np.ndarray) -> np.ndarray:
        """The picture in the size that the pace allows; encoders want even sides."""
        scale = self.pace.step.scale
        if scale == 1:
            return image
        width, height = (max(2, round(side * scale / 2) * 2) for side in image.shape[1::-1])
        return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
