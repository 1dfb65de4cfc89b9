"""A page that fails says one calm sentence, and the server's log has the traceback."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.app import ROOT, open_page, running_server


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The app with pages of its own to spoil; all else is the repository's."""
    for name in ("core", "training", "models", "emojis", ".streamlit"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "pages", tmp_path / "pages")
    shutil.copy(ROOT / "app.py", tmp_path)
    return tmp_path


def test_our_own_fault_is_one_calm_sentence_and_a_traceback_in_the_log(
    browser: Browser, house: Path
):
    (house / "pages" / "about.py").write_text("print(1 / 0)\n", encoding="utf-8")

    with running_server(folder=house) as server:
        page = open_page(browser, f"{server.url}/about")

        expect(page.get_by_text("it is not your fault. Reload the page")).to_be_visible()
        expect(page.locator('[data-testid="stException"]')).to_have_count(0)
        expect(page.get_by_role("link", name="Photo")).to_be_visible()
        page.context.close()
        log = server.log.read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "ZeroDivisionError: division by zero" in log


def test_what_a_person_can_mend_is_shown_as_its_own_sentence(browser: Browser, house: Path):
    spoiled = "from core.errors import UserError\nraise UserError('Put a card into the folder.')\n"
    (house / "pages" / "about.py").write_text(spoiled, encoding="utf-8")

    with running_server(folder=house) as server:
        page = open_page(browser, f"{server.url}/about")

        expect(page.get_by_text("Put a card into the folder.")).to_be_visible()
        expect(page.locator('[data-testid="stException"]')).to_have_count(0)
        again = page.get_by_role("link", name="Try again")
        assert again.evaluate("(one) => one.href") == page.url
        page.context.close()
