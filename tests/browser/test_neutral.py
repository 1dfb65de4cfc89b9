"""Live calibrated to somebody's neutral face, in real Chromium, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser, Playwright, expect

from core.drawn.scene import portrait
from tests.browser.app import Server, launch
from tests.browser.camera import write_scene
from tests.browser.live_page import open_live, start

_RESTING = 18  # read as surprised at rest


@pytest.fixture
def resting(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """Chromium whose camera shows somebody at rest."""
    clip = tmp_path / "rest.mjpeg"
    write_scene(clip, cv2.flip(portrait(_RESTING, "neutral"), 1))  # which Live turns back
    launched = launch(playwright, clip=clip)
    yield launched
    launched.close()


def test_ten_seconds_of_a_neutral_face_calibrate_live_and_one_click_undoes_it(
    resting: Browser, server: Server
):
    page = open_live(resting, server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    start(page)
    expect(page.locator(".looks")).to_have_text("looks surprised", timeout=20_000)

    page.get_by_text("Read as sad all the time?").click()
    page.get_by_role("button", name="Ten seconds of my neutral face").click()

    expect(page.get_by_text("Calibrated: 0 %")).to_be_visible(timeout=90_000)
    expect(page.locator(".looks")).to_have_text("looks neutral", timeout=20_000)
    assert any(url.endswith("/layer.bin") for url in asked)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".looks")).to_have_text("looks surprised", timeout=20_000)
    page.context.close()
