"""Runs by two workers on a real Ray: one worker's weights, whoever is killed."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from tests.support.engine import ended, started, workers_of
from tests.support.trained import keras_warnings, reasons, weights
from training.checkpoints import newest_checkpoint
from training.runs import events, launch
from training.runs.run import RunState
from training.runs.store import read_run

# Ray starts its processes again after each kill, which takes its time.
pytestmark = [pytest.mark.cluster, pytest.mark.timeout(1800), keras_warnings]
EPOCHS = 3
WORKER = "ray::"  # Ray's own helpers are killed now and then, too
# Batch normalization, dropout, momentum, a mean of the weights, mixed faces; and small steps, since
# with large ones a rounding alone turns some face's way through a ReLU, and all that follows.
CONFIG = {
    "network": "residual-xs",
    "optimizer": "sgd",
    "learning_rate": 1e-4,
    "batch_size": 28,
    "epochs": EPOCHS,
    "flip": 0.5,
    "shift": 0.1,
    "mixup": 0.2,
    "weight_average": 0.9,
}


@pytest.fixture(scope="module")
def config(drawn_faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("config") / "config.json"
    path.write_text(json.dumps({**CONFIG, "data": str(drawn_faces)}))
    return path


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def alone(config: Path, models: Path) -> list[np.ndarray]:
    """The weights of the trainer that one process is."""
    arguments = ("--config", str(config), "--models", str(models), "--name", "alone")
    done = ended(started("training.train", *arguments, "--unfinished"))
    assert done.returncode == 0, done.stderr
    return last_weights(models / "alone")


def begun(config: Path, models: Path, name: str, *more: str) -> subprocess.Popen[str]:
    arguments = ("--config", str(config), "--models", str(models), "--name", name)
    return started("training.cluster", *arguments, "--workers", "2", *more)


def last_weights(run: Path) -> list[np.ndarray]:
    kept = newest_checkpoint(run / "checkpoints")
    assert kept is not None and kept.progress.epoch == EPOCHS
    return [*weights(kept.state), *weights(kept.average)]


def difference(mine: list[np.ndarray], theirs: list[np.ndarray]) -> float:
    """Of all weights as one vector, relative to its length."""
    a, b = (
        np.concatenate([np.ravel(part).astype(np.float64) for part in all_])
        for all_ in (mine, theirs)
    )
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))


def wait_for_epoch(run: Path, epoch: int) -> None:
    """Until a step of the epoch was told."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if any(one.epoch >= epoch for one in events.steps(events.read(run / "events.jsonl"))):
            return
        time.sleep(0.05)
    raise AssertionError(f"{run.name} never came to epoch {epoch}.")


def test_two_end_with_the_weights_of_one_and_a_model(config, models, alone):
    done = ended(begun(config, models, "two"))

    assert done.returncode == 0, done.stderr
    assert difference(last_weights(models / "two"), alone) < 1e-5
    run = read_run(models, "two")
    assert run.state == RunState.FINISHED and run.is_model
    assert [one.epoch for one in run.epochs] == list(range(1, EPOCHS + 1))


def test_a_worker_killed_then_the_command_killed_and_resumed_by_the_page(config, models, alone):
    run = models / "killed"
    running = begun(config, models, "killed", "--unfinished")
    wait_for_epoch(run, 2)
    learners = [one for one in workers_of(running, WORKER) if "TrainWorker" in one.cmdline()[0]]
    assert learners, [one.cmdline() for one in workers_of(running, WORKER)]
    learners[-1].kill()
    wait_for_start(run, 2)
    wait_for_epoch(run, 3)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    assert read_run(models, "killed").state == RunState.FAILED

    launch.resume_run(models, "killed")

    wait_for_end(models, "killed")
    assert read_run(models, "killed").state == RunState.FINISHED
    assert difference(last_weights(run), alone) < 1e-5


def test_stop_ends_it_and_keeps_the_best(config, models):
    running = begun(config, models, "stopped", "--unfinished", "--epochs", "500")
    wait_for_epoch(models / "stopped", 2)

    launch.stop_run(models, "stopped")

    done = ended(running)
    assert done.returncode == 0, done.stderr
    assert reasons(models / "stopped") == ["stopped"]


def test_faces_that_cannot_be_shared_out_are_told(config, models):
    done = ended(begun(config, models, "uneven", "--workers", "3"))

    assert done.returncode == 1
    assert "cannot be shared out alike among 3 workers" in done.stderr


def wait_for_start(run: Path, count: int) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        history = events.read(run / "events.jsonl")
        if sum(isinstance(one, events.RunStarted) for one in history) >= count:
            return
        time.sleep(0.05)
    raise AssertionError(f"{run.name} was not begun again.")


def wait_for_end(models: Path, name: str) -> None:
    until = time.monotonic() + 400
    while launch.running_run(models) == name and time.monotonic() < until:
        time.sleep(0.2)
