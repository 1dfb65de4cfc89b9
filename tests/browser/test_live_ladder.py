"""Where the camera, the network or the address fails, Live says why and offers the next way."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.app import (
    NOT_SECURE,
    Server,
    free_port,
    launch,
    open_page,
    running_server,
)
from tests.browser.live_page import SURE, choose_browser, open_live, start


def test_without_a_camera_it_says_so_and_the_sample_still_lands_an_emoji(playwright, server):
    browser = launch(playwright)
    page = open_live(browser, server, camera=False)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("No camera was found.")).to_be_visible(timeout=20_000)

    page.get_by_role("button", name="Show me the sample").click()

    expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)
    browser.close()


def test_a_camera_that_is_refused_is_explained(playwright: Playwright, server: Server):
    browser = launch(playwright, denied=True)
    page = open_live(browser, server, camera=False)

    page.get_by_role("button", name="Start", exact=True).click()

    expect(page.get_by_text("The camera is blocked for this page.")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Use a photo")).to_be_visible()
    browser.close()


def test_a_camera_that_is_unplugged_is_told_and_starts_again(browser: Browser, server: Server):
    page = open_live(browser, server)
    start(page)
    page.evaluate(
        """() => {
          const [track] = window.cameraStream.getVideoTracks();
          track.stop();
          track.dispatchEvent(new Event('ended'));  // as a browser does when the plug is drawn
        }"""
    )
    expect(page.get_by_text("The camera went away.")).to_be_visible(timeout=20_000)

    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)
    page.context.close()


def test_an_address_that_is_not_secure_says_how_to_get_one_that_is(browser, tmp_path):
    port, secrets = free_port(), tmp_path / "secrets.toml"
    address = f"http://{NOT_SECURE}:{port}"
    secrets.write_text(f'address = "{address}"\n', encoding="utf-8")
    with running_server(f"--server.port={port}", f"--secrets.files={secrets}"):
        page = open_page(browser, f"{address}/live")

        page.get_by_role("button", name="Start", exact=True).click()

        refused = page.get_by_text("Browsers give no camera to an address")
        expect(refused).to_be_visible(timeout=20_000)
        page.get_by_text("How to get a secure address", exact=True).click()
        expect(page.get_by_text("mkcert -install")).to_be_visible()
        page.context.close()


def test_a_network_that_does_not_come_leads_on_to_the_server(browser: Browser, server: Server):
    page = open_page(browser, f"{server.url}/live", camera=True)
    page.route("**/litert.wasm", lambda route: route.abort())
    choose_browser(page)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("The network could not be loaded here.")).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="Run it on the server").click()

    page.wait_for_selector('iframe[src*="streamlit_webrtc"]')
    expect(page.get_by_role("radio", name="On the server")).to_be_checked()
    page.context.close()


@pytest.mark.parametrize(
    "path",
    [
        "assets/compact-long/mistakes.npz",
        "assets/compact-long/config.json",
        "assets/../models/compact-long/config.json",
        "assets/..%2Fmodels/config.json",
        "assets/%2e%2e/app.py",
        f"assets/{'0' * 64}/model.tflite",
    ],
)
def test_only_listed_files_are_served(server, path):
    try:
        with urllib.request.urlopen(f"{server.url}/{path}", timeout=20) as answer:
            status = answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            status = refused.code

    assert status in (400, 403, 404)
