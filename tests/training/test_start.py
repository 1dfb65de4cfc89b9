"""A run that begins with a finished model's weights."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.trained import assert_same, keras_warnings, weights
from training import train
from training.model import averaged_over_mirror, build_model, take_weights
from training.runs.config import RunConfig


@pytest.fixture
def models(unbroken: Path, tmp_path: Path) -> Path:
    """A folder of models with one finished run of the tutorial's network."""
    shutil.copytree(unbroken, tmp_path / "unbroken")
    return tmp_path


@keras_warnings
def test_the_network_gets_the_finished_models_weights(models):
    network = build_model(RunConfig())

    take_weights(network, models / "unbroken" / "model.keras")

    assert_same(network.get_weights(), weights(models / "unbroken" / "model.keras"))


@pytest.mark.slow
@keras_warnings
def test_a_model_that_averages_over_the_mirror_image_gives_its_inner_weights(tmp_path):
    config = replace(RunConfig(), network="residual-xs", seed=1)
    taught, network = build_model(config), build_model(config)
    averaged_over_mirror(taught).save(tmp_path / "model.keras")

    take_weights(network, tmp_path / "model.keras")

    assert_same(network.get_weights(), taught.get_weights())


def test_another_network_is_refused(models):
    network = build_model(replace(RunConfig(), network="residual-xs"))

    with pytest.raises(ValueError, match="is a tutorial network, but residual-xs is asked for"):
        take_weights(network, models / "unbroken" / "model.keras")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "reason"),
    [("gone", "can start from finished models"), ("../unbroken", "A run's name has at most")],
    ids=["missing", "outside"],
)
def test_a_start_that_is_not_there_fails_the_run_in_a_sentence(
    models, drawn_faces, tmp_path, start, reason
):
    config = tmp_path / "config.json"
    config.write_text(replace(RunConfig(), start=start, data=str(drawn_faces)).to_json())

    status = train.main(["--config", str(config), "--name", "mine", "--models", str(models)])

    assert status == 1
    assert reason in (models / "mine" / "events.jsonl").read_text()
