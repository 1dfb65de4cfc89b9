"""What a study found, in lines for a terminal: cases of each check, and what leaks are worth."""

from collections.abc import Sequence

import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.finding import CHECKS, LEAKS, Finding
from core.dataset.row import PRIVATE_TEST, TRAINING
from core.text import percent


def summary(faces: FaceSet, findings: Sequence[Finding], probabilities: np.ndarray) -> str:
    """Cases and faces of each check; how a model reads PrivateTest with and without leaks.

    Args:
        probabilities: (N, 7) by the model that studied the set, in the order of EMOTIONS.
    """
    lines: list[str] = []
    for check in CHECKS:
        cases = [one for one in findings if one.check == check]
        rows = {row for one in cases for row in one.faces}
        lines.append(f"{check.capitalize()}: {len(cases):,} cases, {len(rows):,} faces")
    leaked = known_from_training(faces, findings)
    tests = faces.split != TRAINING
    if leaked.any():
        share = percent(leaked.sum() / tests.sum())
        lines.append(
            f"{leaked.sum():,} of {tests.sum():,} test faces ({share}) show a photo that Training "
            "holds too."
        )
    right = probabilities.argmax(axis=1) == faces.labels
    private = faces.split == PRIVATE_TEST
    if (private & ~leaked).any():
        lines.append(
            f"PrivateTest read rightly: {right[private].mean():.1%}; without those faces "
            f"{right[private & ~leaked].mean():.1%}."
        )
    return "\n".join(lines)


def known_from_training(faces: FaceSet, findings: Sequence[Finding]) -> np.ndarray:
    """(N,) bool: test faces that a leak ties to a training face."""
    known = np.zeros(len(faces.labels), bool)
    for one in findings:
        rows = list(one.faces)
        if one.check == LEAKS and (faces.split[rows] == TRAINING).any():
            known[rows] = True
    return known & (faces.split != TRAINING)
