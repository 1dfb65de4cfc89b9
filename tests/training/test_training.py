"""A whole run on drawn faces: it ends with a model, its figures and a record of all it did."""

import json
import shutil
from dataclasses import fields

import numpy as np
import pytest

from core.classifier import Classifier, read_card
from core.dataset.face_set import read_faces
from core.labels import EMOTIONS
from tests.support.trained import arguments, assert_same, keras_warnings, load, reasons, weights
from training import checkpoints, evaluate, train
from training.checkpoints import RunProgress
from training.model import build_model, compile_model
from training.report import Report
from training.runs import events
from training.runs.config import RunConfig
from training.runs.store import read_config

TUTORIAL_PARAMETERS = 2_345_607
pytestmark = [keras_warnings, pytest.mark.slow]


def test_the_tutorials_network_has_its_parameters():
    assert build_model(RunConfig()).count_params() == TUTORIAL_PARAMETERS


def test_the_tutorials_network_has_the_tutorials_layers_and_no_other():
    layers = [type(layer).__name__ for layer in build_model(RunConfig()).layers[2:]]

    assert layers == [
        *("Conv2D", "Conv2D", "MaxPooling2D", "Dropout"),
        *("Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Dropout"),
        *("Flatten", "Dense", "Dense"),
    ]


def test_the_learning_rate_falls_as_the_tutorials_did():
    model = build_model(RunConfig())
    compile_model(model, RunConfig(), steps_per_epoch=1)

    model.optimizer.iterations.assign(10_000)

    # Keras 2's decay: 1e-4 / (1 + 1e-6 x 10,000).
    assert float(model.optimizer.learning_rate) == pytest.approx(9.90099e-5, rel=1e-4)


def test_a_run_ends_with_a_model_folder(unbroken):
    files = {path.name for path in unbroken.iterdir()}
    wanted = {
        *("config.json", "events.jsonl", "checkpoints", "model.keras", "model.tflite"),
        *("model-float32.tflite", "model-float16.tflite", "model-int8.tflite"),
        *("report.json", "MODEL_CARD.md", "card.json", "summary.txt"),
        *("samples.npz", "mistakes.npz", "tensorboard"),
    }

    assert wanted <= files
    assert files - wanted <= {"model.png"}, "nothing is left over"
    if shutil.which("dot"):
        assert (unbroken / "model.png").read_bytes().startswith(b"\x89PNG")


def test_the_card_says_what_the_run_saw(unbroken, drawn_faces):
    card = read_card(unbroken)

    assert (card.name, card.labels) == ("unbroken", EMOTIONS)
    assert card.data == {
        "file": "drawn.zip",
        "counts": {"Training": [20] * 7, "PublicTest": [4] * 7, "PrivateTest": [4] * 7},
        "left_out": 0,
    }
    assert set(card.accuracy) == {"PublicTest", "PrivateTest"}
    assert card.config["epochs"] == 2
    assert card.config["data"] == str(drawn_faces)


def test_the_counts_and_the_best_epoch_are_printed(unbroken):
    text = (unbroken.parent / "output.txt").read_text(encoding="utf-8")

    for split, count in (("train", 20), ("test", 8), ("PublicTest", 4), ("PrivateTest", 4)):
        assert f"{split} " + "  ".join([f"{count:>8}"] * 7) in text
    assert "Epoch 2 of 2: validation accuracy" in text
    assert "unbroken: best epoch" in text


def test_the_events_tell_the_run(unbroken):
    history = events.read(unbroken / "events.jsonl")

    started, ended = history[0], history[-1]
    assert isinstance(started, events.RunStarted)
    assert isinstance(ended, events.RunEnded)
    assert (started.epochs, started.steps_per_epoch) == (2, 3)
    assert started.parameters == TUTORIAL_PARAMETERS
    assert [record.epoch for record in events.epochs(history)] == [1, 2]
    assert [sum(map(sum, record.val_confusion)) for record in events.epochs(history)] == [28, 28]
    best = max(record.val_accuracy for record in events.epochs(history))
    assert (ended.reason, ended.best_val_accuracy) == ("finished", pytest.approx(best, abs=1e-5))
    assert isinstance(history[-2], events.FinishStarted)
    assert "--recipe tutorial --epochs 2" in started.command
    wanted = {"python", "keras", "numpy", "opencv", "tensorflow", "machine", "processor", "cores"}
    assert wanted <= set(started.versions)


def test_keras_and_litert_give_the_same_probabilities(unbroken, drawn_faces):
    images = read_faces(drawn_faces).part("PrivateTest").images

    classifier = Classifier.load(unbroken)

    by_keras = load(unbroken / "model.keras")(images[..., None].astype("float32"))
    by_litert = [seen.probabilities for seen in classifier.predict(images)]

    powers = np.asarray(by_keras) ** (1 / classifier.card.temperature)
    tempered = powers / powers.sum(axis=1, keepdims=True)
    assert by_litert == pytest.approx(tempered, abs=1e-3)


def test_the_model_holds_the_best_epochs_weights(unbroken):
    best = checkpoints.newest_checkpoint(unbroken / "checkpoints")

    assert best is not None
    assert_same(weights(unbroken / "model.keras"), weights(best.best))


@pytest.mark.parametrize(("split", "n"), [("PublicTest", 28), ("PrivateTest", 28), ("all", 196)])
def test_evaluate_prints_every_figure(unbroken, drawn_faces, capsys, split, n):
    chosen = ["--model", str(unbroken), "--data", str(drawn_faces), "--split", split]

    status = evaluate.main([*chosen, "--json"])

    printed = json.loads(capsys.readouterr().out)
    assert (status, printed["model"], printed["split"], printed["n"]) == (0, "unbroken", split, n)
    assert set(printed) == {"model", "split", *(field.name for field in fields(Report))}
    assert set(printed) >= {
        *("n", "accuracy", "balanced_accuracy", "recall", "confusion"),
        *("negative_log_likelihood", "ece", "ms_per_face"),
    }
    assert list(printed["recall"]) == list(EMOTIONS)
    assert [sum(row) for row in printed["confusion"]] == [n // 7] * 7
    if split != "all":
        assert read_card(unbroken).accuracy[split] == printed["accuracy"]


def test_evaluate_prints_a_table(unbroken, drawn_faces, capsys):
    evaluate.main(["--model", str(unbroken), "--data", str(drawn_faces)])

    text = capsys.readouterr().out
    assert "faces               28" in text
    assert "calibration error" in text


def test_a_run_that_fails_says_so_in_its_events(drawn_faces, tmp_path, monkeypatch, caplog):
    def full_disk(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(checkpoints, "save_checkpoint", full_disk)

    status = train.main(arguments(drawn_faces, tmp_path, "mine"))

    (reason,) = reasons(tmp_path / "mine")
    assert (status, reason[:31]) == (1, "failed: The disk is full. Make ")
    assert "Traceback" in caplog.text
    assert not (tmp_path / "mine" / "card.json").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"--epochs": "0"}, "epochs must lie between 1 and 1000, not 0"),
        ({"--data": "nowhere.zip"}, "No data set at nowhere.zip"),
        ({"--name": "../up"}, "name has at most 64 small letters"),
        ({"--recipe": "magic"}, "invalid choice: 'magic'"),
    ],
    ids=["epochs", "data", "name", "recipe"],
)
def test_a_wrong_command_makes_no_run(drawn_faces, tmp_path, capsys, changed, sentence):
    words = arguments(drawn_faces, tmp_path / "models", "mine")
    for option, value in changed.items():
        words[words.index(option) + 1] = value

    with pytest.raises(SystemExit) as refused:
        train.main(words)

    assert refused.value.code == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--resume", "lost"], "There is no run called lost"),
        (["--resume", "lost", "--epochs", "3"], "give it alone"),
    ],
    ids=["no such run", "with other epochs"],
)
def test_a_wrong_resume_is_refused(tmp_path, capsys, words, sentence):
    with pytest.raises(SystemExit):
        train.main([*words, "--models", str(tmp_path)])

    assert sentence in capsys.readouterr().err


def test_a_config_file_is_a_recipe_too(drawn_faces, tmp_path, monkeypatch):
    begun = []
    monkeypatch.setattr(train, "train", lambda *given, **_: begun.append(given) or RunProgress())
    path = tmp_path / "mine.json"
    settings = {"network": "residual-xs", "epochs": 1, "flip": 0.5, "seed": 7}
    path.write_text(json.dumps(settings), encoding="utf-8")
    where = ["--data", str(drawn_faces), "--models", str(tmp_path / "models"), "--name", "mine"]

    status = train.main(["--config", str(path), *where])

    config = read_config(tmp_path / "models" / "mine")
    assert (status, [given[1] for given in begun]) == (0, [config])
    assert (config.network, config.epochs, config.flip, config.seed) == ("residual-xs", 1, 0.5, 7)
    assert config.data == str(drawn_faces)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "No such file"),
        ("{", "is damaged"),
        ("[]", "holds no JSON object"),
        ('{"epoch": 3}', "Unknown settings epoch; known are recipe"),
        ('{"epochs": 1001}', "epochs must lie between 1 and 1000"),
        ('{"optimizer": "magic"}', "optimizer must be one of adam"),
    ],
    ids=["not there", "torn", "a list", "unknown", "out of range", "no choice"],
)
def test_a_wrong_config_file_makes_no_run(tmp_path, capsys, content, sentence):
    path = tmp_path / "mine.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(SystemExit):
        train.main(["--config", str(path), "--models", str(tmp_path / "models")])

    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "models").exists()
