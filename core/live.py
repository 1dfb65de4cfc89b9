"""A live session: frames in, frames with emojis out, and a snapshot of what was seen.

Runs in the video thread. Settings come in with each frame; what leaves is one frozen Snapshot,
replaced whole, so no lock is needed. A frame that fails never stops the stream, and in the style
that hides faces it is never shown.
"""

import logging
import time
from collections import deque
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.analysis import Reading, analyse
from core.classifier import Classifier
from core.emojis import EmojiSet
from core.faces import FaceDetector
from core.overlay import STYLES, draw_emojis
from core.tracking import Tracker

_RATE_WINDOW_S: Final = 2.0
_DARK: Final = 24  # grey of a frame that must not be shown
logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class LiveSettings:
    """What the page's controls say."""

    emojis: EmojiSet
    style: str = "cover"
    emoji_scale: float = 1.2  # × face height
    min_confidence: float = 0.0  # [0, 1]; under it no emoji is drawn
    smoothing_s: float = 0.3
    mirror: bool = True

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise ValueError(f"style must be one of {', '.join(STYLES)}, not {self.style!r}.")
        for name, low, high in (
            ("emoji_scale", 0.1, 4.0),
            ("min_confidence", 0.0, 1.0),
            ("smoothing_s", 0.0, 10.0),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name} must lie between {low} and {high}, not {value}.")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What the last frame showed."""

    readings: tuple[Reading, ...] = ()  # largest face first
    frames_per_s: float = 0.0  # processed, over the last two seconds
    added_ms: float = 0.0  # from a frame's arrival to its drawing done; median over the same time
    problem: str | None = None  # a sentence when the last frame failed


class LiveSession:
    """One visitor's stream. `process` is called by the video thread alone; `snapshot` is read by
    the page's thread."""

    def __init__(self, detector: FaceDetector, classifier: Classifier) -> None:
        self.snapshot = Snapshot()
        self._detector = detector
        self._classifier = classifier
        self._tracker = Tracker()
        self._done: deque[tuple[float, float]] = deque()  # when each frame was done, and its ms

    def process(self, image: np.ndarray, t: float, settings: LiveSettings) -> np.ndarray:
        """The frame with its emojis.

        Args:
            image: (H, W, 3) uint8, BGR.
            t: When the frame arrived, in seconds of time.monotonic().
        """
        problem, readings = None, ()
        try:
            if settings.mirror:
                image = cv2.flip(image, 1)
            found = analyse(image, self._detector, self._classifier)
            shown = self._tracker.update(
                found, t, smoothing_s=settings.smoothing_s, min_confidence=settings.min_confidence
            )
            readings = tuple(sorted(shown, key=lambda r: r.face.box.height, reverse=True))
            image = draw_emojis(
                image,
                list(readings),
                settings.emojis,
                style=settings.style,
                size=settings.emoji_scale,
                min_confidence=settings.min_confidence,
            )
        except Exception:  # one bad frame must not freeze the video for good
            logger.exception("A frame could not be processed.")
            problem = "One frame could not be read. If this stays, stop and start the camera."
            if settings.style == "cover":
                image = np.full_like(image, _DARK)
        self._done.append((t, (time.monotonic() - t) * 1000))
        while self._done[0][0] < t - _RATE_WINDOW_S:
            self._done.popleft()
        self.snapshot = Snapshot(readings, self._rate(), self._median_ms(), problem)
        return image

    def _rate(self) -> float:
        span = self._done[-1][0] - self._done[0][0]
        return (len(self._done) - 1) / span if span > 0 else 0.0

    def _median_ms(self) -> float:
        return float(np.median([ms for _, ms in self._done]))
