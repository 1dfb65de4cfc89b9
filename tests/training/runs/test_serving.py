"""Which model serves: a gate before it, a way back, and nothing hostile believed."""

import json
import shutil
from pathlib import Path

import pytest

from training.runs import __main__ as command
from training.runs.serving import (
    compare,
    keep_present,
    promote,
    read_serving,
    rollback,
    serving_name,
)
from training.runs.store import delete_run

FACES = {"PublicTest": [4] * 7}


@pytest.fixture
def models(toy_model, tmp_path):
    """Three finished models that name 50, 60 and 70 % of the same faces rightly."""
    for name, accuracy in (("fair", 0.5), ("good", 0.6), ("best", 0.7)):
        copy(toy_model, tmp_path / name, accuracy=accuracy)
    return tmp_path


def copy(model: Path, folder: Path, **accuracies: object) -> None:
    shutil.copytree(model, folder)
    change(folder, name=folder.name, data={"counts": FACES})
    change(folder, accuracy={"PublicTest": accuracies["accuracy"]})
    (folder / "config.json").write_text("{}", encoding="utf-8")


def change(folder: Path, **values: object) -> None:
    """Write something else into a card."""
    path = folder / "card.json"
    card = {**json.loads(path.read_text(encoding="utf-8")), **values}
    path.write_text(json.dumps(card), encoding="utf-8")


def test_unless_somebody_chose_the_most_accurate_serves(models, tmp_path):
    assert serving_name(models) == "best"
    assert serving_name(tmp_path / "nowhere") is None


def test_a_model_finished_later_does_not_serve_unasked(models, toy_model):
    keep_present(models)

    copy(toy_model, models / "newer", accuracy=0.9)

    assert serving_name(models) == "best"


def test_keeping_the_present_model_changes_no_choice(models):
    promote(models, "fair", "to be sure that it can")

    keep_present(models)

    assert serving_name(models) == "fair"
    assert rollback(models) == "best"


def test_a_better_model_is_promoted_and_rolled_back(models):
    promote(models, "fair", "to be sure that it can")

    promote(models, "good")
    after = serving_name(models)
    back = rollback(models)

    assert (after, back, serving_name(models)) == ("good", "fair", "fair")
    assert not list(models.glob(".serving*")), "nothing half written is left"


def test_a_worse_model_needs_a_reason(models):
    with pytest.raises(ValueError, match=r"good names 60\.00% of PublicTest rightly, best 70\.00%"):
        promote(models, "good", " too short ")
    assert serving_name(models) == "best"

    promote(models, "good", "it is three times as fast")

    serving = read_serving(models)
    assert serving is not None
    assert (serving.model, serving.previous) == ("good", "best")
    assert serving.reason == "it is three times as fast"


def test_the_gate_compares_on_the_same_split(models):
    gate = compare(models, "good")

    assert (gate.present, gate.candidate, gate.split) == ("best", "good", "PublicTest")
    assert (gate.present_accuracy, gate.candidate_accuracy, gate.better) == (0.7, 0.6, False)


def test_models_measured_on_other_faces_are_not_compared(models):
    change(models / "fair", accuracy={"PublicTest": 0.99}, data={"counts": {"PublicTest": [1] * 7}})
    change(models / "best", accuracy={"PublicTest": 1.0})

    gate = compare(models, "fair")

    assert (gate.comparable, gate.better) == (False, False)
    with pytest.raises(ValueError, match="were not measured on the same faces"):
        promote(models, "fair")


def test_a_model_whose_file_was_swapped_is_not_promoted(models):
    (models / "good" / "model.tflite").write_bytes(b"other")

    with pytest.raises(ValueError, match="checksum differs"):
        promote(models, "good", "it looked fine to me")

    assert serving_name(models) == "best"


@pytest.mark.parametrize("name", ["lost", "../best", "", "best/../best", "x" * 500])
def test_what_is_no_model_is_not_promoted(models, name):
    with pytest.raises(FileNotFoundError, match="no finished model called"):
        promote(models, name, "because I want to")


def test_a_model_that_serves_is_not_promoted_again(models):
    with pytest.raises(ValueError, match="best serves already"):
        promote(models, "best")


def test_without_a_model_before_there_is_no_way_back(models):
    with pytest.raises(ValueError, match="nothing to go back to"):
        rollback(models)


def test_a_model_before_that_is_gone_is_no_way_back(models):
    promote(models, "fair", "to be sure that it can")
    shutil.rmtree(models / "best")

    with pytest.raises(ValueError, match="The model before cannot be used"):
        rollback(models)

    assert serving_name(models) == "fair"


def test_a_chosen_model_that_is_gone_gives_way_to_the_most_accurate(models):
    promote(models, "fair", "to be sure that it can")

    shutil.rmtree(models / "fair")

    assert serving_name(models) == "best"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"model": ["fair"], "previous": "", "reason": "", "time": 1}',
        b'{"model": "../fair", "previous": "", "reason": "", "time": 1}',
        b'{"model": "fair"}',
    ],
    ids=["empty", "list", "no text", "deep", "no name", "climbs out", "parts missing"],
)
def test_a_damaged_choice_is_no_choice(models, content):
    (models / "serving.json").write_bytes(content)

    assert serving_name(models) == "best"


@pytest.mark.parametrize(
    "values",
    [
        {"accuracy": {"PublicTest": "all"}},
        {"accuracy": {"PublicTest": 10**400}},
        {"accuracy": {"PublicTest": float("nan")}},
        {"accuracy": {}},
        {"accuracy": 3},
        {"data": "none"},
        {"labels": ["a"] * 7},
    ],
    ids=["word", "huge", "no number", "nothing", "no object", "no data", "other labels"],
)
def test_a_hostile_card_neither_serves_nor_stops_the_others(models, values):
    change(models / "good", **values)

    assert serving_name(models) == "best"
    with pytest.raises((ValueError, FileNotFoundError)):
        promote(models, "good")


def test_a_card_nested_without_end_is_named(models):
    (models / "good" / "card.json").write_text("[" * 100_000, encoding="utf-8")

    assert serving_name(models) == "best"
    with pytest.raises(ValueError, match=r"card\.json of good is damaged"):
        promote(models, "good")


def test_a_model_in_use_is_not_deleted(models):
    with pytest.raises(ValueError, match="Live and Photo use best"):
        delete_run(models, "best")

    delete_run(models, "fair")

    assert {path.name for path in models.iterdir()} == {"good", "best"}


def test_the_command_line_promotes_and_rolls_back(models, capsys):
    where = ["--models", str(models)]

    refused = command.main([*where, "promote", "good"])
    done = command.main([*where, "promote", "good", "--reason", "it is smaller"])
    back = command.main([*where, "rollback"])

    said = capsys.readouterr()
    assert (refused, done, back) == (1, 0, 0)
    assert "give a reason of at least 10" in said.err
    assert said.out == "Live and Photo now use good.\nLive and Photo use best again.\n"
