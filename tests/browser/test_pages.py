"""Every page by its own address, on a fresh server, in both themes, and on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.app import Server, open_page, running_server

TITLES = {
    **{"": "Photo to Emoji", "live": "Live", "photo": "Photo"},
    **{"my_emoji": "My emoji", "explorer": "Explorer"},
    **{"train": "Training", "about": "About"},
}


@pytest.mark.parametrize("path", TITLES, ids=lambda path: path or "home")
def test_a_deep_link_on_a_fresh_server_shows_what_the_menu_shows(browser: Browser, path: str):
    with running_server() as fresh:
        page = open_page(browser, f"{fresh.url}/{path}")

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


@pytest.mark.parametrize("path", TITLES, ids=lambda path: path or "home")
def test_a_phone_needs_no_scrolling_sideways(browser: Browser, server: Server, path: str):
    page = open_page(browser, f"{server.url}/{path}", viewport={"width": 390, "height": 844})
    page.wait_for_timeout(800)

    wide = page.evaluate("() => document.documentElement.scrollWidth")

    assert wide <= 390
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_theme_has_its_own_ground(browser: Browser, server: Server, scheme: str):
    page = open_page(browser, server.url, color_scheme=scheme)

    ground = page.evaluate(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )

    assert ground == {"light": "rgb(255, 253, 249)", "dark": "rgb(21, 19, 26)"}[scheme]
    page.context.close()
