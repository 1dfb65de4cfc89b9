"""The Live page where it runs in this browser, as a visitor opens and starts it."""

import re
from typing import Final

from playwright.sync_api import Browser, Page, expect

from tests.browser.app import Server, open_page, wait_idle

SURE: Final = re.compile(r"^\d+ % sure$")


def open_live(browser: Browser, server: Server, *, camera: bool = True, **options) -> Page:
    """The Live page that runs in this browser, not started."""
    page = open_page(browser, f"{server.url}/live", camera=camera, **options)
    choose_browser(page)
    return page


def choose_browser(page: Page) -> None:
    page.get_by_role("radio", name="In this browser").click()
    wait_idle(page)
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible(timeout=30_000)


def start(page: Page) -> None:
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)
