"""The server is restarted while somebody looks: Live goes on, or comes back."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import free_port, open_page, running_server, start_camera, wait_idle
from tests.browser.live_page import SURE, open_live, start

_SHOWN_JS = "canvas => Number(canvas.dataset.shown)"
_GOES_ON_JS = "([canvas, before]) => Number(canvas.dataset.shown) > before + 5"


def shown(page: Page) -> int:
    return page.locator(".stage canvas").evaluate(_SHOWN_JS)


def wait_for_more_frames(page: Page) -> None:
    canvas = page.locator(".stage canvas").element_handle()
    page.wait_for_function(_GOES_ON_JS, arg=[canvas, shown(page)], timeout=60_000)


def test_in_the_browser_the_emoji_stays_on_while_the_server_is_gone(browser: Browser):
    port = f"--server.port={free_port()}"
    with running_server(port) as server:
        page = open_live(browser, server)
        start(page)

    wait_for_more_frames(page)

    with running_server(port):
        wait_idle(page)
        wait_for_more_frames(page)
        expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)
    page.context.close()


@pytest.mark.long
def test_on_the_server_a_new_start_after_the_restart_gives_the_emoji_again(browser: Browser):
    port = f"--server.port={free_port()}"
    with running_server(port) as server:
        page = open_page(browser, f"{server.url}/live", camera=True)
        start_camera(page)
        expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)

    with running_server(port):
        page.reload()
        wait_idle(page)
        start_camera(page)

        expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)
    page.context.close()
