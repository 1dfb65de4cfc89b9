"""The trainer is a process of its own: one at a time, whoever asks, whoever dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.support.folders import ROOT
from training.runs import events, launch
from training.runs.config import RunConfig
from training.runs.store import create_run, delete_run, read_run

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows starts runs in a terminal"),
    pytest.mark.slow,
]
# Holds the lock it was given, as a trainer does, but learns nothing. It ends when told to stop.
IDLE_TRAINER = """
import sys, time
from pathlib import Path
from training import lock
from training.runs import store as runs

run = Path(sys.argv[sys.argv.index("--models") + 1]) / sys.argv[sys.argv.index("--resume") + 1]
print("idle", flush=True)
until = time.monotonic() + 60
while not (run / runs.STOP_FILE).exists() and time.monotonic() < until:
    time.sleep(0.02)
"""
# A server that starts a run and then only waits to be killed.
LAUNCHER = """
import subprocess, sys, time
from pathlib import Path
from training.runs import launch
from training.runs.config import RunConfig

launch.TRAINER = (sys.executable, "-c", Path(sys.argv[3]).read_text())
launch.start_run(Path(sys.argv[1]), RunConfig(), sys.argv[2])
print("started", flush=True)
time.sleep(60)
"""


def wait_for(condition: Callable[[], object], what: str, *, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.02)


@pytest.fixture
def idle(tmp_path, monkeypatch):
    """The folder of models, with a trainer that only idles; all that started are ended after."""
    monkeypatch.setattr(launch, "TRAINER", (sys.executable, "-c", IDLE_TRAINER))
    models = tmp_path / "models"
    yield models
    name = launch.running_run(models)
    if name:
        launch.stop_run(models, name)
        wait_for(lambda: launch.running_run(models) is None, "the trainer's end")


def test_a_started_run_is_running_and_says_so(idle):
    run = launch.start_run(idle, RunConfig(), "mine")

    assert launch.running_run(idle) == "mine"
    assert read_run(idle, "mine").state == "running"
    wait_for(lambda: "idle" in (run / "train.log").read_text(), "the log")


def test_fifty_starts_at_once_make_one_trainer(idle):
    together, refusals, runs = threading.Barrier(50), [], []

    def press(number: int) -> None:
        together.wait()
        try:
            runs.append(launch.start_run(idle, RunConfig(), f"run-{number}"))
        except ValueError as problem:
            refusals.append(str(problem))

    presses = [threading.Thread(target=press, args=(number,)) for number in range(50)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert (len(runs), len(refusals)) == (1, 49)
    assert all("running already" in refusal for refusal in refusals)
    assert [path.parent.name for path in idle.glob("*/config.json")] == [runs[0].name]
    assert len(trainers(idle)) == 1


def trainers(models: Path) -> list[psutil.Process]:
    """Trainers of these models."""
    found = []
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if str(models) in words and "--resume" in words:
            found.append(process)
    return found


def test_the_trainer_outlives_ten_servers_and_frees_the_lock_when_it_ends(tmp_path):
    models, code = tmp_path / "models", tmp_path / "idle.py"
    code.write_text(IDLE_TRAINER, encoding="utf-8")
    for number in range(10):
        name = f"run-{number}"
        command = [sys.executable, "-c", LAUNCHER, str(models), name, str(code)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout and server.stdout.readline() == "started\n"
            (trainer,) = trainers(models)
            assert os.getsid(trainer.pid) == trainer.pid, "it has a session of its own"

            server.send_signal(signal.SIGKILL)

        assert trainer.status() != psutil.STATUS_ZOMBIE
        assert launch.running_run(models) == name
        launch.stop_run(models, name)
        wait_for(lambda: launch.running_run(models) is None, "the lock")
        wait_for(lambda: not trainers(models), "the end of the trainer")


def test_a_killed_trainer_leaves_no_zombie_and_no_lock(idle):
    run = launch.start_run(idle, RunConfig(), "mine")
    wait_for(lambda: "idle" in (run / "train.log").read_text(), "the log")
    (trainer,) = trainers(idle)

    trainer.kill()
    wait_for(lambda: not psutil.pid_exists(trainer.pid), "the end of the zombie")

    assert launch.running_run(idle) is None
    died = read_run(idle, "mine")
    assert died.state == "failed"
    assert died.problem.endswith("Its last lines: idle")


def test_a_stop_is_asked_for_in_the_runs_folder(idle):
    run = launch.start_run(idle, RunConfig(), "mine")

    launch.stop_run(idle, "mine")

    assert (run / "stop").exists()
    wait_for(lambda: launch.running_run(idle) is None, "the end")


def test_a_resumed_run_forgets_that_it_was_stopped(idle):
    run = create_run(idle, "mine", RunConfig())
    (run / "stop").touch()

    launch.resume_run(idle, "mine")

    assert not (run / "stop").exists()
    assert launch.running_run(idle) == "mine"


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda models: launch.start_run(models, RunConfig(), "../up"), "name has at most 64"),
        (lambda models: launch.start_run(models, RunConfig(), "done"), "a run called done already"),
        (lambda models: launch.resume_run(models, "done"), "done is finished"),
        (lambda models: launch.resume_run(models, "torn"), "torn cannot go on: config.json"),
        (lambda models: launch.stop_run(models, "done"), "done is not running"),
        (lambda models: launch.resume_run(models, "lost"), "no run called lost"),
    ],
    ids=["bad name", "name taken", "finished", "torn config", "not running", "no such run"],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(idle, ask, sentence):
    done = create_run(idle, "done", RunConfig())
    events.append(done / "events.jsonl", events.RunEnded(1.0, "finished", 1, 0.5))
    (create_run(idle, "torn", RunConfig()) / "config.json").write_text("{", encoding="utf-8")

    with pytest.raises((ValueError, FileNotFoundError), match=sentence):
        ask(idle)

    assert launch.running_run(idle) is None


def test_a_running_run_is_not_deleted(idle):
    launch.start_run(idle, RunConfig(), "mine")

    with pytest.raises(ValueError, match="mine is running"):
        delete_run(idle, "mine")


def test_a_data_set_that_is_not_there_fails_the_run_with_its_cause(tmp_path):
    config = replace(RunConfig(), data=str(tmp_path / "nowhere.zip"))

    launch.start_run(tmp_path, config, "mine")
    wait_for(lambda: launch.running_run(tmp_path) is None, "the trainer's end", seconds=90)

    run = read_run(tmp_path, "mine")
    assert run.state == "failed"
    assert run.problem.startswith("No data set at")


def test_a_trainer_started_by_hand_holds_the_lock_too(idle, capsys):
    from training import train  # here, because it takes seconds that most tests need not spend

    create_run(idle, "other", RunConfig())
    launch.start_run(idle, RunConfig(), "mine")

    with pytest.raises(SystemExit) as refused:
        train.main(["--resume", "other", "--models", str(idle)])

    assert refused.value.code == 2
    assert "mine is running already" in capsys.readouterr().err


def test_a_real_trainer_stops_within_five_seconds(drawn_faces, tmp_path):
    config = RunConfig(data=str(drawn_faces), network="residual-m", epochs=1000, batch_size=2)
    run = launch.start_run(tmp_path, config, "mine")
    wait_for(lambda: read_run(tmp_path, "mine").steps, "the first step", seconds=120)

    launch.stop_run(tmp_path, "mine")
    asked = time.time()
    wait_for(lambda: launch.running_run(tmp_path) is None, "the trainer's end", seconds=60)

    (ended,) = (e for e in events.read(run / "events.jsonl") if isinstance(e, events.RunEnded))
    assert (ended.reason, ended.best_epoch) == ("stopped", 0)
    assert ended.time - asked < 5
