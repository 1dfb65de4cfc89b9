"""A model that learned one person: what its card tells, and what the gate makes of it."""

import shutil
from pathlib import Path

import pytest

from tests.training.runs.test_serving import FACES, change
from training.runs.serving import compare, keep_present, promote, rollback, serving_name, withdraw


@pytest.fixture
def models(toy_model, tmp_path):
    """Three finished models that name 50, 60 and 70 % of the same faces rightly."""
    for name, accuracy in (("fair", 0.5), ("good", 0.6), ("best", 0.7)):
        shutil.copytree(toy_model, tmp_path / name)
        change(
            tmp_path / name, name=name, data={"counts": FACES}, accuracy={"PublicTest": accuracy}
        )
    return tmp_path


def learned_a_person(models: Path, name: str, *, accuracy: float, refused: str = "") -> None:
    """Let a model's card tell that it learned one person."""
    told = dict.fromkeys(("faces", "before", "after", "gained", "lost", "share"), 1)
    told |= {"general_before": 0.7, "general_after": accuracy, "refused": refused}
    change(
        models / name,
        data={"counts": FACES, "personal": told},
        accuracy={"PublicTest": accuracy},
        config={"own": "own.sqlite"},
    )


def test_a_model_that_learned_a_person_never_serves_unasked(models):
    learned_a_person(models, "best", accuracy=0.9)

    assert serving_name(models) == "good"


def test_it_may_cost_other_people_two_points(models):
    keep_present(models)
    learned_a_person(models, "good", accuracy=0.685)
    learned_a_person(models, "fair", accuracy=0.675)

    assert compare(models, "good").better and not compare(models, "fair").better


def test_what_was_learned_in_vain_serves_for_no_reason(models):
    learned_a_person(models, "good", accuracy=0.7, refused="That may be chance.")

    with pytest.raises(ValueError, match="That may be chance"):
        promote(models, "good", "because I want it all the same")


def test_a_damaged_word_on_the_person_is_said_in_a_sentence(models):
    change(models / "good", data={"counts": FACES, "personal": {"faces": "many"}})

    with pytest.raises(ValueError, match="damaged where it tells of its person"):
        compare(models, "good")


def test_withdrawn_it_makes_room_for_the_model_before_it(models):
    promote(models, "fair", "to be sure that it can")
    learned_a_person(models, "good", accuracy=0.69)
    promote(models, "good")

    withdraw(models, "fair")  # which does not serve: nothing happens
    serves = serving_name(models)
    withdraw(models, "good")

    assert (serves, serving_name(models)) == ("good", "fair")
    with pytest.raises(ValueError, match="nothing to go back to"):
        rollback(models)


def test_withdrawn_after_another_of_its_kind_the_most_accurate_serves(models):
    for name in ("fair", "good"):
        learned_a_person(models, name, accuracy=0.69)
        promote(models, name)

    withdraw(models, "good")

    assert serving_name(models) == "best"
