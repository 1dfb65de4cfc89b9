"""The first pass over a clip: who is where in each frame, as far as each can be followed.

Every frame is searched. A face is followed forwards by its own look where it is not found, and,
as soon as it is known to be a face, backwards from where it was first found.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from core.analysis import Reading
from core.changes import Changes
from core.classifier import FaceReader, Prediction
from core.covering import SURE_SCORE, SURE_TIMES
from core.face import Box, Face
from core.faces import FaceFinder
from core.following import as_reading, followed, small_grey, trail
from core.labels import EMOTIONS
from core.sight import Sight
from core.strangers import strangers
from core.videos.clip import Frame
from core.videos.portrait import Portrait, portrait
from core.videos.scenes import camera_moves, is_cut

FINELY_EVERY_S: Final = 0.4  # a search for small faces takes three times as long as a quick one
BACK_S: Final = 4.0  # how far back a face is followed
KNOWN_S: Final = 1.0  # a face seen so lately explains what changes where it was
ONE_FACE: Final = 0.5  # × face size: two middles nearer than this are one face
CAMERA_EVERY_S: Final = 0.1
SINCE_S: Final = 0.3  # the camera's movement is told from the frame so long ago
STEADY_S: Final = 1.0  # so long after it moved, the room is known again


@dataclass(frozen=True, eq=False)
class Sighting:
    """A face in one frame."""

    box: Box
    roll_deg: float
    scores: tuple[float, ...]  # in the order of EMOTIONS


@dataclass(eq=False)
class Fragment:
    """A face as long as it was not lost. Written by the first look only."""

    scene: int
    first: int  # number of the first frame in which it was seen, followed back from
    found: int  # this one, in which it was first found
    last: int
    seen: dict[int, Sighting] = field(default_factory=dict[int, Sighting])  # by the frame's number
    times: int = 0  # frames in which it was found or followed forwards
    sure: bool = False
    goes_on: "Fragment | None" = None  # what this one becomes, where its look tells
    portrait: Portrait | None = None  # the best picture of it


@dataclass(frozen=True, eq=False)
class Found:
    """All that the first pass tells of N frames."""

    times: npt.NDArray[np.float64]  # (N,) seconds
    scenes: npt.NDArray[np.int64]  # (N,) counted up at each cut
    size: tuple[int, int]  # width and height, pixels
    fragments: list[Fragment]
    strangers: list[list[Box]]  # of each frame: where somebody came in whom no face explains


class FirstLook:
    """Changed by `add`, for one frame after the other, in one thread."""

    def __init__(self, quick: FaceFinder, fine: FaceFinder, reader: FaceReader) -> None:
        """Begin a clip.

        Args:
            quick: Searches every frame.
            fine: Finds small faces, too; searches some frames.
        """
        self._eyes = _Eyes(quick, fine)
        self._reader = reader
        self._times: list[float] = []
        self._scenes: list[int] = []
        self._strangers: list[list[Box]] = []
        self._fragments: list[Fragment] = []
        self._size = (0, 0)
        self._before: deque[tuple[int, npt.NDArray[np.uint8]]] = deque()
        self._new_scene()

    def _new_scene(self) -> None:
        self._sight = Sight(self._eyes, self._reader)
        self._changes = Changes()
        self._known: dict[int, Fragment] = {}  # by the tracker's number
        self._before.clear()
        self._moved_at = self._asked_at = -np.inf  # seconds, of the camera's movement
        self._eyes.finely_at = -np.inf

    def add(self, frame: Frame) -> None:
        """Look at the next frame."""
        number, image = len(self._times), frame.image
        self._size = image.shape[1], image.shape[0]
        small = small_grey(image)
        if self._before and is_cut(self._before[-1][1], small):
            self._new_scene()
            self._scenes.append(self._scenes[-1] + 1)
        else:
            self._scenes.append(self._scenes[-1] if self._scenes else 0)
        self._times.append(frame.t)
        self._eyes.now = frame.t
        if self._camera_moves(small, frame.t):
            self._moved_at, self._changes = frame.t, Changes()
        change = self._changes.update(small, frame.t, self._lately(frame.t), self._size)
        seen = self._sight.look(
            image, small, frame.t, search=False, smoothing_s=0, min_confidence=0
        )
        steady = frame.t - self._moved_at > STEADY_S
        self._strangers.append(strangers(change.stranger, self._size) if steady else [])
        self._before.append((number, small))
        while self._times[self._before[0][0]] < frame.t - BACK_S:
            self._before.popleft()
        for reading in seen.certain:
            self._note(number, reading, image)

    def found(self) -> Found:
        """What was seen so far."""
        return Found(
            np.array(self._times, np.float64),
            np.array(self._scenes, np.int64),
            self._size,
            self._fragments,
            self._strangers,
        )

    def _camera_moves(self, small: npt.NDArray[np.uint8], t: float) -> bool:
        """Asked a few times a second only."""
        if t - self._asked_at < CAMERA_EVERY_S:
            return False
        self._asked_at = t
        since = (one for number, one in self._before if self._times[number] >= t - SINCE_S)
        before = next(since, None)
        return before is not None and camera_moves(before, small)

    def _lately(self, t: float) -> list[Box]:
        """Where the faces of the last moment were; older ones never come back by their number."""
        self._known = {
            number: one
            for number, one in self._known.items()
            if t - self._times[one.last] <= KNOWN_S
        }
        return [one.seen[one.last].box for one in self._known.values()]

    def _note(self, number: int, reading: Reading, image: npt.NDArray[np.uint8]) -> None:
        fragment = self._known.get(reading.track or 0)
        if fragment is None:
            fragment = Fragment(self._scenes[-1], number, number, number)
            self._known[reading.track or 0] = fragment
            self._fragments.append(fragment)
        fragment.seen[number], fragment.last = _sighting(reading), number
        fragment.times += 1
        fragment.portrait = portrait(image, reading.face, fragment.portrait)
        certain = fragment.times >= SURE_TIMES or reading.face.score >= SURE_SCORE
        if certain and not fragment.sure:
            fragment.sure = True
            self._follow_back(fragment)

    def _follow_back(self, fragment: Fragment) -> None:
        """Find the face in the frames before the one in which it was first found."""
        first = fragment.first
        small = next((one for number, one in self._before if number == first), None)
        if small is None:  # too long ago
            return
        begun = fragment.seen[first]
        scale = small.shape[1] / self._size[0]
        now = trail(_as_found(begun), small, 0.0, scale=scale, times=SURE_TIMES)
        for number, older in reversed(self._before):
            if number >= first or now is None:
                continue
            now = followed(now, older)
            if now is None:
                return
            box = as_reading(now, scale=scale).face.box
            same = self._there(number, box, fragment)
            if same is not None:
                same.goes_on = same.goes_on or fragment
                return
            fragment.seen[number] = Sighting(box, begun.roll_deg, begun.scores)
            fragment.first = number

    def _there(self, number: int, box: Box, but: Fragment) -> Fragment | None:
        """Another face that was seen at this place."""
        for other in self._fragments:
            seen = other.seen.get(number)
            if other is not but and seen is not None and _is_near(seen.box, box):
                return other
        return None


class _Eyes:
    """Searches quickly, and every now and then finely."""

    def __init__(self, quick: FaceFinder, fine: FaceFinder) -> None:
        self.now = 0.0  # seconds, of the frame that is searched
        self.finely_at = -np.inf
        self._quick = quick
        self._fine = fine

    def detect(self, image: np.ndarray) -> list[Face]:
        if self.now - self.finely_at < FINELY_EVERY_S:
            return self._quick.detect(image)
        self.finely_at = self.now
        return self._fine.detect(image)


def _sighting(reading: Reading) -> Sighting:
    scores = reading.prediction.scores
    return Sighting(
        reading.face.box, reading.face.roll_deg, tuple(scores[name] for name in EMOTIONS)
    )


def _as_found(seen: Sighting) -> Reading:

    prediction = Prediction(EMOTIONS, np.array(seen.scores, np.float32))
    return Reading(Face(seen.box, 1.0, None), prediction)


def _is_near(a: Box, b: Box) -> bool:
    across = (a.x0 + a.x1 - b.x0 - b.x1) / 2
    down = (a.y0 + a.y1 - b.y0 - b.y1) / 2
    return float(np.hypot(across, down)) < ONE_FACE * max(a.height, b.height)
