"""A run's config and its folder: what is unknown or out of range is refused in words."""

import json
import math

import pytest

from training.runs.config import RunConfig, config_from
from training.runs.recipes import RECIPES
from training.runs.store import create_run, read_config


def test_the_tutorial_recipe_is_the_tutorials():
    recipe = RECIPES["tutorial"]

    assert (recipe.network, recipe.epochs, recipe.batch_size) == ("tutorial", 50, 64)
    assert (recipe.learning_rate, recipe.learning_rate_decay) == (1e-4, 1e-6)


def test_a_config_comes_back_from_its_json():
    config = RunConfig(epochs=3, seed=7, learning_rate=0.5)

    assert config_from(json.loads(config.to_json())) == config


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("epochs", 0, "epochs must lie between 1 and 1000, not 0"),
        ("epochs", 1001, "epochs must lie between 1 and 1000"),
        ("batch_size", 0, "batch_size must lie between 1 and 4096"),
        ("learning_rate", 0.0, "learning_rate must lie between"),
        ("learning_rate", math.nan, "learning_rate must lie between"),
        ("learning_rate_decay", -1.0, "learning_rate_decay must lie between"),
        ("seed", -1, "seed must lie between"),
        ("network", "vgg", "network must be one of tutorial, .*, not 'vgg'"),
    ],
)
def test_a_value_out_of_range_is_refused(name, value, sentence):
    with pytest.raises(ValueError, match=sentence):
        config_from({name: value})


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("epochs", "50", "int"),
        ("epochs", 5.0, "int"),
        ("epochs", True, "int"),
        ("learning_rate", None, "float"),
        ("data", 3, "str"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(name, value, kind):
    with pytest.raises(ValueError, match=f"{name} must be of type {kind}"):
        config_from({name: value})


def test_a_whole_number_may_stand_for_a_fraction():
    assert config_from({"learning_rate": 1}).learning_rate == 1


def test_an_unknown_key_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"Unknown settings epoch; known are .*epochs"):
        config_from({"epoch": 3})


@pytest.mark.parametrize("values", [None, 3, [], "epochs"], ids=repr)
def test_what_is_no_json_object_is_refused(values):
    with pytest.raises(ValueError, match="must be a JSON object"):
        config_from(values)


def test_a_new_runs_folder_holds_its_config(tmp_path):
    config = RunConfig(epochs=2)

    run = create_run(tmp_path / "models", "mine", config)

    assert run == tmp_path / "models" / "mine"
    assert read_config(run) == config


@pytest.mark.parametrize("name", ["", "../up", "a/b", "Upper", ".hidden", "a" * 65, "a b", "a\n"])
def test_a_name_that_is_not_plain_makes_no_folder(tmp_path, name):
    with pytest.raises(ValueError, match="name has at most 64 small letters"):
        create_run(tmp_path / "models", name, RunConfig())

    assert not (tmp_path / "models").exists()


def test_a_taken_name_is_refused(tmp_path):
    create_run(tmp_path, "mine", RunConfig(epochs=2))

    with pytest.raises(ValueError, match="There is a run called mine already"):
        create_run(tmp_path, "mine", RunConfig(epochs=3))

    assert read_config(tmp_path / "mine").epochs == 2


def test_a_run_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match="no run called lost"):
        read_config(tmp_path / "lost")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"epochs": 2} more', "\xff"], ids=repr)
def test_a_damaged_config_is_refused(tmp_path, text):
    (tmp_path / "config.json").write_text(text, encoding="latin-1")

    with pytest.raises(ValueError):
        read_config(tmp_path)
