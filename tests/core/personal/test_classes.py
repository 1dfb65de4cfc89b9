"""Classes of one's own are learned in seconds, and what is none of them stays that."""

import numpy as np
import pytest

from core.errors import UserError
from core.personal.classes import USUAL, checked_class, learn_classes, missing_frames, told_by
from core.personal.head import FloatArray
from core.personal.reference import Reference
from tests.core.personal.made_up import cloud, made_up_reference

WINK, TONGUE = 11, 12  # the features by which a grimace differs from the same person's rest


@pytest.fixture(scope="module")
def reference() -> Reference:
    return made_up_reference()


def person(count: int, seed: int, grimace: int | None = None) -> FloatArray:
    """Frames of somebody with a feature that nobody else has, at rest or with a grimace."""
    faces = cloud("neutral", count, seed)
    faces[:, 10] += 3
    if grimace is not None:
        faces[:, grimace] += 3
    return faces


def learned(reference: Reference, classes: dict[str, FloatArray]):
    labels = [name for name in (*classes, USUAL) for _ in range(20)]
    faces = np.vstack([*classes.values(), person(20, 1)])
    return learn_classes(faces, labels, tuple(classes), reference, copies=1)


def test_two_grimaces_are_told_from_each_other_and_from_the_usual_face(reference):
    trial = learned(reference, {"wink": person(20, 2, WINK), "tongue": person(20, 3, TONGUE)})

    assert trial.refused == ""
    assert told_by(trial.gate, person(20, 4, WINK)).count("wink") >= 18
    assert told_by(trial.gate, person(20, 5, TONGUE)).count("tongue") >= 18
    assert told_by(trial.gate, person(20, 6)).count("") >= 18
    assert trial.told >= 0.9 and trial.usual_taken <= 0.1 and trial.others_taken <= 0.02


def test_other_people_are_none_of_them(reference):
    trial = learned(reference, {"wink": person(20, 2, WINK)})

    assert told_by(trial.gate, cloud("happy", 50, 9)).count("") >= 49


def test_a_class_that_looks_like_the_usual_face_is_refused(reference):
    trial = learned(reference, {"nothing": person(20, 2)})

    assert "held-out frames" in trial.refused or "usual face" in trial.refused


@pytest.mark.parametrize(
    ("labels", "names", "said"),
    [
        ([], [], "Name something"),
        (12 * ["wink"] + 20 * [USUAL], ["wink"], "“wink” has 12 of 20 frames. Take 8 more."),
        (20 * ["wink"], ["wink"], "Of your usual face there are 0 of 20"),
        (20 * ["wink"] + 5 * [USUAL] + 15 * ["happy"], ["wink"], ""),
    ],
    ids=["no class", "too few", "one class only", "enough"],
)
def test_what_is_missing_is_said(labels, names, said):
    assert missing_frames(labels, names).startswith(said)
    assert bool(missing_frames(labels, names)) == bool(said)


def test_nothing_is_learned_while_frames_are_missing(reference):
    with pytest.raises(UserError, match="usual face"):
        learn_classes(person(20, 2, WINK), 20 * ["wink"], ["wink"], reference, copies=1)


@pytest.mark.parametrize("name", ["happy", " Wink ", "usual  face", "Not sure"])
def test_a_name_that_is_taken_is_refused(name):
    with pytest.raises(UserError, match="there already"):
        checked_class(name, ["wink"])


def test_a_sixth_class_is_refused():
    with pytest.raises(UserError, match="5 already"):
        checked_class("glasses", ["a", "b", "c", "d", "e"])
