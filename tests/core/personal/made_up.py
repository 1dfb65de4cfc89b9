"""Features made up for tests: seven clouds, and a person whose sadness looks neutral to others."""

import numpy as np

from core.labels import EMOTIONS
from core.personal.head import FloatArray, Head
from core.personal.reference import Reference

FEATURES = 16
_SPREAD = 0.5


def cloud(label: str, count: int, seed: int) -> FloatArray:
    """(count, 16) features of faces that everybody reads as this label."""
    random = np.random.default_rng([EMOTIONS.index(label), seed])
    middle = np.zeros(FEATURES)
    middle[EMOTIONS.index(label)] = 3
    return (middle + _SPREAD * random.normal(size=(count, FEATURES))).astype(np.float32)


def odd_sadness(count: int, seed: int) -> FloatArray:
    """Faces of a person who is sad in a way that a general head takes for neutral."""
    faces = cloud("neutral", count, seed)
    faces[:, 10] += 3  # what tells them apart, and what nobody else has
    return faces


def general_head() -> Head:
    """Reads each cloud by its own feature."""
    weights = np.zeros((FEATURES, len(EMOTIONS)), np.float32)
    weights[range(len(EMOTIONS)), range(len(EMOTIONS))] = 2
    return Head(EMOTIONS, weights, np.zeros(len(EMOTIONS), np.float32))


def made_up_reference() -> Reference:
    """Of 700 faces to be held to and 350 to be measured by."""
    head = general_head()
    sample = np.vstack([cloud(label, 100, 1) for label in EMOTIONS])
    test = np.vstack([cloud(label, 50, 2) for label in EMOTIONS])
    labels = np.repeat(np.arange(len(EMOTIONS), dtype=np.uint8), 50)
    return Reference(head, sample, head.probabilities(sample), test, labels)
