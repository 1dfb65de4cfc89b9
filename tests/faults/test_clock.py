"""A clock that is set back or forward while a run, a visit or an owner's cookie lasts."""

import math
import time

import pytest

from pages.run.words import progress_of, share_done
from pages.server import proof
from tests.support.histories import epoch, make, started, step
from training.runs.events import RunEnded
from training.runs.store import list_runs, read_run

YEAR_S = 365 * 24 * 3600.0
NOW = time.time()
JUMPS = {"back a year": -YEAR_S, "back a second": -1.0, "forward a year": YEAR_S, "to 1970": -NOW}


@pytest.mark.parametrize("jump_s", JUMPS.values(), ids=JUMPS)
def test_a_run_during_which_the_clock_jumped_is_told_as_any_other(tmp_path, jump_s):
    later = NOW + jump_s
    make(tmp_path, "other", started(NOW))
    make(
        tmp_path,
        "mine",
        *(started(NOW), step(NOW + 1, 1, 10), epoch(NOW + 2, 1)),
        *(step(later, 2, 10), epoch(later + 1, 2), RunEnded(later + 2, "finished", 2, 0.5)),
    )

    mine = read_run(tmp_path, "mine")

    assert {run.name for run in list_runs(tmp_path)} == {"mine", "other"}
    assert (mine.state, mine.problem, len(mine.epochs)) == ("finished", "", 2)
    assert mine.seconds >= 0
    assert share_done(mine) == pytest.approx(0.2)
    assert progress_of(mine).startswith("Finished after 2 of 10 epochs")


@pytest.mark.parametrize("jump_s", JUMPS.values(), ids=JUMPS)
def test_the_time_left_is_a_time_or_not_told(tmp_path, jump_s, monkeypatch):
    make(tmp_path, "mine", started(NOW), epoch(NOW + 2, 1), epoch(NOW + jump_s, 2))
    monkeypatch.setattr("training.runs.store.holder", lambda _models: "mine")

    mine = read_run(tmp_path, "mine")

    assert mine.state == "running"
    assert mine.eta_s is None or (mine.eta_s >= 0 and math.isfinite(mine.eta_s))
    assert progress_of(mine).startswith("Epoch 3 of 10")


@pytest.mark.parametrize("jump_s", [-3600.0, 8 * 24 * 3600.0], ids=["back", "forward"])
def test_when_the_clock_jumped_a_fresh_link_makes_the_owner_again(jump_s, monkeypatch):
    links, cookie, now = proof.Links(), proof.new_cookie(), time.time
    token = links.new(valid_s=60)

    monkeypatch.setattr(time, "time", lambda: now() + jump_s)

    assert not proof.is_cookie(cookie), "what lies in the future or far back proves nothing"
    assert links.take(token), "a link's time is no clock's"
    assert proof.is_cookie(proof.new_cookie())
