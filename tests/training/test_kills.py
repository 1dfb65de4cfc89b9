"""Killed over and over, with a checkpoint damaged in between, a run ends as if nothing had been."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.folders import ROOT
from tests.support.trained import assert_same, keras_warnings, weights
from training.checkpoints import newest_checkpoint
from training.runs import events

pytestmark = [
    keras_warnings,
    pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL"),
    pytest.mark.slow,
]


def told(run: Path) -> list[tuple[object, ...]]:
    """The metric lines, without times."""
    return [
        (e.epoch, e.loss, e.accuracy, e.val_loss, e.val_confusion, e.learning_rate)
        for e in events.epochs(events.read(run / "events.jsonl"))
    ]


@pytest.mark.parametrize(
    "kills", [2, pytest.param(6, marks=pytest.mark.long)], ids=["twice", "six times"]
)
def test_a_run_killed_and_damaged_at_random_ends_like_an_unbroken_one(drawn_faces, tmp_path, kills):
    command = [sys.executable, "-m", "tests.support.kills", str(drawn_faces), str(tmp_path)]
    few = ["--kills", str(kills), "--corruptions", "1", "--unfinished"]

    done = subprocess.run([*command, *few], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 of 1 checkpoints damaged" in done.stdout
    broken, unbroken = (
        newest_checkpoint(tmp_path / n / "checkpoints") for n in ("broken", "unbroken")
    )
    assert broken and unbroken
    assert broken.progress == unbroken.progress
    assert_same(weights(broken.state), weights(unbroken.state))
    assert_same(weights(broken.best), weights(unbroken.best))
    assert told(tmp_path / "broken") == told(tmp_path / "unbroken")
