"""No kill, damage or stop costs what a run has learned. It learns from drawn faces here."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.classifier import Classifier, read_card
from tests.support.folders import ROOT
from tests.support.trained import arguments, assert_same, keras_warnings, reasons, weights
from training import checkpoints, epoch, fit, steps, train
from training.runs import events

pytestmark = [keras_warnings, pytest.mark.slow]
# A trainer that is killed, as `kill -9` does it, when it has written down its second epoch but
# not yet kept the weights.
KILLED_TRAINER = """
import os, signal, sys
from training import checkpoints, train

save = checkpoints.save_checkpoint

def save_or_die(model, progress, *rest):
    if progress.epoch == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return save(model, progress, *rest)

checkpoints.save_checkpoint = save_or_die
train.main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def unbroken_weights(unbroken) -> list[np.ndarray]:
    return weights(unbroken / "checkpoints" / "epoch-0002" / "state.keras")


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")
def test_a_run_killed_and_resumed_ends_with_the_same_model(
    unbroken, unbroken_weights, drawn_faces, tmp_path
):
    command = [sys.executable, "-c", KILLED_TRAINER, *arguments(drawn_faces, tmp_path, "killed")]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True)
    run = tmp_path / "killed"
    assert killed.returncode == -signal.SIGKILL
    assert not (run / "card.json").exists()

    status = train.main(["--resume", "killed", "--models", str(tmp_path)])

    assert (status, reasons(run)) == (0, ["finished"])
    assert_same(weights(run / "checkpoints" / "epoch-0002" / "state.keras"), unbroken_weights)
    assert_same(weights(run / "model.keras"), weights(unbroken / "model.keras"))
    assert Classifier.load(run).card.accuracy == read_card(unbroken).accuracy


def lose_the_epoch(run: Path) -> None:
    shutil.rmtree(run / "checkpoints" / "epoch-0002")


def tear_the_checkpoint(run: Path) -> None:
    (run / "checkpoints" / "epoch-0002" / "state.keras").write_bytes(b"torn")


def tear_the_last_event(run: Path) -> None:
    lose_the_epoch(run)
    log = run / "events.jsonl"
    log.write_bytes(log.read_bytes()[:-20])


def forget_the_stop_file(run: Path) -> None:
    lose_the_epoch(run)
    (run / "stop").touch()


@pytest.mark.parametrize(
    "damage",
    [tear_the_checkpoint, tear_the_last_event, forget_the_stop_file],
    ids=lambda damage: damage.__name__.replace("_", " "),
)
def test_whatever_was_left_behind_the_resumed_run_has_the_same_weights(
    unbroken, unbroken_weights, tmp_path, monkeypatch, damage
):
    run = shutil.copytree(unbroken, tmp_path / "mine")
    damage(run)
    monkeypatch.setattr(fit, "finish_run", lambda *_: None)  # the weights are what counts here

    status = train.main(["--resume", "mine", "--models", str(tmp_path)])

    assert (status, reasons(run)[-1]) == (0, "finished")
    assert_same(weights(run / "checkpoints" / "epoch-0002" / "state.keras"), unbroken_weights)
    records = events.epochs(events.read(run / "events.jsonl"))
    assert [record.epoch for record in records] == [1, 2]


def stop_at(monkeypatch, run: Path, kind: type, *, number: int = 2) -> None:
    """Someone makes the stop file when the epoch writes its first event of this kind."""
    append = events.append

    def append_and_stop(path: Path, event: events.Event) -> None:
        append(path, event)
        if isinstance(event, kind) and getattr(event, "epoch", 0) == number:
            (run / "stop").touch()

    monkeypatch.setattr(events, "append", append_and_stop)


def test_a_stop_file_ends_the_run_with_its_best(drawn_faces, tmp_path, monkeypatch):
    run, finished = tmp_path / "mine", []
    monkeypatch.setattr(steps, "_STEP_PERIOD_S", 0)
    monkeypatch.setattr(fit, "finish_run", lambda *given: finished.append(given))
    stop_at(monkeypatch, run, events.StepRecord)

    status = train.main(arguments(drawn_faces, tmp_path, "mine", epochs=9))

    kept = checkpoints.newest_checkpoint(run / "checkpoints")
    ((_run, _config, _faces, best, _twins),) = finished
    assert (status, reasons(run)) == (0, ["stopped"])
    assert kept is not None
    assert kept.progress.epoch == 1, "the second epoch was not finished"
    assert best == kept, "the model is made of the best weights so far"


def test_epochs_shorter_than_a_second_are_stopped_too(drawn_faces, tmp_path, monkeypatch):
    run = tmp_path / "mine"
    monkeypatch.setattr(steps, "_STEP_PERIOD_S", 1000)
    monkeypatch.setattr(fit, "finish_run", lambda *_: None)
    stop_at(monkeypatch, run, events.EpochRecord)

    status = train.main(arguments(drawn_faces, tmp_path, "mine", epochs=9))

    assert (status, reasons(run)) == (0, ["stopped"])
    assert len(events.epochs(events.read(run / "events.jsonl"))) == 2


def test_a_stop_before_the_first_epochs_end_leaves_no_model(drawn_faces, tmp_path, monkeypatch):
    run = tmp_path / "mine"
    monkeypatch.setattr(steps, "_STEP_PERIOD_S", 0)
    stop_at(monkeypatch, run, events.StepRecord, number=1)

    status = train.main(arguments(drawn_faces, tmp_path, "mine", epochs=9))

    assert (status, reasons(run)) == (0, ["stopped"])
    assert not (run / "card.json").exists()


def test_a_stop_during_validation_ends_it(drawn_faces, tmp_path, monkeypatch):
    run = tmp_path / "mine"
    monkeypatch.setattr(fit, "finish_run", lambda *_: None)
    monkeypatch.setattr(steps, "_STEP_PERIOD_S", 0)
    predict = epoch._probabilities

    def stop_and_predict(*arguments: Any) -> np.ndarray | None:
        if events.epochs(events.read(run / "events.jsonl")):
            (run / "stop").touch()
        return predict(*arguments)

    monkeypatch.setattr(epoch, "_probabilities", stop_and_predict)

    status = train.main(arguments(drawn_faces, tmp_path, "mine", epochs=9))

    assert (status, reasons(run)) == (0, ["stopped"])
    assert [e.epoch for e in events.epochs(events.read(run / "events.jsonl"))] == [1]


def test_a_run_that_fails_late_still_tells_its_best(drawn_faces, tmp_path, monkeypatch):
    def full_disk(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(fit, "finish_run", full_disk)

    status = train.main(arguments(drawn_faces, tmp_path, "mine", epochs=1))

    ended = events.read(tmp_path / "mine" / "events.jsonl")[-1]
    assert isinstance(ended, events.RunEnded)
    assert (status, ended.best_epoch) == (1, 1)
    assert ended.best_val_accuracy > 0
