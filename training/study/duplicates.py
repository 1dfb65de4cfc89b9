"""Faces that occur more than once: equal, alike, in several splits, or with several labels."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.sparse import coo_array  # pyright: ignore[reportMissingTypeStubs]
from scipy.sparse.csgraph import connected_components  # pyright: ignore

from core.dataset.face_set import FaceSet
from core.dataset.finding import DISAGREEING, EXACT, LEAKS, NEAR, Finding
from core.dataset.row import SPLITS
from core.labels import EMOTIONS
from training.study.alike import alike_pairs, is_plain, same_pictures


@dataclass(frozen=True)
class _Group:
    """Rows that show one photo."""

    rows: tuple[int, ...]
    fit: float  # of the two least alike that were compared, 1 if all are equal


def find_duplicates(faces: FaceSet, features: np.ndarray | None) -> list[Finding]:
    """Exact and near duplicates, leaks and disagreeing duplicates.

    Blank pictures are equal, but tell a model nothing: they are no leak.

    Args:
        features: (N, D), or None; with them near duplicates that were cut differently are found.
    """
    images = np.asarray(faces.images)
    exact = [tuple(rows) for rows in same_pictures(images)]
    copies = {row for rows in exact for row in rows[1:]}
    first = np.array([row for row in range(len(images)) if row not in copies], np.int64)
    seen = alike_pairs(images[first], None if features is None else features[first])
    pairs = {(int(first[a]), int(first[b])): fit for (a, b), fit in seen.items()}
    near = _joined(exact, pairs)
    alone = {row for group in near for row in group.rows}
    groups = near + [
        _Group(rows, 1.0)
        for rows in exact
        if rows[0] not in alone and not is_plain(images[rows[0]])
    ]
    return [
        *_ranked(_exact(rows) for rows in exact),
        *_ranked(_near(group) for group in near),
        *_ranked(_leak(group, faces) for group in groups if _kinds(faces.split, group) > 1),
        *_ranked(_disagreeing(group, faces) for group in groups if _kinds(faces.labels, group) > 1),
    ]


def _joined(exact: Sequence[tuple[int, ...]], pairs: dict[tuple[int, int], float]) -> list[_Group]:
    """Groups of at least two different pictures, with the copies of each."""
    rows, at = np.unique(np.array(list(pairs), np.int64).reshape(-1, 2), return_inverse=True)
    edges = at.reshape(-1, 2)
    group_of = _connected(edges, len(rows))
    fits = np.ones(len(rows))
    np.minimum.at(fits, group_of[edges[:, 0]], list(pairs.values()))
    copies = {same[0]: same for same in exact}
    groups: dict[int, list[int]] = {}
    for row, group in zip(rows.tolist(), group_of.tolist(), strict=True):
        groups.setdefault(group, []).extend(copies.get(row, (row,)))
    return [_Group(tuple(sorted(rows)), float(fits[group])) for group, rows in groups.items()]


def _connected(edges: np.ndarray, nodes: int) -> np.ndarray:
    """The number of each node's group, (N,) int32, for edges of (E, 2) node numbers."""
    graph = coo_array((np.ones(len(edges)), tuple(edges.T)), shape=(nodes, nodes))
    return cast(tuple[int, np.ndarray], connected_components(graph, directed=False))[1]


def _ranked(findings: Iterable[Finding]) -> list[Finding]:
    """The clearest first; of the equally clear the largest."""
    return sorted(findings, key=lambda one: (-one.score, -len(one.faces), one.faces))


def _kinds(values: np.ndarray, group: _Group) -> int:
    return len(np.unique(values[list(group.rows)]))


def _exact(rows: tuple[int, ...]) -> Finding:
    return Finding(EXACT, rows, 1.0, f"{len(rows)} faces are equal to the last pixel.")


def _near(group: _Group) -> Finding:
    why = f"{len(group.rows)} faces show the same photo, cut, lit or written over differently."
    return Finding(NEAR, group.rows, round(group.fit, 4), why)


def _leak(group: _Group, faces: FaceSet) -> Finding:
    split = faces.split[list(group.rows)].tolist()
    where = " and ".join(f"{split.count(name)} × {name}" for name in SPLITS if name in split)
    what = "The same picture is" if group.fit == 1 else "The same photo is"
    why = f"{what} in {where}: a model is tested on what another split already showed."
    return Finding(LEAKS, group.rows, round(group.fit, 4), why)


def _disagreeing(group: _Group, faces: FaceSet) -> Finding:
    labels: list[int] = faces.labels[list(group.rows)].tolist()
    counts = Counter(labels).most_common()
    words = ", ".join(f"{count} × {EMOTIONS[label]}" for label, count in counts)
    clear = counts[0][1] > counts[1][1]
    what = "One picture" if group.fit == 1 else "One photo"
    why = f"{what} is labelled {words}." + ("" if clear else " No label has the majority.")
    return Finding(
        DISAGREEING, group.rows, round(group.fit, 4), why, counts[0][0] if clear else None
    )
