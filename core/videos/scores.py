"""The scores of a clip's faces over time: as a csv, and as lines for a chart."""

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.expression import ease
from core.labels import EMOTIONS
from core.videos.people import People, Person

EVERY_S: Final = 0.1  # a face is read about so often
SMOOTHING_S: Final = 0.3  # of a chart's lines
MOST_POINTS: Final = 400  # of one face's chart


@dataclass(frozen=True)
class Line:
    """One face's scores over time; gaps are where it was not seen."""

    face: int  # counted from 1
    times: tuple[float, ...]  # seconds
    scores: tuple[tuple[float, ...], ...]  # each in the order of EMOTIONS


def csv_of(people: People) -> str:
    """One line a face and tenth of a second in which it was seen."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("seconds", "face", *EMOTIONS))
    rows = [
        (t, number, scores)
        for number, person in enumerate(people.people, start=1)
        for t, scores in _seen(people, person, EVERY_S)
    ]
    for t, number, scores in sorted(rows, key=lambda row: row[:2]):
        table.writerow((f"{t:.2f}", number, *(f"{score:.4f}" for score in scores)))
    return text.getvalue()


def lines(people: People, most_faces: int) -> list[Line]:
    """The faces that are longest in view, for a chart."""
    every_s = max(EVERY_S, float(np.ptp(people.times)) / MOST_POINTS) if len(people.times) else 1
    made: list[Line] = []
    for number, person in enumerate(people.people[:most_faces], start=1):
        seen = list(_seen(people, person, every_s))
        if not seen:
            continue
        eased = [seen[0][1]]
        for (before, _), (t, scores) in itertools.pairwise(seen):
            eased.append(ease(eased[-1], scores, dt=t - before, tau=SMOOTHING_S))
        made.append(
            Line(
                number,
                tuple(round(t, 2) for t, _ in seen),
                tuple(tuple(round(float(one), 4) for one in scores) for scores in eased),
            )
        )
    return made


def _seen(people: People, person: Person, every_s: float) -> Iterator[tuple[float, np.ndarray]]:
    due = -np.inf
    for at in np.flatnonzero(person.seen):
        t = float(people.times[person.first + at])
        if t >= due:
            due = t + every_s - 1e-3
            yield t, person.scores[at].astype(np.float64)
