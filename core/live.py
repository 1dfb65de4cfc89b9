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

from core.analysis import Reading
from core.classifier import FaceReader
from core.cover import DARK, Cover
from core.emojis import EmojiSet
from core.faces import FaceFinder
from core.following import small_grey
from core.overlay import STYLES, draw_emojis
from core.sight import Sight

_RATE_WINDOW_S: Final = 2.0
SAYS_SO_S: Final = 1.0  # a frame hidden for longer is explained
logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class LiveSettings:
    """What the page's controls say."""

    emojis: EmojiSet
    style: str = "cover"
    emoji_scale: float = 1.2  # × face height
    min_confidence: float = 0.35  # [0, 1]; a face with less gets the mark of not being sure
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

    def __init__(self, detector: FaceFinder, classifier: FaceReader) -> None:
        self.snapshot = Snapshot()
        self._sight = Sight(detector, classifier)
        self._cover = Cover()
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
            image, readings = self._drawn(image, t, settings)
            if settings.style == "cover" and self._cover.hidden_s(t) > SAYS_SO_S:
                problem = "A face got out of sight: the picture is hidden until it is found again."
        except Exception:  # one bad frame must not freeze the video for good
            logger.exception("A frame could not be processed.")
            problem = "One frame could not be read. If this stays, stop and start the camera."
            if settings.style == "cover":
                image = np.full_like(image, DARK)
        self._done.append((t, (time.monotonic() - t) * 1000))
        while self._done[0][0] < t - _RATE_WINDOW_S:
            self._done.popleft()
        self.snapshot = Snapshot(readings, self._rate(), self._median_ms(), problem)
        return image

    def _drawn(
        self, image: np.ndarray, t: float, settings: LiveSettings
    ) -> tuple[np.ndarray, tuple[Reading, ...]]:
        """The frame with its emojis, and the faces in it, largest first."""
        covers = settings.style == "cover"
        small = small_grey(image)
        doubtful = covers and self._cover.doubts(small, t, image)
        seen = self._sight.look(
            image,
            small,
            t,
            search=doubtful,
            smoothing_s=settings.smoothing_s,
            min_confidence=settings.min_confidence,
        )
        to_draw = seen.certain + seen.held
        if covers:
            to_draw = self._cover.hide(seen, t)
        image = draw_emojis(
            image,
            _largest_first(to_draw),
            settings.emojis,
            style=settings.style,
            size=settings.emoji_scale,
            min_confidence=settings.min_confidence,
        )
        if covers:
            self._cover.grey(image)
        return image, tuple(_largest_first(seen.certain + seen.held))

    def _rate(self) -> float:
        span = self._done[-1][0] - self._done[0][0]
        return (len(self._done) - 1) / span if span > 0 else 0.0

    def _median_ms(self) -> float:
        return float(np.median([ms for _, ms in self._done]))


def _largest_first(readings: tuple[Reading, ...]) -> list[Reading]:
    return sorted(readings, key=lambda reading: reading.face.box.height, reverse=True)
