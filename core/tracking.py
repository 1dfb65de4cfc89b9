"""The same face across frames: kept apart from others, eased in time, held while lost.

Everything is counted in seconds, so ten frames a second and thirty look alike.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.analysis import Reading
from core.classifier import Prediction
from core.faces import Box, Face

HOLD_S: Final = 0.5  # a face not found for so long is still taken to be there
_REACH: Final = 0.8  # × face size: how far a face may move between two frames
# A detector's box trembles by 1 to 2 % of the face; a real move is larger and followed at once,
# because an emoji that lags behind would bare the face it hides.
_STEADY: Final = 0.25  # share of a tiny shift that is followed
_MOVE: Final = 0.08  # × face size: a shift this large is followed wholly


@dataclass(frozen=True, eq=False)
class _Track:
    number: int
    reading: Reading
    seen_at: float  # seconds, when the face was last found


class Tracker:
    """Faces of one stream. Changed only by `update`, from the one thread that processes frames."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []
        self._next_number = 1

    def update(self, readings: list[Reading], t: float, *, smoothing_s: float) -> list[Reading]:
        """What to show now: the faces found, eased, and those lost less than HOLD_S ago.

        Args:
            readings: The faces of this frame.
            t: Seconds on any clock that does not go back.
            smoothing_s: Time in which scores cover 63 % of a change; 0 jumps.
        """
        free = [track for track in self._tracks if t - track.seen_at <= HOLD_S]
        matches = _matches(free, readings)
        tracks = []
        for reading in readings:
            old = matches.get(reading)
            if old is not None:
                free.remove(old)
                number, dt = old.number, t - old.seen_at
                reading = _eased(old.reading, reading, dt=dt, tau=smoothing_s)
            else:
                number, self._next_number = self._next_number, self._next_number + 1
            tracks.append(_Track(number, replace(reading, track=number), t))
        self._tracks = tracks + free
        return [track.reading for track in self._tracks]


def ease(old: np.ndarray, new: np.ndarray, *, dt: float, tau: float) -> np.ndarray:
    """Move `old` toward `new`, covering 63 % of the gap every `tau` seconds; 0 jumps."""
    return new if tau == 0 else new + (old - new) * math.exp(-dt / tau)


def _matches(tracks: list[_Track], readings: list[Reading]) -> dict[Reading, _Track]:
    """Which track each reading goes on with: the nearest pairs first, none beyond reach."""
    pairs = [
        (_distance(track, reading), track, reading) for track in tracks for reading in readings
    ]
    matches: dict[Reading, _Track] = {}
    for distance, track, reading in sorted(pairs, key=lambda pair: pair[0]):
        if distance <= _REACH and reading not in matches and track not in matches.values():
            matches[reading] = track
    return matches


def _distance(track: _Track, reading: Reading) -> float:
    """How far apart two boxes are, as a multiple of the larger one's size; likewise in size."""
    a, b = np.array(track.reading.face.box), np.array(reading.face.box)
    size = max(a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1])
    return float(np.abs(a - b).max() / size)


def _eased(old: Reading, new: Reading, *, dt: float, tau: float) -> Reading:
    probabilities = ease(old.prediction.probabilities, new.prediction.probabilities, dt=dt, tau=tau)
    prediction = Prediction(new.prediction.labels, probabilities.astype(np.float32))
    return replace(new, face=_steadied(old.face, new.face), prediction=prediction)


def _steadied(old: Face, new: Face) -> Face:
    """The new place, without the detector's trembling."""
    before, after = np.array(old.box), np.array(new.box)
    shift = float(np.abs(after - before).max()) / (after[2] - after[0])
    follow = min(1.0, _STEADY + shift / _MOVE)
    landmarks = new.landmarks
    if old.landmarks is not None and landmarks is not None:
        landmarks = old.landmarks + (landmarks - old.landmarks) * np.float32(follow)
    return replace(new, box=Box(*(before + (after - before) * follow)), landmarks=landmarks)
