"""Every page by its own address, on a fresh server too, and the way from Home."""

import re

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.app import Server, open_page, running_server

TITLES = {
    **{"": "Photo to Emoji", "live": "Live", "photo": "Photo"},
    **{"my_emoji": "My emoji", "explorer": "Explorer"},
    **{"train": "Training", "about": "About"},
}


@pytest.mark.parametrize("path", TITLES, ids=lambda path: path or "home")
def test_a_deep_link_shows_what_the_menu_shows(browser: Browser, server: Server, path: str):
    _opens_whole(browser, server, path)


def test_the_very_first_visit_of_a_fresh_server_may_be_a_deep_link(browser: Browser):
    with running_server() as fresh:
        _opens_whole(browser, fresh, "explorer")


def test_a_shared_link_has_a_picture(server: Server):
    page = httpx.get(server.url, trust_env=False).text

    (address,) = re.findall(r'property="og:image" content="([^"]+)"', page)
    picture = httpx.get(address, trust_env=False)

    assert address.startswith(f"{server.url}/assets/")
    assert picture.headers["content-type"] == "image/jpeg"


def _opens_whole(browser: Browser, server: Server, path: str) -> None:
    page = open_page(browser, f"{server.url}/{path}")

    expect(page.get_by_role("heading", name=TITLES[path], exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="About")).to_have_count(1)
    expect(page.get_by_text("shared", exact=True)).to_have_count(0)
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    page.context.close()


def test_the_home_page_leads_to_the_pages(browser: Browser, server: Server):
    page = open_page(browser, server.url)

    page.get_by_role("button", name="Use a photo").click()

    expect(page.get_by_role("heading", name="Photo", exact=True)).to_be_visible()
    assert page.url.endswith("/photo")
    page.context.close()
