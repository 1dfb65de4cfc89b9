"""My emoji in real Chromium: a face from the fake webcam becomes the visitor's own emoji set."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import Server, open_page, wait_idle

_NOTHING_KEPT = "Nothing of yours is kept."


@pytest.fixture
def page(browser: Browser, server: Server):
    opened = open_page(browser, f"{server.url}/my_emoji", camera=True)
    yield opened
    opened.context.close()


def take_burst(page: Page) -> None:
    page.get_by_role("button", name="Open the camera").click()
    page.get_by_role("button", name="Take it: 3, 2, 1").click()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible(timeout=20_000)


def kept_happy(page: Page) -> None:
    take_burst(page)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("1 of 7 are yours", exact=False)).to_be_visible(timeout=30_000)
    wait_idle(page)


def test_a_kept_burst_becomes_a_picture_of_the_set_and_the_next_is_asked_for(page):
    kept_happy(page)

    expect(page.get_by_role("heading", name=re.compile("^Look (?!happy)"))).to_be_visible()
    expect(page.get_by_role("button", name="Take it: 3, 2, 1")).to_be_visible()


def test_a_burst_is_scored_on_the_device_as_lives_game_does(page):
    take_burst(page)  # of a happy face: the first that is asked for

    score = page.locator(".burst .score")
    expect(score).to_have_text(re.compile(r"^\d+ of 100$"))
    assert int(score.inner_text().split()[0]) > 80, "the camera's face smiles"


def test_a_burst_that_is_not_kept_leaves_nothing(page):
    take_burst(page)

    page.get_by_role("button", name="Again").click()
    page.get_by_role("radio", name="My data").click()

    expect(page.get_by_text(_NOTHING_KEPT, exact=False)).to_be_visible()


def test_live_draws_with_the_set_at_once(page):
    kept_happy(page)

    page.get_by_role("button", name="Use it now").click()
    page.get_by_role("link", name="Go live").click()

    expect(page.get_by_role("heading", name="Live", exact=True)).to_be_visible()
    expect(page.get_by_text("My emoji").last).to_be_visible()


def test_two_visitors_never_see_each_others_faces(page, browser: Browser, server: Server):
    kept_happy(page)

    other = open_page(browser, f"{server.url}/my_emoji")
    other.get_by_role("radio", name="My data").click()
    page.get_by_role("radio", name="My data").click()

    expect(page.get_by_text("1 captured picture", exact=False)).to_be_visible()
    expect(other.get_by_text(_NOTHING_KEPT, exact=False)).to_be_visible()
    other.context.close()


def test_deleted_is_deleted(page):
    kept_happy(page)
    page.get_by_role("radio", name="My data").click()

    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Yes, delete everything").click()

    expect(page.get_by_text(_NOTHING_KEPT, exact=False)).to_be_visible()
