"""A model's second output: what its last layer saw, beside the same probabilities as without it."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.classifier import Classifier, list_models, read_card
from tests.support.folders import MODELS
from tests.support.trained import keras_warnings

pytestmark = [keras_warnings, pytest.mark.slow]


@pytest.fixture(scope="module")
def faces() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (3, 48, 48), np.uint8)


@pytest.mark.parametrize("name", list_models(MODELS))
def test_every_shipped_model_answers_with_its_features(name, faces):
    classifier = Classifier.load(MODELS / name)

    features = [seen.features for seen in classifier.predict(faces) if seen.features is not None]

    assert classifier.card.features > 0
    assert [one.shape for one in features] == [(classifier.card.features,)] * 3
    assert not np.array_equal(features[0], features[1])


@pytest.mark.parametrize("mirrored", [False, True], ids=["alone", "with its mirror image"])
def test_features_leave_the_probabilities_as_they_are(mirrored, faces, tmp_path):
    import keras

    from training.export import feature_count, with_features
    from training.model import averaged_over_mirror, build_model
    from training.runs.config import RunConfig

    keras.utils.set_random_seed(1)
    network = build_model(RunConfig(network="residual-xs"))
    served = averaged_over_mirror(network) if mirrored else network
    wanted = np.asarray(served(faces[..., None].astype(np.float32)))

    card = exported(with_features(served), tmp_path / "toy", feature_count(served))

    seen = Classifier.load(card).predict(faces)
    assert np.stack([one.probabilities for one in seen]) == pytest.approx(wanted, abs=1e-5)
    assert [len(one.features) for one in seen if one.features is not None] == [128] * 3


def test_a_model_of_one_output_has_no_features(toy_model, faces):
    classifier = Classifier.load(toy_model)

    assert classifier.card.features == 0
    assert [seen.features for seen in classifier.predict(faces)] == [None] * 3


def test_a_card_that_counts_other_features_than_its_weights_is_refused(toy_model, tmp_path):
    folder = shutil.copytree(toy_model, tmp_path / "toy")
    change(folder, features=12)

    with pytest.raises(ValueError, match=r"says \(1, 48, 48, 1\) to \(1, 7\) and \(1, 12\)"):
        Classifier.load(folder)


@pytest.mark.parametrize("value", [-1, "12", 10**9, None], ids=repr)
def test_features_that_are_no_count_are_refused(toy_model, tmp_path, value):
    folder = shutil.copytree(toy_model, tmp_path / "toy")
    change(folder, features=value)

    with pytest.raises(ValueError, match="features must lie between"):
        read_card(folder)


def exported(model, folder: Path, features: int) -> Path:
    """A model folder with this network."""
    folder.mkdir()
    model.export(folder / "model.tflite", format="litert", verbose=False)
    sha256 = hashlib.sha256((folder / "model.tflite").read_bytes()).hexdigest()
    card = json.loads((MODELS / "compact-long" / "card.json").read_text(encoding="utf-8"))
    changes = {"name": "toy", "temperature": 1.0, "sha256": sha256, "features": features}
    (folder / "card.json").write_text(json.dumps({**card, **changes}), encoding="utf-8")
    return folder


def change(folder: Path, **changes: object) -> None:
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps({**card, **changes}), encoding="utf-8")
