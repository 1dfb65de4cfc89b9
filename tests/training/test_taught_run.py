"""A run with all that helps a network (teachers, mixing, a mean of the weights) can be resumed."""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.toy_network import toy_network
from tests.support.trained import assert_same, keras_warnings, reasons, weights
from training import fit, train
from training.runs.config import RunConfig
from training.runs.store import create_run, read_config

pytestmark = [keras_warnings, pytest.mark.slow]
SETTINGS = {
    "network": "residual-xs",
    "optimizer": "sgd",
    "learning_rate": 0.01,
    "epochs": 2,
    "flip": 0.5,
    "camera": 0.3,
    "mixup": 0.2,
    "cutmix": 0.5,
    "weight_average": 0.9,
    "teachers": "toy",
}


@pytest.fixture
def models(drawn_faces, tmp_path, monkeypatch) -> Path:
    """A folder with a teacher and a run of two epochs that it taught; no model is exported."""
    monkeypatch.setattr(fit, "finish_run", lambda *_: None)
    (tmp_path / "toy").mkdir()
    toy_network().save(tmp_path / "toy" / "model.keras")
    (tmp_path / "mine.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    where = ["--data", str(drawn_faces), "--models", str(tmp_path), "--name", "mine"]
    assert train.main(["--config", str(tmp_path / "mine.json"), *where]) == 0
    return tmp_path


def test_resumed_it_has_the_same_weights_and_the_same_mean(models):
    second = models / "mine" / "checkpoints" / "epoch-0002"
    state, mean = weights(second / "state.keras"), weights(second / "average.keras")
    shutil.rmtree(second)

    status = train.main(["--resume", "mine", "--models", str(models)])

    assert (status, reasons(models / "mine")) == (0, ["finished", "finished"])
    assert_same(weights(second / "state.keras"), state)
    assert_same(weights(second / "average.keras"), mean)
    assert any((one != other).any() for one, other in zip(state, mean, strict=True))


def test_a_run_that_is_older_than_the_choice_kept_the_twins(tmp_path):
    run = create_run(tmp_path, "mine", RunConfig())
    path = run / "config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    told = read_config(run).twins
    del settings["twins"]
    path.write_text(json.dumps(settings), encoding="utf-8")

    assert (told, read_config(run).twins) == ("left out", "kept")
