"""A disk that fills up costs no model, and the run says what happened. Drawn faces again."""

import os
import shutil
import subprocess
import sys

import pytest

from core.classifier import Classifier
from tests.support.folders import ROOT
from tests.support.trained import arguments, reasons
from training.runs import events
from training.runs import store as runs
from training.runs.store import read_run

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows limits no file's size"),
    pytest.mark.slow,
]
# A trainer whose files may not grow past a number of bytes: the write fails in mid-file, as on a
# full disk, and the error names the cause as the system does.
LIMITED_TRAINER = """
import resource, sys
from training import train

limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.exit(train.main(sys.argv[2:]))
"""


def test_a_disk_that_fills_up_fails_the_run_and_names_the_cause(drawn_faces, toy_model, tmp_path):
    (tmp_path / "toy").symlink_to(toy_model)
    words = ["2000000", *arguments(drawn_faces, tmp_path, "mine")]

    done = subprocess.run([sys.executable, "-c", LIMITED_TRAINER, *words], cwd=ROOT)

    run = read_run(tmp_path, "mine")
    assert done.returncode == 1
    assert run.state == "failed"
    assert "File too large" in run.problem
    assert isinstance(run.all_events[-1], events.RunEnded)
    assert not list((tmp_path / "mine" / "checkpoints").glob("*")), "nothing half written is left"
    assert Classifier.load(tmp_path / "toy").card.name == "toy"


@pytest.mark.long
def test_a_disk_that_fills_up_again_and_again_keeps_the_last_checkpoint(unbroken, tmp_path):
    run = shutil.copytree(unbroken, tmp_path / "unbroken")
    card = (run / "card.json").read_bytes()
    words = ["2000000", "--resume", "unbroken", "--models", str(tmp_path)]

    subprocess.run([sys.executable, "-c", LIMITED_TRAINER, *words], cwd=ROOT)

    assert reasons(run)[-1].startswith("failed: ")
    assert (run / "card.json").read_bytes() == card
    assert Classifier.load(run).card.name == "unbroken", "the old model still loads"
    assert (run / "checkpoints" / "epoch-0002" / "state.keras").exists()


def test_a_disk_so_full_that_not_even_that_can_be_written_is_told_by_its_free_room(
    tmp_path, monkeypatch
):
    run = tmp_path / "mine"
    run.mkdir()
    (run / "config.json").write_text("{}", encoding="utf-8")
    started = events.RunStarted(1.0, 1, 2, 3, 4, {}, {})
    events.append(run / "events.jsonl", started)
    monkeypatch.setattr(runs, "_FULL_BYTES", 10**18)

    problem = read_run(tmp_path, "mine").problem

    assert problem == "The disk is full: make room, then resume the run."
