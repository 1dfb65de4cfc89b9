"""What a study tells in the terminal."""

import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.finding import EXACT, LEAKS, Finding
from training.study.summary import known_from_training, summary

FACES = FaceSet(
    images=np.zeros((5, 48, 48), np.uint8),
    labels=np.array([0, 0, 1, 3, 3]),
    names=tuple("abcde"),
    split=np.array(["Training", "PrivateTest", "PrivateTest", "PublicTest", "PrivateTest"]),
)
FINDINGS = [
    Finding(EXACT, (0, 1), 1.0, "2 faces are equal to the last pixel."),
    Finding(LEAKS, (0, 1), 1.0, "The same picture."),
    Finding(LEAKS, (3, 4), 1.0, "The same picture."),
]


def test_only_faces_that_training_holds_are_known():
    known = known_from_training(FACES, FINDINGS)

    assert known.tolist() == [False, True, False, False, False]


def test_the_summary_counts_cases_and_what_leaks_are_worth():
    reads = np.eye(7)[[0, 0, 3, 3, 3]]

    lines = summary(FACES, FINDINGS, reads).split("\n")

    assert "Exact duplicates: 1 cases, 2 faces" in lines
    assert "1 of 4 test faces (25 %) show a photo that Training holds too." in lines
    assert lines[-1] == "PrivateTest read rightly: 66.7%; without those faces 50.0%."
