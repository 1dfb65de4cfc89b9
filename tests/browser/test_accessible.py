"""axe-core finds nothing serious on any page, in either theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.app import Server, open_page, wait_idle
from tests.browser.test_pages import TITLES

_GRAVE = ("serious", "critical")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", TITLES, ids=lambda path: path or "home")
def test_nothing_serious_is_found(browser: Browser, server: Server, path: str, scheme: str):
    page = open_page(browser, f"{server.url}/{path}", color_scheme=scheme)
    page.wait_for_timeout(1500)
    wait_idle(page)

    found = Axe().run(page).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in _GRAVE] == []
    page.context.close()
