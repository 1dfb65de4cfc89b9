"""Who is in sight: searched for on some frames, followed on the rest.

A search costs most of a frame's time. Between two searches a face is where its own look is found
again; as soon as one is not, or the caller asks, the frame is searched.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from core.analysis import Reading, analyse
from core.classifier import FaceReader
from core.face import Box
from core.faces import FaceFinder
from core.following import Trail, as_reading, followed, trail
from core.tracking import Tracker

SEARCH_EVERY_S: Final = 0.1
SOON_S: Final = 0.005  # a search due so soon is done now: frames do not come to the millisecond
ONE_FACE: Final = 0.5  # × face size: two middles nearer than this are one face
# The finder errs now and then, and a wall always looks like itself: a face that was found less
# often is followed only for a moment.
SURE_TIMES: Final = 3
UNSURE_S: Final = 0.3


@dataclass(frozen=True, eq=False)
class Seen:
    """The faces of one frame, numbered."""

    certain: tuple[Reading, ...]  # found or followed in this frame
    held: tuple[Reading, ...]  # lost a moment ago
    searched: bool


class Sight:
    """The faces of one stream. Changed only by `look`, from the thread that processes frames."""

    def __init__(self, detector: FaceFinder, classifier: FaceReader) -> None:
        self._detector = detector
        self._classifier = classifier
        self._tracker = Tracker()
        self._trails: dict[int, Trail] = {}  # by the face's number
        self._searched_at = -math.inf
        self._shape: tuple[int, ...] = ()

    def look(
        self,
        image: npt.NDArray[np.uint8],
        small: npt.NDArray[np.uint8],
        t: float,
        *,
        search: bool,
        smoothing_s: float,
        min_confidence: float,
    ) -> Seen:
        """Who is there.

        Args:
            image: (H, W, 3) uint8, BGR.
            small: Its small grey copy.
            t: Seconds on any clock that does not go back.
            search: Whether to search although nothing is due.
            smoothing_s, min_confidence: As the tracker takes them.
        """
        if image.shape != self._shape:  # what was known is elsewhere now
            self._shape, self._trails, self._tracker = image.shape, {}, Tracker()
            search = True
        scale = small.shape[1] / image.shape[1]
        trails = self._followed(small, t)
        due = t - self._searched_at >= SEARCH_EVERY_S - SOON_S
        search = search or due or len(trails) < len(self._trails)
        found: list[Reading] = []
        if search:
            self._searched_at = t
            found = analyse(image, self._detector, self._classifier)
        gone_on = [one for one in trails if not _among(as_reading(one, scale=scale), found)]
        readings = found + [as_reading(one, scale=scale) for one in gone_on]
        shown = self._tracker.update(
            readings, t, smoothing_s=smoothing_s, min_confidence=min_confidence
        )
        known, self._trails = self._trails, {}
        for place, one in enumerate(shown[: len(readings)]):
            number = one.track or 0
            if place >= len(found):
                self._trails[number] = gone_on[place - len(found)]
                continue
            times = 1 + (known[number].times if number in known else 0)
            begun = trail(found[place], small, t, scale=scale, times=times)
            if begun is not None:
                self._trails[number] = begun
        return Seen(tuple(shown[: len(readings)]), tuple(shown[len(readings) :]), search)

    def _followed(self, small: npt.NDArray[np.uint8], t: float) -> list[Trail]:
        """The trails that go on in this frame."""
        moved = [
            followed(one, small)
            for one in self._trails.values()
            if one.times >= SURE_TIMES or t - one.found_at <= UNSURE_S
        ]
        return [one for one in moved if one is not None]


def _among(reading: Reading, found: list[Reading]) -> bool:
    """Whether a search found this face too."""
    return any(_near(reading.face.box, other.face.box) for other in found)


def _near(a: Box, b: Box) -> bool:
    across = (a.x0 + a.x1 - b.x0 - b.x1) / 2
    down = (a.y0 + a.y1 - b.y0 - b.y1) / 2
    return math.hypot(across, down) < ONE_FACE * max(a.height, b.height)
