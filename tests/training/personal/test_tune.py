"""*Fine-tune on me* from the command line: a person's faces in, a measured model out."""

import contextlib
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.classifier import Classifier, read_card
from core.own.store import OwnStore
from core.personal.reference import read_reference
from tests.conftest import drawn_face
from tests.support.trained import keras_warnings, reasons, weights
from training import train
from training.runs import events
from training.runs.personal import outcome_of, personal_config
from training.runs.run import RunState
from training.runs.store import create_run, read_config, read_run

pytestmark = [keras_warnings, pytest.mark.slow]


@pytest.fixture(scope="module")
def tuned(unbroken: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run that learned a person."""
    models = tmp_path_factory.mktemp("personal")
    run = prepared(unbroken, models, count=8)
    assert train.main(["--resume", run.name, "--models", str(models)]) == 0
    return run


def prepared(unbroken: Path, models: Path, *, count: int) -> Path:
    """A run that waits to learn so many faces of each of two expressions."""
    shutil.copytree(unbroken, models / "unbroken")
    store, random = OwnStore(models / "own.sqlite"), np.random.default_rng(1)
    for label, drawn in (("happy", "surprise"), ("sad", "angry")):
        for _ in range(count):
            store.keep_face(drawn_face(drawn, random), label, "test")
    learned = read_config(models / "unbroken")
    config = personal_config(learned, "unbroken", own=models / "own.sqlite", data=learned.data)
    return create_run(models, "on-me", replace(config, epochs=2))


def test_it_is_a_run_like_any_other(tuned):
    run = read_run(tuned.parent, "on-me")

    assert (run.state, len(run.epochs), reasons(tuned)) == (RunState.FINISHED, 2, ["finished"])
    assert run.validation is not None and run.is_model
    assert Classifier.load(tuned).card.name == "on-me"


def test_its_card_tells_what_it_brought(tuned):
    outcome = outcome_of(read_card(tuned))

    assert outcome is not None and outcome.faces == 16
    assert outcome.after - outcome.before == pytest.approx((outcome.gained - outcome.lost) / 16)
    words = (tuned / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "PrivateTest was not looked at" in words and "16 faces of one person" in words


def test_the_test_split_is_not_touched(tuned):
    report = json.loads((tuned / "report.json").read_text(encoding="utf-8"))

    assert "PrivateTest" not in report and "PrivateTest" not in read_card(tuned).accuracy


def test_only_the_last_stage_learned(tuned):
    before, after = (
        weights(tuned.parent / "unbroken" / "model.keras"),
        weights(tuned / "model.keras"),
    )

    same = [bool(np.array_equal(one, other)) for one, other in zip(before, after, strict=True)]
    assert same == sorted(same, reverse=True), "first what stayed, then what learned"
    assert same[0] and not same[-1]


def test_a_guests_head_can_be_learned_on_it(tuned):
    reference = read_reference(tuned, sha256=read_card(tuned).sha256)

    accuracy = reference.accuracy(reference.head)
    assert accuracy == pytest.approx(read_card(tuned).accuracy["PublicTest"], abs=0.08)


def test_no_file_of_the_run_holds_a_face_of_the_person(tuned):
    with contextlib.closing(sqlite3.connect(tuned.parent / "own.sqlite")) as file:
        patches = [row[0] for row in file.execute("SELECT patch FROM face")]
    whole = [path.read_bytes() for path in tuned.rglob("*") if path.is_file()]

    assert not any(patch in data for patch in patches for data in whole)


def test_too_few_faces_fail_the_run_in_a_sentence(unbroken, tmp_path):
    run = prepared(unbroken, tmp_path, count=3)

    status = train.main(["--resume", run.name, "--models", str(tmp_path)])

    assert status == 1
    assert "You keep 6 faces; learning needs 12" in read_run(tmp_path, run.name).problem


def test_a_stop_ends_it_with_nothing_and_it_can_begin_anew(unbroken, tmp_path, monkeypatch):
    run = prepared(unbroken, tmp_path, count=8)
    monkeypatch.setattr("training.train._locked", lambda *_: contextlib.nullcontext())
    (run / "stop").touch()

    train.main(["--resume", run.name, "--models", str(tmp_path)])

    history = events.read(run / "events.jsonl")
    assert reasons(run) == ["stopped"] and not (run / "card.json").exists()
    assert not events.epochs(history)
