"""A model is loaded only if its card belongs to it, and shows the names its card says.

The toy model names a plain grey patch by its brightness; see conftest.py.
"""

import hashlib
import json
import math
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from core.classifier import Classifier, list_models, read_card

GREYS = {
    "angry": 20,
    "disgust": 55,
    "fear": 90,
    "happy": 125,
    "neutral": 160,
    "sad": 195,
    "surprise": 230,
}
SHUFFLED = ["sad", "happy", "angry", "surprise", "fear", "neutral", "disgust"]


def patches(*greys: int) -> np.ndarray:
    return np.stack([np.full((48, 48), grey, np.uint8) for grey in greys])


@pytest.fixture
def model(toy_model, tmp_path) -> Path:
    """A copy of the toy model that a test may spoil."""
    return shutil.copytree(toy_model, tmp_path / "toy")


def change_card(model: Path, **changes: object) -> None:
    card = json.loads((model / "card.json").read_text(encoding="utf-8"))
    (model / "card.json").write_text(json.dumps({**card, **changes}), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(("label", "grey"), GREYS.items())
def test_a_face_gets_the_name_of_its_output(toy_model, label, grey):
    (prediction,) = Classifier.load(toy_model).predict(patches(grey))

    assert prediction.label == label
    # Its neighbours lie 35 away, the next 70: exp(-35^2 / 400) = 0.0468, exp(-70^2 / 400) = 0.
    neighbours = 1 if label in ("angry", "surprise") else 2
    assert prediction.confidence == pytest.approx(1 / (1 + 0.0468 * neighbours), abs=1e-3)
    assert prediction.probabilities.dtype == np.float32
    assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_each_face_gets_its_own_prediction(toy_model):
    predictions = Classifier.load(toy_model).predict(patches(125, 20, 230))

    assert [seen.label for seen in predictions] == ["happy", "angry", "surprise"]


def test_no_face_gives_no_prediction(toy_model):
    assert Classifier.load(toy_model).predict(np.empty((0, 48, 48), np.uint8)) == []


def test_shuffled_labels_still_show_the_right_names(model):
    change_card(model, labels=SHUFFLED)

    predictions = Classifier.load(model).predict(patches(*range(20, 231, 35)))

    assert [seen.label for seen in predictions] == SHUFFLED
    for seen, label in zip(predictions, SHUFFLED, strict=True):
        assert list(seen.scores) == list(GREYS), "scores keep the order of EMOTIONS"
        assert seen.scores[label] == seen.confidence


@pytest.mark.parametrize("temperature", [0.5, 1, 2.0, 10])
def test_the_temperature_divides_the_logits(model, temperature):
    change_card(model, temperature=temperature)

    (prediction,) = Classifier.load(model).predict(patches(70))

    # By the law the toy model was made after, 70 lies 15 from disgust and 20 from fear.
    ratio = math.exp((20**2 - 15**2) / 400 / temperature)
    scores = prediction.scores
    assert scores["disgust"] / scores["fear"] == pytest.approx(ratio, rel=1e-3)
    assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert prediction.label == "disgust"


@pytest.mark.parametrize(
    "faces",
    [
        np.zeros((1, 48, 48), np.float32),
        np.zeros((48, 48), np.uint8),
        np.zeros((1, 47, 48), np.uint8),
        np.zeros((1, 48, 48, 3), np.uint8),
    ],
    ids=["floats", "one without its row", "47 px", "colour"],
)
def test_what_is_no_stack_of_patches_is_refused(toy_model, faces):
    with pytest.raises(ValueError, match=r"must be \(N, 48, 48\) uint8 grey"):
        Classifier.load(toy_model).predict(faces)


def test_several_threads_get_their_own_answers(toy_model):
    classifier = Classifier.load(toy_model)
    greys = list(GREYS.values()) * 20

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda grey: classifier.predict(patches(grey))[0].label, greys))

    assert answers == list(GREYS) * 20


def test_other_weights_than_the_cards_are_refused(model):
    weights = bytearray((model / "model.tflite").read_bytes())
    weights[-1] ^= 1
    (model / "model.tflite").write_bytes(weights)

    with pytest.raises(ValueError, match="the checksum differs"):
        Classifier.load(model)


def test_weights_that_are_no_model_are_refused(model):
    (model / "model.tflite").write_bytes(b"junk")
    change_card(model, sha256=hashlib.sha256(b"junk").hexdigest())

    with pytest.raises(ValueError):
        Classifier.load(model)


@pytest.mark.slow
def test_weights_of_another_shape_are_refused(model, tmp_path):
    import keras

    wide = keras.Sequential([keras.Input((32, 32, 1)), keras.layers.Flatten()])
    wide.export(model / "model.tflite", format="litert", verbose=False)
    change_card(model, sha256=hashlib.sha256((model / "model.tflite").read_bytes()).hexdigest())

    with pytest.raises(ValueError, match=r"\(1, 48, 48, 1\) to \(1, 7\). Train it again"):
        Classifier.load(model)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"labels": ["angry", "happy"]}, "names its classes angry, happy; this app needs"),
        ({"labels": ["happy"] * 7}, "this app needs angry, disgust"),
        ({"labels": "happy"}, "labels must be a list of names"),
        ({"labels": [1, 2, 3, 4, 5, 6, 7]}, "labels must be a list of names"),
        ({"patch_px": 64}, "eats faces of 64 px; needed are 48"),
        ({"temperature": 0}, "temperature must lie between"),
        ({"temperature": "1"}, "temperature must lie between"),
        ({"temperature": math.nan}, "temperature must lie between"),
        ({"accuracy": 0.6}, "accuracy, config and data must be JSON objects"),
        ({"colour": "red"}, "expected exactly the fields"),
    ],
    ids=lambda value: repr(value) if isinstance(value, dict) else "",
)
def test_a_card_that_says_something_else_is_refused(model, changes, sentence):
    change_card(model, **changes)

    with pytest.raises(ValueError, match=sentence):
        Classifier.load(model)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"name": "toy"}', "\xff"], ids=repr)
def test_a_damaged_card_is_refused(model, text):
    (model / "card.json").write_text(text, encoding="latin-1")

    with pytest.raises(ValueError, match=r"card\.json of toy is damaged"):
        Classifier.load(model)


@pytest.mark.parametrize("name", ["card.json", "model.tflite"])
def test_an_unfinished_model_is_said_to_be_one(model, name):
    (model / name).unlink()

    with pytest.raises(FileNotFoundError, match=f"toy has no {name}"):
        Classifier.load(model)


def test_the_card_comes_back_as_it_was_written(toy_model):
    card = read_card(toy_model)

    assert (card.name, card.patch_px, card.temperature) == ("toy", 48, 1.0)
    assert card.labels == tuple(GREYS)


def test_only_folders_with_a_card_are_models(model):
    (model.parent / "unfinished").mkdir()
    (model.parent / "a-file").touch()
    shutil.copytree(model, model.parent / "also")

    assert list_models(model.parent) == ["also", "toy"]
