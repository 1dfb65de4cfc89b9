"""A live view's expressions over time: scores only, at most twice a second, for one visit."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from core.labels import EMOTIONS

EVERY_S: Final = 0.5
MOST_MOMENTS: Final = 7200  # an hour of one face; the oldest go first
MOST_FACES: Final = 16  # in one moment: more are not kept
_EARLY_S: Final = 0.05  # so much too early is on time


@dataclass(frozen=True)
class Moment:
    """How one face looked at one time."""

    t: float  # Unix seconds
    face: int  # counted from 0: the lowest number that no other face in view has
    scores: tuple[float, ...]  # in the order of EMOTIONS


class Timeline:
    """Written and read by the script of one visitor."""

    def __init__(self) -> None:
        self._moments: list[Moment] = []
        self._numbers: dict[int, int] = {}  # of the faces in the last moment, by their tracks

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All that is kept, oldest first."""
        return tuple(self._moments)

    def add(self, t: float, faces: Mapping[int, Sequence[float]]) -> None:
        """Keep what was seen at `t`, in Unix seconds; what comes too soon or is no score is not.

        Args:
            faces: The scores of each track, in the order of EMOTIONS.
        """
        if self._moments and t < self._moments[-1].t + EVERY_S - _EARLY_S:
            return
        usable = {
            track: tuple(scores)
            for track, scores in list(faces.items())[:MOST_FACES]
            if len(scores) == len(EMOTIONS) and all(0 <= score <= 1 for score in scores)
        }
        # A person who was lost for a moment comes back as another track, and is still face 1.
        numbers = {track: self._numbers[track] for track in usable if track in self._numbers}
        for track in usable:
            if track not in numbers:
                numbers[track] = min(set(range(MOST_FACES)) - set(numbers.values()))
        self._numbers = numbers
        self._moments += (Moment(t, numbers[track], usable[track]) for track in usable)
        del self._moments[:-MOST_MOMENTS]

    def clear(self) -> None:
        """Forget everything."""
        self._moments = []

    def csv(self) -> str:
        """One line a face and moment, seconds counted from the first."""
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(("seconds", "face", *EMOTIONS))
        for moment in self._moments:
            since = moment.t - self._moments[0].t
            scores = (f"{score:.4f}" for score in moment.scores)
            table.writerow((f"{since:.1f}", moment.face + 1, *scores))
        return text.getvalue()


def told_faces(told: object) -> tuple[float, dict[int, list[float]]] | None:
    """What a browser told: its time and its faces' scores; None for anything else."""
    whole = _mapping(told)
    t, faces = whole.get("t"), whole.get("faces")
    if not isinstance(t, int | float) or not math.isfinite(t) or not isinstance(faces, list):
        return None
    kept = map(_face, cast(list[object], faces))
    return float(t), {face: scores for face, scores in kept if scores}


def _face(told: object) -> tuple[int, list[float]]:
    """A face's number and its scores; no scores where it tells anything else."""
    whole = _mapping(told)
    face, scores = whole.get("face"), whole.get("scores")
    if not isinstance(face, int) or not isinstance(scores, list):
        return 0, []
    given = cast(list[object], scores)
    numbers = [float(one) for one in given if isinstance(one, int | float)]
    return face, numbers if len(numbers) == len(given) else []


def _mapping(told: object) -> Mapping[str, object]:
    return cast(Mapping[str, object], told) if isinstance(told, Mapping) else {}
