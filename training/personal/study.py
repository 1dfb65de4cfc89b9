"""`python -m training.personal.study MODEL`: what learning one person brings, on real faces.

A person is made of PrivateTest's faces, which the model never saw: dim and tilted, so like one
person at one desk, and of a style of their own, since among faces of two expressions those are
taken more often that the model takes for another. Half of the person's faces are learned from;
the other half, never touched by learning, tells what it brought.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.classifier import Classifier
from core.dataset.face_set import FaceSet, read_faces
from core.dataset.row import PRIVATE_TEST
from core.errors import UserError
from core.labels import EMOTIONS
from core.personal.reference import read_reference
from core.personal.trial import features_of, learn_person, varied

_COPIES: Final = 5  # that `varied` makes of a face
_SHIFTED: Final = 0.7  # share of misread faces in the two expressions that the person shows oddly


def main() -> int:
    """Print a line for every person, and the means."""
    chosen = arguments("Learn persons made of dataset faces.", persons=8, faces=10)
    try:
        folder = chosen.models / chosen.model
        classifier = Classifier.load(folder)
        reference = read_reference(folder, sha256=classifier.card.sha256)
        faces = read_faces(chosen.data)
    except (UserError, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    read = read_as(classifier, faces)
    print(f"{'person':<8}{'faces':>6}{'before':>8}{'after':>8}{'others':>8}{'after':>8}{'s':>6}")
    told: list[tuple[float, float, float]] = []
    for number in range(chosen.persons):
        patches, labels = person(faces, read, number, of_each=chosen.faces)
        half = len(labels) // 2
        started = time.perf_counter()
        own = features_of(classifier, varied(patches[:half]))
        trial = learn_person(own, labels[:half], reference, copies=_COPIES)
        took = time.perf_counter() - started
        unseen = features_of(classifier, patches[half:])
        before, after = (
            float(np.mean([a == b for a, b in zip(head.named(unseen), labels[half:], strict=True)]))
            for head in (reference.head, trial.head)
        )
        told.append((before, after, trial.general_after - trial.general_before))
        row = f"{half:>6}{before:>8.1%}{after:>8.1%}"
        row += f"{trial.general_before:>8.1%}{trial.general_after:>8.1%}{took:>6.1f}"
        print(f"{number:<8}{row}  {trial.refused or 'accepted'}")
    before, after, general = np.mean(told, axis=0).tolist()
    print(
        f"mean: {before:.1%} before, {after:.1%} after; others' faces {100 * general:+.1f} points"
    )
    return 0


def arguments(what: str, *, persons: int, faces: int) -> argparse.Namespace:
    """The command line of a measure on made-up persons.

    Args:
        what: What the command does, in a sentence.
        persons, faces: How many, unless told otherwise.
    """
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("model", help="a folder in models/")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--data", type=Path, default=Path("data/fer2013.zip"))
    parser.add_argument("--persons", type=int, default=persons)
    parser.add_argument(
        "--faces", type=int, default=faces, help="of each expression, half to learn"
    )
    return parser.parse_args()


def person(
    faces: FaceSet, read: npt.NDArray[np.int64], number: int, *, of_each: int
) -> tuple[npt.NDArray[np.uint8], list[str]]:
    """The faces of a made-up person, shuffled, and their labels.

    Args:
        read: (N,) what the model takes each face for.
    """
    random = np.random.default_rng([number, 16])
    private = faces.split == PRIVATE_TEST
    odd = random.choice(len(EMOTIONS), 2, replace=False)
    rows: list[int] = []
    for label in range(len(EMOTIONS)):
        mine = np.flatnonzero(private & (faces.labels == label))
        wrong = random.permutation(mine[read[mine] != label])
        right = random.permutation(mine[read[mine] == label])
        shifted = round(of_each * _SHIFTED) if label in odd else 0
        rows += [*wrong[:shifted].tolist(), *right[: of_each - shifted].tolist()]
    order = random.permutation(rows)
    dim, tilt = random.uniform(0.35, 0.6), random.uniform(-18, 18)
    turn = cv2.getRotationMatrix2D((23.5, 23.5), float(tilt), 1)
    patches = [
        cv2.warpAffine(faces.images[row], turn, (48, 48), borderMode=cv2.BORDER_REPLICATE) * dim
        for row in order
    ]
    return np.array(patches).astype(np.uint8), [EMOTIONS[faces.labels[row]] for row in order]


def read_as(classifier: Classifier, faces: FaceSet) -> npt.NDArray[np.int64]:
    """What the model takes each of PrivateTest's faces for; -1 elsewhere."""
    found = np.full(len(faces.labels), -1, np.int64)
    rows = np.flatnonzero(faces.split == PRIVATE_TEST)
    seen = classifier.predict(faces.images[rows])
    found[rows] = [EMOTIONS.index(one.label) for one in seen]
    return found


if __name__ == "__main__":
    sys.exit(main())
