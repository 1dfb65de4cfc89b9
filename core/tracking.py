"""The same face across frames: kept apart from others, steadied in time, held while lost.

Everything is counted in seconds, so ten frames a second and thirty look alike.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.analysis import Reading
from core.assignment import cheapest_columns
from core.classifier import Prediction
from core.expression import Expression, ease, first_expression, next_expression
from core.face import Box
from core.steadying import Motion, at_rest, moved

HOLD_S: Final = 0.5  # a face not found for so long is still taken to be there
# How far from where it is expected a face may be found again, × its size: at once, for each
# second since it was found, and at most.
REACH: Final = 0.6
REACH_PER_S: Final = 3.0
MOST_REACH: Final = 1.2
OUT_OF_REACH: Final = 1e3  # as a share of reach, where 1 is just within
SHORTEST_S: Final = 1e-3  # two frames with one time still have an order


@dataclass(frozen=True, eq=False)
class _Track:
    number: int
    reading: Reading
    motion: Motion
    expression: Expression
    seen_at: float  # seconds, when the face was last found


class Tracker:
    """Faces of one stream. Changed only by `update`, from the one thread that processes frames."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []
        self._next_number = 1

    def update(
        self, readings: list[Reading], t: float, *, smoothing_s: float, min_confidence: float = 0.0
    ) -> list[Reading]:
        """What to show now: the faces found, steadied, and those lost less than HOLD_S ago.

        Args:
            readings: The faces of this frame.
            t: Seconds on any clock that does not go back.
            smoothing_s: Time in which scores cover 63 % of a change; 0 jumps.
            min_confidence: What is said of a face with less, [0, 1], is NOT_SURE.
        """
        known = [track for track in self._tracks if t - track.seen_at <= HOLD_S]
        matches = _matches(known, [reading.face.box for reading in readings], t)
        tracks: list[_Track] = []
        for reading, match in zip(readings, matches, strict=True):
            if match is None:
                expression = first_expression(reading.prediction, t, min_confidence=min_confidence)
                motion, number = at_rest(reading.face), self._next_number
                self._next_number += 1
                prediction = reading.prediction
            else:
                old, dt = known[match], max(t - known[match].seen_at, SHORTEST_S)
                expression = next_expression(
                    old.expression, reading.prediction, t, min_confidence=min_confidence
                )
                motion, number = moved(old.motion, reading.face, dt=dt), old.number
                prediction = _eased(old.reading, reading, dt=dt, tau=smoothing_s)
            face = motion.face(reading.face.score)
            shown = replace(
                reading, face=face, prediction=prediction, track=number, said=expression.said
            )
            tracks.append(_Track(number, shown, motion, expression, t))
        lost = [track for place, track in enumerate(known) if place not in matches]
        self._tracks = tracks + lost
        return [track.reading for track in self._tracks]


def _eased(old: Reading, new: Reading, *, dt: float, tau: float) -> Prediction:
    probabilities = ease(old.prediction.probabilities, new.prediction.probabilities, dt=dt, tau=tau)
    return Prediction(new.prediction.labels, probabilities.astype(np.float32))


def _matches(tracks: list[_Track], boxes: list[Box], t: float) -> list[int | None]:
    """Which track, by its place in the list, each box goes on with.

    The one choice for all that has the smallest sum of distances, each as a share of its reach,
    so two who pass do not exchange numbers because one of them is nearer to both.
    """
    # Rows: tracks, then "new". Columns: boxes, then "lost". As long as anybody is within reach,
    # being matched costs less than being new and lost.
    costs = [[1.0] * (len(boxes) + len(tracks)) for _ in range(len(tracks) + len(boxes))]
    for row in range(len(tracks), len(costs)):
        costs[row][len(boxes) :] = [0.0] * len(tracks)
    for row, track in enumerate(tracks):
        dt = t - track.seen_at
        reach = min(REACH + REACH_PER_S * dt, MOST_REACH)
        expected = track.motion.expected(dt)
        for column, box in enumerate(boxes):
            share = _distance(expected, box) / reach
            costs[row][column] = share if share <= 1 else OUT_OF_REACH
    columns = cheapest_columns(costs)[: len(tracks)]
    track_of = {column: row for row, column in enumerate(columns)}
    return [track_of.get(column) for column in range(len(boxes))]


def _distance(a: Box, b: Box) -> float:
    """How far apart two boxes are, as a multiple of the larger one's size; likewise in size."""
    size = max(a.width, a.height, b.width, b.height)
    return max(abs(one - other) for one, other in zip(a, b, strict=True)) / size
