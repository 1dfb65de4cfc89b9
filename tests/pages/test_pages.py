"""Every page run by Streamlit's own AppTest: it comes up whole, and words what went wrong.

AppTest runs no JavaScript, so what moves is in tests/browser.
"""

import re
from unittest.mock import Mock

import pytest
from streamlit.testing.v1 import AppTest

from core.text import percent
from pages.shared.models import model_report, serving_card
from tests.support.folders import ROOT
from tests.support.sample import SAMPLE
from tests.support.screens import html_of, new_visit, opened, without_a_browser

pytestmark = pytest.mark.slow


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    without_a_browser(monkeypatch)
    return new_visit()


@pytest.mark.parametrize(
    ("page", "title"),
    [("home", "Photo to Emoji"), ("live", "Live"), ("photo", "Photo"), ("about", "About")],
    ids=["home", "live", "photo", "about"],
)
def test_a_page_comes_up_whole_under_its_title(app, page, title):
    shown = opened(app, page)

    assert [heading.value for heading in shown.title] == [title]
    assert not shown.exception


def test_what_was_set_on_live_is_kept_while_one_is_elsewhere(app):
    shown = opened(app, "live")
    shown.slider(key="live-size").set_value(1.7).run()
    shown.toggle(key="live-mirror").set_value(False).run()

    app.switch_page("about.py").run()
    back = app.switch_page("live.py").run()

    assert back.slider(key="live-size").value == 1.7
    assert back.toggle(key="live-mirror").value is False


def test_the_menu_names_every_screen(app, monkeypatch):
    menus = []
    monkeypatch.setattr("streamlit.navigation", lambda pages, **_: menus.append(pages) or Mock())

    app.run()

    (menu,) = menus
    titles = ["Home", "Live", "Photo", "My emoji", "Explorer", "Training", "About"]
    assert [screen.title for screen in menu] == titles


def test_the_photo_page_begins_with_the_sample_read_and_its_expression_named(app):
    shown = opened(app, "photo")

    assert any("Looks happy" in text.value for text in shown.markdown)
    assert not shown.exception


def test_a_file_that_is_no_picture_gets_a_sentence_and_the_next_one_is_read(app):
    shown = opened(app, "photo")

    shown.file_uploader[0].set_value(
        [("notes.png", b"only words", "image/png"), ("me.jpg", SAMPLE.read_bytes(), "image/jpeg")]
    ).run()

    assert len(shown.error) == 1
    assert "JPEG" in shown.error[0].value, "it says what is accepted"
    assert any("Looks happy" in text.value for text in shown.markdown)


def test_the_about_page_tells_the_reports_own_figures(app):
    shown = opened(app, "about")

    accuracy = model_report(serving_card().name)["PrivateTest"]["accuracy"]
    assert f'aria-label="{percent(accuracy)}"' in html_of(shown)
    assert any("Fairness across groups was not measured" in text.value for text in shown.markdown)


def test_every_emoji_sets_author_is_named(app):
    shown = opened(app, "about")

    words = " ".join(text.value for text in shown.markdown)
    for author in ("Google", "Twitter", "OpenMoji", "Microsoft"):
        assert author in words


def test_no_page_is_longer_than_it_reads():
    menu = (ROOT / "pages" / "menu.py").read_text(encoding="utf-8")
    pages = re.findall(r'Page\("(\w+\.py)"', menu)

    lengths = {page: len((ROOT / "pages" / page).read_text().splitlines()) for page in pages}

    assert len(lengths) >= 5
    assert all(length <= 120 for length in lengths.values()), lengths


@pytest.mark.parametrize("page", ["home", "live", "photo", "about"])
def test_without_a_model_a_page_says_what_to_do(app, page, tmp_path, monkeypatch):
    monkeypatch.setattr("pages.shared.folders.MODELS", tmp_path)

    shown = opened(app, page)

    assert not shown.exception
    assert "training.train" in shown.error[0].value
