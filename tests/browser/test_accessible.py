"""Every page as it is looked at: axe-core finds nothing serious in either theme, each theme has
its own ground, and a phone needs no scrolling sideways."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.app import Server, open_page, wait_idle
from tests.browser.test_pages import TITLES

_GRAVE = ("serious", "critical")
_GROUNDS = {"light": "rgb(255, 253, 249)", "dark": "rgb(21, 19, 26)"}
_GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


@pytest.fixture(scope="module", params=TITLES, ids=lambda path: path or "home")
def shown(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    """One page, opened once for all that is asked of it."""
    page = open_page(browser, f"{server.url}/{request.param}", color_scheme="light")
    page.wait_for_timeout(1500)
    wait_idle(page)
    yield page
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found(shown: Page, scheme: Literal["light", "dark"]):
    shown.emulate_media(color_scheme=scheme)
    shown.wait_for_timeout(600)  # colours ease
    assert shown.evaluate(_GROUND) == _GROUNDS[scheme], "each theme has its own ground"

    found = Axe().run(shown).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in _GRAVE] == []


def test_a_phone_needs_no_scrolling_sideways(shown: Page):
    shown.set_viewport_size({"width": 390, "height": 844})
    shown.wait_for_timeout(800)

    wide = shown.evaluate("() => document.documentElement.scrollWidth")

    assert wide <= 390
