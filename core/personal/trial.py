"""Learn a person, and say honestly whether it helped: on faces it had not seen, and on others'."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from core.classifier import Classifier
from core.errors import UserError
from core.personal.head import FloatArray, Head, learn
from core.personal.reference import Reference
from core.personal.serve import features_in

MIN_FACES: Final = 12
MIN_CLASSES: Final = 2
MAX_GENERAL_LOSS: Final = 0.02  # of PublicTest's accuracy
# A gain that tossing a coin for every changed face would bring at least this often is noise.
NOISE: Final = 0.05
_FOLDS: Final = 4
# More of the loss for one's own faces learns them better and forgets others; the first share
# whose general loss is small enough is taken.
SHARES: Final = (0.5, 0.3, 0.15)


@dataclass(frozen=True, eq=False)
class Trial:
    """A head that learned a person, and what that changed."""

    head: Head
    faces: int  # one's own
    before: float  # share of one's own faces the app's model names rightly, [0, 1]
    after: float  # the same by heads that had not seen the face
    general_before: float  # share of PublicTest's faces
    general_after: float
    gained: int  # faces wrong before and right after
    lost: int  # faces right before and wrong after
    refused: str  # a sentence; empty where it may be used


def missing(labels: list[str]) -> str:
    """What is missing to learn from these labels, in a sentence; empty if nothing is."""
    if len(labels) < MIN_FACES:
        return (
            f"You keep {len(labels)} faces; learning needs {MIN_FACES}, of at least {MIN_CLASSES} "
            f"expressions. Keep {MIN_FACES - len(labels)} more."
        )
    if len(set(labels)) < MIN_CLASSES:
        return (
            f"All {len(labels)} faces look {labels[0]}; learning needs at least {MIN_CLASSES} "
            "expressions. Keep some that look different."
        )
    return ""


def features_of(classifier: Classifier, patches: npt.NDArray[np.uint8]) -> FloatArray:
    """What the network's last layer sees of each face: (N, F) float32.

    Raises:
        UserError: The model is of an older kind that does not tell.
    """
    found = [features_in(one, classifier.card.name) for one in classifier.predict(patches)]
    return np.array(found, np.float32).reshape(len(found), -1)


def varied(patches: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Each face five times: as it is, mirrored, darker, lighter, moved: (5 * N, 48, 48) uint8."""
    whole = patches.astype(np.float32)
    kinds = [whole, whole[:, :, ::-1], whole * 0.75, whole * 1.2 + 8, np.roll(whole, 2, axis=1)]
    return np.clip(np.concatenate(kinds), 0, 255).astype(np.uint8)


def learn_person(
    own: FloatArray, labels: list[str], reference: Reference, *, copies: int = 1
) -> Trial:
    """Learn these faces and measure by faces that were held out, in four turns.

    Args:
        own: (copies * N, F) features: of N faces, then of their variations in the same order.
        labels: N labels.

    Raises:
        UserError: There are too few faces, or all have one label.
    """
    if said := missing(labels):
        raise UserError(said)
    count = len(labels)
    known = reference.head.named(own[:count])
    general_before = reference.accuracy(reference.head)
    share = SHARES[-1]
    head = reference.head
    for share in SHARES:
        head = _learned(own, labels, reference, range(count), copies, share)
        if general_before - reference.accuracy(head) <= MAX_GENERAL_LOSS:
            break
    found = list(known)
    for held_out in folds(labels):
        rest = [row for row in range(count) if row not in held_out]
        fold_head = _learned(own, labels, reference, rest, copies, share)
        for row, label in zip(held_out, fold_head.named(own[list(held_out)]), strict=True):
            found[row] = label
    right_before = [said == label for said, label in zip(known, labels, strict=True)]
    right_after = [said == label for said, label in zip(found, labels, strict=True)]
    pairs = Counter(zip(right_before, right_after, strict=True))
    gained, lost = pairs[False, True], pairs[True, False]
    general_after = reference.accuracy(head)
    return Trial(
        head,
        count,
        float(np.mean(right_before)),
        float(np.mean(right_after)),
        general_before,
        general_after,
        gained,
        lost,
        refusal(gained, lost, general_before - general_after),
    )


def by_chance(gained: int, lost: int) -> float:
    """How often coins tossed for every changed face would gain as much, [0, 1].

    Source: the exact one-sided sign test, McNemar, 1947.
    """
    changed = gained + lost
    return sum(math.comb(changed, k) for k in range(gained, changed + 1)) / 2**changed


def refusal(gained: int, lost: int, general_loss: float) -> str:
    """Why what was learned may not be used, in a sentence; empty where it may.

    Args:
        gained: Of one's own faces, held out: wrong before and right after.
        lost: Right before and wrong after.
        general_loss: Of PublicTest's accuracy.
    """
    if general_loss > MAX_GENERAL_LOSS:
        return (
            f"It would read other people's faces worse by {100 * general_loss:.1f} points, and at "
            f"most {100 * MAX_GENERAL_LOSS:.0f} are allowed. Keep more faces, of more expressions."
        )
    if by_chance(gained, lost) > NOISE:
        return (
            f"Of your faces it names {gained} more rightly and {lost} more wrongly; that may be "
            "chance. Keep more faces of the expressions that are misread."
        )
    return ""


def _learned(
    own: FloatArray,
    labels: list[str],
    reference: Reference,
    rows: "list[int] | range",
    copies: int,
    share: float,
) -> Head:
    count = len(labels)
    taken = [copy * count + row for copy in range(copies) for row in rows]
    said = [labels[row] for _ in range(copies) for row in rows]
    return learn(
        reference.head,
        own[taken],
        said,
        reference.sample,
        reference.sample_targets,
        own_share=share,
    )


def folds(labels: list[str]) -> list[list[int]]:
    """Places of faces to hold out in four turns, every label spread over all of them."""
    order = sorted(range(len(labels)), key=lambda row: (labels[row], row))
    return [order[turn::_FOLDS] for turn in range(_FOLDS)]
