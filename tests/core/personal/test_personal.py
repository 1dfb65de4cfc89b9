"""A personal head learns its person, forgets nobody, and is refused where it does not help."""

import numpy as np
import pytest

from core.classifier import read_card
from core.errors import UserError
from core.labels import EMOTIONS
from core.personal.head import learn
from core.personal.reference import read_reference, write_reference
from core.personal.trial import by_chance, learn_person, missing
from tests.core.personal.made_up import cloud, made_up_reference, odd_sadness
from tests.support.folders import MODELS
from training.runs.serving import serving_name


@pytest.fixture(scope="module")
def reference():
    return made_up_reference()


def test_a_person_with_a_sadness_of_their_own_is_learned(reference):
    own = np.vstack([odd_sadness(12, 3), cloud("happy", 12, 3), cloud("neutral", 12, 3)])

    trial = learn_person(own, ["sad"] * 12 + ["happy"] * 12 + ["neutral"] * 12, reference)

    assert trial.before == pytest.approx(24 / 36, abs=0.03)
    assert trial.after > 0.9
    assert trial.general_before - trial.general_after <= 0.02
    assert trial.refused == ""
    assert trial.head.named(odd_sadness(20, 9)) == ["sad"] * 20


def test_a_person_read_well_already_is_not_improved_upon(reference):
    own = np.vstack([cloud("happy", 10, 3), cloud("sad", 10, 3)])

    trial = learn_person(own, ["happy"] * 10 + ["sad"] * 10, reference)

    assert trial.before == 1.0
    assert "chance" in trial.refused


def test_labels_at_random_are_refused(reference):
    own = np.vstack([cloud("happy", 30, 3), cloud("sad", 30, 3)])
    labels = [str(label) for label in np.random.default_rng(0).choice(EMOTIONS, 60)]

    trial = learn_person(own, labels, reference)

    assert trial.refused != ""


def test_other_peoples_faces_weigh_more_than_ones_own(reference):
    """Someone who calls everybody's happy sad would spoil the model for all."""
    own = np.vstack([cloud("happy", 30, 3), cloud("sad", 10, 3)])

    trial = learn_person(own, ["sad"] * 30 + ["sad"] * 5 + ["angry"] * 5, reference)

    assert trial.general_before - trial.general_after <= 0.02 or "points" in trial.refused


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["happy"] * 5, "Keep 7 more"),
        (["happy"] * 12, "All 12 faces look happy"),
        (["happy"] * 6 + ["sad"] * 6, ""),
    ],
    ids=["few", "one class", "enough"],
)
def test_what_is_missing_is_said(labels, said):
    sentence = missing(labels)

    assert said in sentence and bool(sentence) == bool(said)


def test_too_few_faces_are_not_learned(reference):
    with pytest.raises(UserError, match="learning needs 12"):
        learn_person(cloud("happy", 3, 0), ["happy"] * 3, reference)


@pytest.mark.parametrize(
    ("gained", "lost", "chance"),
    [(0, 0, 1.0), (5, 0, 1 / 32), (4, 0, 1 / 16), (5, 1, 7 / 64)],
)
def test_a_gain_is_held_against_coins(gained, lost, chance):
    assert by_chance(gained, lost) == pytest.approx(chance)


def test_further_classes_are_told_from_the_seven(reference):
    winking = cloud("happy", 20, 5)
    winking[:, 12] += 3
    share = reference.sample_targets

    head = learn(reference.head, winking, ["wink"] * 20, reference.sample, share, own_share=0.3)

    fresh = cloud("happy", 50, 7)
    fresh[:, 12] += 3
    assert head.labels == (*EMOTIONS, "wink")
    assert head.named(fresh).count("wink") >= 48
    assert reference.accuracy(reference.head) - reference.accuracy(head) <= 0.02


def test_a_reference_is_of_one_models_weights_alone(reference, tmp_path):
    write_reference(tmp_path, reference, sha256="abc")

    again = read_reference(tmp_path, sha256="abc")

    assert again.accuracy(again.head) == pytest.approx(reference.accuracy(reference.head), abs=0.01)
    with pytest.raises(UserError, match="other weights"):
        read_reference(tmp_path, sha256="def")


@pytest.mark.parametrize("data", [None, b"", b"PK\x03\x04 torn"], ids=["missing", "empty", "torn"])
def test_a_reference_that_cannot_be_read_says_how_to_make_it(tmp_path, data):
    if data is not None:
        (tmp_path / "reference.npz").write_bytes(data)

    with pytest.raises(UserError, match=r"training\.reference"):
        read_reference(tmp_path, sha256="abc")


def test_the_model_that_ships_can_be_learned_on():
    name = serving_name(MODELS)
    assert name is not None
    card = read_card(MODELS / name)

    known = read_reference(MODELS / name, sha256=card.sha256)

    assert known.head.weights.shape == (card.features, len(EMOTIONS))
    assert abs(known.accuracy(known.head) - card.accuracy["PublicTest"]) < 0.005
