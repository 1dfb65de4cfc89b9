"""A set as the explorer shows it: a row a face, and which rows a look asks for."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.finding import CHECKS, Finding
from core.labels import EMOTIONS
from pages.faces.look import Look

_FIFTHS: Final = 5
_FEW: Final = 20  # a share of fewer faces is chance


@dataclass(frozen=True, eq=False)
class Table:
    """N faces with all that is known of each; rows never move, edits only mark them."""

    faces: FaceSet  # as the set's own files say
    labels: np.ndarray  # (N,) int64, index into EMOTIONS, with the edits
    kept: np.ndarray  # (N,) bool; False where a person left the face out
    numbers: dict[str, np.ndarray] = field(default_factory=dict)  # (N,) floats, by NUMBERS
    model: str = ""  # whose readings these are
    read: np.ndarray | None = None  # (N,) int64, what the model read
    votes: np.ndarray | None = None  # (N, 10), columns as VOTE_COLUMNS
    neighbours: np.ndarray | None = None  # (N, k) int32, rows of the faces most alike
    places: np.ndarray | None = None  # (N, 2) float32 on the map
    probabilities: dict[str, np.ndarray] = field(default_factory=dict)  # (N, 7) by model
    findings: list[Finding] = field(default_factory=list)  # open ones, each check's clearest first

    @property
    def is_studied(self) -> bool:
        """Whether a study by this model has looked through the set."""
        return self.places is not None

    @cached_property
    def checks(self) -> dict[str, np.ndarray]:
        """Rows that each check found, the clearest case first, every row once."""
        rows: dict[str, dict[int, None]] = {}
        for one in self.findings:
            rows.setdefault(one.check, {}).update(dict.fromkeys(one.faces))
        return {name: np.array(list(rows[name]), np.int64) for name in CHECKS if name in rows}

    @property
    def changed(self) -> np.ndarray:
        """(N,) bool: whether a person gave the face another label."""
        return self.labels != self.faces.labels

    def row(self, name: str) -> int | None:
        """The row of a face by its name; None if there is none."""
        return self.faces.row_by_name.get(name)


@dataclass(frozen=True)
class Slice:
    """The faces whose number lies in a range, and how well they are read."""

    name: str  # of the number
    low: float
    high: float
    count: int
    accuracy: float  # share read as labelled, [0, 1]


def matching(table: Table, look: Look) -> np.ndarray:
    """Rows that the look asks for, in its order."""
    keep = ~table.kept if look.edited == "left out" else table.kept.copy()
    if look.edited == "changed":
        keep &= table.changed
    if look.split:
        keep &= table.faces.split == look.split
    if look.label:
        keep &= table.labels == EMOTIONS.index(look.label)
    if look.read == "wrong" and table.read is not None:
        keep &= table.read != table.labels
    elif look.read and table.read is not None:
        keep &= table.read == EMOTIONS.index(look.read)
    for name, (low, high) in look.ranges.items():
        if name in table.numbers:
            values = table.numbers[name]
            keep &= (values >= low) & (values <= high)
    if look.region and table.places is not None:
        keep &= inside(table.places, look.region)
    rows = np.flatnonzero(keep)
    if look.check:
        ranked = table.checks.get(look.check, np.empty(0, np.int64))
        rows = ranked[keep[ranked]]
    return _sorted(table, rows, look.sort)


def _sorted(table: Table, rows: np.ndarray, order: str) -> np.ndarray:
    """The rows in an order of SORTS; faces without the number come last."""
    if order == "-wrong" and table.read is not None:
        rows = rows[table.read[rows] != table.labels[rows]]
        order = "-sure"
    values = table.numbers.get(order.removeprefix("-"))
    if values is None:
        return rows
    chosen = values[rows] if not order.startswith("-") else -values[rows]
    return rows[np.argsort(chosen, kind="stable")]  # numpy sorts NaN to the end


def inside(places: np.ndarray, corners: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Which places lie inside a closed line: (N,) bool.

    Args:
        places: (N, 2) floats, x and y.

    Source: Shimrat, "Algorithm 112: Position of point relative to polygon", 1962.
    """
    x, y = places[:, 0], places[:, 1]
    odd = np.zeros(len(places), bool)
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if y0 == y1:
            continue
        between = (y0 > y) != (y1 > y)
        odd ^= between & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return odd


def confusion(table: Table, rows: np.ndarray) -> np.ndarray:
    """(7, 7) counts of these faces: rows are the label, columns what was read."""
    if table.read is None:
        return np.zeros((len(EMOTIONS), len(EMOTIONS)), np.int64)
    pairs = table.labels[rows] * len(EMOTIONS) + table.read[rows]
    return np.bincount(pairs, minlength=len(EMOTIONS) ** 2).reshape(len(EMOTIONS), -1)


def weak_slices(table: Table, rows: np.ndarray) -> list[Slice]:
    """Fifths of these faces by each number but the model's own sureness, the worst read first.

    A fifth with too few faces to say anything is left out.
    """
    if table.read is None:
        return []
    right = table.read[rows] == table.labels[rows]
    slices = []
    for name in table.numbers.keys() - {"sure"}:
        values = table.numbers[name][rows]
        if not np.isfinite(values).any():
            continue
        edges = np.unique(np.nanquantile(values, np.linspace(0, 1, _FIFTHS + 1)))
        for low, high in pairwise(edges.tolist()):
            last = high == edges[-1]
            here = (values >= low) & ((values <= high) if last else (values < high))
            if here.sum() >= _FEW:
                top = high if last else float(values[here].max())
                share = float(right[here].mean())
                slices.append(Slice(name, low, top, int(here.sum()), share))
    return sorted(slices, key=lambda one: (one.accuracy, one.name, one.low))
