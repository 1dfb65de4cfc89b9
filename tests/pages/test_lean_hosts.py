"""Hosts that have no trainer, or whose disk is emptied: what cannot be done or kept is said."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.server.hoster import Hoster
from pages.shared import own, owner
from tests.support.folders import ROOT
from training import background
from training.runs.config import RunConfig
from training.runs.launch import start_run


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """An owner on a host that empties its disk."""
    for module in (owner, own):
        monkeypatch.setattr(module, "hoster", lambda: Hoster(forgets=True))
    monkeypatch.setattr(owner, "is_owner", lambda: True)


def test_where_no_trainer_is_installed_a_run_is_refused_and_nothing_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(background, "is_installed", lambda _packages: False)

    with pytest.raises(ValueError, match="not installed here"):
        start_run(tmp_path, RunConfig(), "mine")

    assert not list(tmp_path.iterdir())


def test_where_the_disk_is_emptied_what_is_kept_is_said_to_go(forgetful):
    assert own.place() == own.FORGETFUL_PLACE


@pytest.mark.slow
@pytest.mark.parametrize("page", ["train.py", "explorer.py"])
def test_the_pages_that_keep_things_warn_their_owner(forgetful, page, monkeypatch):
    shown = AppTest.from_file(str(ROOT / "pages" / "menu.py"), default_timeout=60).run()

    shown.switch_page(page).run()

    assert any("empties its disk" in one.value for one in shown.info)
