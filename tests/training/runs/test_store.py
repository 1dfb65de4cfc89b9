"""The list of runs: states, times and bests told truly."""

import os
import time

import pytest

from tests.support.histories import epoch, make, started, step
from training import lock
from training.runs import events
from training.runs.events import FinishStarted, RunEnded
from training.runs.store import list_runs, log_tail, read_run


@pytest.fixture
def held(tmp_path):
    """Somebody trains the run called mine."""
    descriptor = lock.take(tmp_path, "mine")
    yield tmp_path
    os.close(descriptor)


@pytest.mark.parametrize(
    ("history", "state", "problem"),
    [
        ([], "new", ""),
        ([started(1), RunEnded(2, "finished", 1, 0.5)], "finished", ""),
        ([started(1), RunEnded(2, "stopped", 1, 0.5)], "stopped", ""),
        ([started(1), RunEnded(2, "failed: no data", 0, 0)], "failed", "no data"),
        ([started(1), epoch(2, 1)], "failed", "The trainer ended without a word."),
        (
            [started(1), RunEnded(2, "stopped", 1, 0.5), started(3)],
            "failed",
            "The trainer ended without a word.",
        ),
    ],
    ids=["new", "finished", "stopped", "failed", "died", "died after a stop"],
)
def test_the_state_is_told_by_events_and_lock(tmp_path, history, state, problem):
    make(tmp_path, "mine", *history)

    run = read_run(tmp_path, "mine")

    assert (run.state, run.problem) == (state, problem)


def test_the_holder_of_the_lock_is_running(held):
    make(held, "mine", started(1), RunEnded(2, "stopped", 1, 0.5), started(3))
    make(held, "other", started(1))

    states = {run.name: run.state for run in list_runs(held)}

    assert states == {"mine": "running", "other": "failed"}


def test_a_run_that_died_shows_its_last_lines(tmp_path):
    run = make(tmp_path, "mine", started(1))
    lines = [f"line {number}" for number in range(40)]
    (run / "train.log").write_bytes("\n".join([*lines, "\x1b[1mKilled\x07\xff"]).encode("latin-1"))

    assert read_run(tmp_path, "mine").problem.endswith("line 37\nline 38\nline 39\nKilled\ufffd")
    assert log_tail(run, lines=2) == "line 39\nKilled\ufffd"
    assert log_tail(tmp_path / "lost") == ""


def test_the_newest_run_comes_first(tmp_path):
    make(tmp_path, "old", started(1))
    make(tmp_path, "new", started(3))
    make(tmp_path, "middle", started(2), RunEnded(3, "stopped", 0, 0), started(9))

    assert [run.name for run in list_runs(tmp_path)] == ["new", "middle", "old"]
    assert list_runs(tmp_path / "nowhere") == []


def test_pauses_do_not_count_as_training(tmp_path):
    make(
        tmp_path,
        "mine",
        *(started(100), epoch(130, 1), RunEnded(140, "stopped", 1, 0.5)),
        *(started(1000, first_epoch=2), epoch(1020, 2), RunEnded(1025, "finished", 1, 0.5)),
    )

    run = read_run(tmp_path, "mine")

    assert (run.seconds, run.started_at) == (65, 100)
    assert run.eta_s is None


def test_the_best_is_the_highest_not_the_last(tmp_path):
    values = (0.3, 0.6, 0.6, 0.4)
    records = [epoch(n, n, val_accuracy=value) for n, value in enumerate(values, start=1)]
    make(tmp_path, "mine", started(0), *records)

    best = read_run(tmp_path, "mine").best

    assert best is not None
    assert best.epoch == 2


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], None),
        ([started(-30), step(-20, 1, 50)], 190 - 20),
        ([started(-30), epoch(-20, 1), epoch(-10, 2)], 80 - 10),
        ([started(-30, first_epoch=6), epoch(-20, 6), epoch(-10, 7)], 30 - 10),
        ([started(-30), epoch(-20, 10), FinishStarted(-10, "finished")], None),
    ],
    ids=["nothing yet", "in the first epoch", "after two", "resumed", "finishing"],
)
def test_the_time_left_follows_from_the_epochs_so_far(held, history, expected):
    now = time.time()
    moved = [type(event)(**{**vars(event), "time": now + event.time}) for event in history]
    make(held, "mine", *moved)

    eta = read_run(held, "mine").eta_s

    assert eta == (None if expected is None else pytest.approx(expected, abs=2))


def test_steps_that_a_kill_undid_are_left_out():
    history = [step(1, 1, 10), step(2, 1, 90), step(3, 2, 10), step(4, 2, 50)]
    again = [started(5, first_epoch=2), step(6, 2, 20), step(7, 2, 80)]

    kept = events.steps([*history, *again])

    assert [(one.epoch, one.step) for one in kept] == [(1, 10), (1, 90), (2, 10), (2, 20), (2, 80)]
