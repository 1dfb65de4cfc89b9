"""A run's figures from its first second on: what is there is seen, what is not is not drawn."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from core.labels import COLORS, EMOTIONS
from pages.run.charts import run_figures
from pages.run.words import progress_of
from pages.shared.figures import SIGNS
from tests.support.colour_vision import SIGHTS, apart
from tests.support.histories import epoch, make, started, step
from training.lock import take
from training.runs.events import RunEnded
from training.runs.run import Run
from training.runs.store import read_run

A_LINE_DEG = 0.1  # the thinnest marks of which anybody measured how they are told apart


def figures(run: Run) -> dict[str, dict[str, Any]]:
    return {figure["id"]: figure for figure in run_figures(run)}


@pytest.fixture
def beginning(tmp_path: Path) -> Run:
    """A run that goes on, some seconds after its start."""
    make(tmp_path, "first", started(0), step(1, 1, 5), step(2, 1, 9))
    take(tmp_path, "first")
    return read_run(tmp_path, "first")


def test_in_its_first_seconds_a_run_has_one_strong_line_and_says_what_will_come(beginning):
    shown = figures(beginning)

    (line,) = shown["accuracy"]["data"]
    assert line["x"] == [0.05, 0.09]
    assert line["line"]["width"] >= 2 and "opacity" not in line
    for waits in ("recall", "matrix"):
        assert shown[waits]["data"] == []
        assert "first epoch" in shown[waits]["layout"]["annotations"][0]["text"]


@pytest.mark.parametrize("epochs", [1, 2], ids=["one point", "two points"])
def test_few_points_are_marked(tmp_path, epochs):
    make(tmp_path, "run", started(0), *(epoch(number, number) for number in range(1, epochs + 1)))

    shown = figures(read_run(tmp_path, "run"))

    of_epochs = [line for line in shown["accuracy"]["data"] if len(line["x"]) == epochs]
    assert all("markers" in line["mode"] for line in [*of_epochs, *shown["recall"]["data"]])


def test_a_run_that_was_stopped_before_its_first_epoch_promises_nothing(tmp_path):
    make(tmp_path, "run", started(0), step(1, 1, 5), RunEnded(9, "stopped", 0, 0.0))
    run = read_run(tmp_path, "run")

    shown = figures(run)

    assert set(shown) == {"accuracy", "loss"}
    assert progress_of(run).startswith("Stopped before its first epoch")


def test_lines_whose_colours_look_alike_to_some_are_drawn_differently():
    alike = {
        (one, other)
        for one, other in combinations(EMOTIONS, 2)
        for sight in SIGHTS
        if apart(COLORS[one], COLORS[other], sight, size_deg=A_LINE_DEG) < 1
    }

    assert alike, "else the signs are not needed"
    for one, other in alike:
        assert SIGNS[one].dash != SIGNS[other].dash, (one, other)
        assert SIGNS[one].symbol != SIGNS[other].symbol, (one, other)
