"""Classes of a visitor's own, learned in seconds: frames with names in, a gate and its measure out.

What is none of them must stay that: the gate learns its classes beside the visitor's usual face
and beside other people's, and is measured on frames that it has not seen.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.errors import UserError
from core.labels import EMOTIONS, NOT_SURE
from core.personal.head import FloatArray, Head, learn
from core.personal.layer import MAX_OWN, NEITHER, SURE
from core.personal.reference import Reference
from core.personal.trial import SHARES

CLASS_FACES: Final = 20  # of each class, and of the usual face
USUAL: Final = "usual face"  # the label of frames that show none of the classes
MIN_TOLD: Final = 0.8
MAX_TAKEN: Final = 0.02  # of other people's faces: what every face would lose
_FOLDS: Final = 4


@dataclass(frozen=True, eq=False)
class ClassTrial:
    """A gate that learned a visitor's classes, and how well it tells them."""

    gate: Head  # its first label is NEITHER
    faces: int
    told: float  # share of held-out frames of the classes that are named rightly, [0, 1]
    usual_taken: float  # share of held-out other frames of the visitor taken for one of them
    others_taken: float  # share of PublicTest's faces taken for one of them
    refused: str  # a sentence; empty where it may be used


def checked_class(name: str, taken: Sequence[str]) -> str:
    """The name of a further class, its spaces tidied.

    Raises:
        UserError: It is an expression's or a class's already, or there are five.
    """
    name = " ".join(name.split())
    if len(taken) >= MAX_OWN:
        raise UserError(f"There are {MAX_OWN} already, the most there may be. Delete one first.")
    if name.casefold() in {one.casefold() for one in (*EMOTIONS, NOT_SURE, USUAL, *taken)}:
        raise UserError(f"{name.capitalize()} is there already. Type another name.")
    return name


def missing_frames(labels: Sequence[str], names: Sequence[str]) -> str:
    """What is missing to learn these classes, in a sentence; empty if nothing is.

    Args:
        labels: Of all kept faces.
        names: Of the classes.
    """
    if not names:
        return "Name something of your own first: a wink, say."
    counts = Counter(labels)
    for name in names:
        if counts[name] < CLASS_FACES:
            kept = counts[name]
            return f"“{name}” has {kept} of {CLASS_FACES} frames. Take {_more(kept)}."
    usual = counts[USUAL] + sum(counts[name] for name in EMOTIONS)
    if usual < CLASS_FACES:
        return (
            f"Of your usual face there are {usual} of {CLASS_FACES} frames. Take {_more(usual)}: "
            f"beside nothing else, every face of yours would look like “{names[0]}”."
        )
    return ""


def learn_classes(
    own: FloatArray, labels: list[str], names: Sequence[str], reference: Reference, *, copies: int
) -> ClassTrial:
    """Learn the classes, and measure by frames held out in four blocks of time.

    Args:
        own: (copies * N, F) features: of N faces, then of their variations in the same order.
        labels: N labels; what is not in `names` is none of the classes.
        names: Of the classes.

    Raises:
        UserError: Frames are missing.
    """
    if said := missing_frames(labels, names):
        raise UserError(said)
    wanted = [label if label in names else NEITHER for label in labels]
    rows = list(range(len(labels)))
    gate, share, taken = _gate(own, wanted, rows, reference, copies, SHARES[0]), SHARES[0], 1.0
    for share in SHARES:
        gate = _gate(own, wanted, rows, reference, copies, share)
        taken = float(np.mean([said != NEITHER for said in told_by(gate, reference.test)]))
        if taken <= MAX_TAKEN:
            break
    said = [NEITHER] * len(labels)
    for block in _blocks(wanted):
        rest = [row for row in rows if row not in block]
        fold = _gate(own, wanted, rest, reference, copies, share)
        for row, label in zip(block, told_by(fold, own[block]), strict=True):
            said[row] = label
    pairs = list(zip(said, wanted, strict=True))
    told = float(np.mean([one == label for one, label in pairs if label != NEITHER]))
    usual = float(np.mean([one != NEITHER for one, label in pairs if label == NEITHER]))
    return ClassTrial(gate, len(labels), told, usual, taken, _refusal(told, usual, taken))


def told_by(gate: Head, features: FloatArray) -> list[str]:
    """The class of each face, or NEITHER."""
    found = gate.probabilities(features)[:, 1:]
    return [
        gate.labels[1 + place] if most >= SURE else NEITHER
        for place, most in zip(found.argmax(axis=1).tolist(), found.max(axis=1), strict=True)
    ]


def _gate(
    own: FloatArray,
    wanted: list[str],
    rows: list[int],
    reference: Reference,
    copies: int,
    share: float,
) -> Head:
    taken = [copy * len(wanted) + row for copy in range(copies) for row in rows]
    width = own.shape[1]
    empty = Head((NEITHER,), np.zeros((width, 1), np.float32), np.zeros(1, np.float32))
    return learn(
        empty,
        own[taken],
        [wanted[row] for _ in range(copies) for row in rows],
        reference.sample,
        np.ones((len(reference.sample), 1), np.float32),
        own_share=share,
    )


def _blocks(wanted: list[str]) -> list[list[int]]:
    """Places of frames to hold out in turn: neighbours in time together, since they are alike."""
    blocks: list[list[int]] = [[] for _ in range(_FOLDS)]
    for label in sorted(set(wanted)):
        rows = [row for row, one in enumerate(wanted) if one == label]
        for place, row in enumerate(rows):
            blocks[place * _FOLDS // len(rows)].append(row)
    return blocks


def _refusal(told: float, usual: float, others: float) -> str:
    if told < MIN_TOLD:
        return (
            f"It names {100 * told:.0f} of 100 held-out frames rightly, and {100 * MIN_TOLD:.0f} "
            "are asked. Take the frames again, with your head a little different in each."
        )
    if usual > 1 - MIN_TOLD:
        return (
            f"It takes {100 * usual:.0f} of 100 frames of your usual face for one of yours. Show "
            "it more of your usual face."
        )
    if others > MAX_TAKEN:
        return (
            f"It would take {100 * others:.1f} of 100 other faces for one of yours, and "
            f"{100 * MAX_TAKEN:.0f} are allowed. Choose something that looks more special."
        )
    return ""


def _more(count: int) -> str:
    return f"{CLASS_FACES - count} more"
