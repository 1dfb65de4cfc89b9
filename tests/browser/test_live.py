"""The Live page with a fake webcam in real Chromium."""

import re
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Frame, Page, Playwright, expect

from core.photos import decode_photo
from tests.browser.app import (
    Server,
    launch,
    open_page,
    running_server,
    start_camera,
    video_frame,
    wait_idle,
)
from tests.browser.camera import PROBE_JS

# Where the fake camera's picture has skin, as shares of its size (cheek and forehead).
_ON_FACE = (0.52, 0.42)
_OFF_FACE = (0.1, 0.3)


def shown(frame: Frame) -> np.ndarray:
    """What the video element shows now, (480, 640, 3) uint8 BGR."""
    return cv2.resize(decode_photo(frame.locator("video").screenshot()), (640, 480))


def colour_at(picture: np.ndarray, place: tuple[float, float]) -> np.ndarray:
    """Mean BGR of a small square around a place given in shares of the picture's size."""
    x, y = int(place[0] * picture.shape[1]), int(place[1] * picture.shape[0])
    return picture[y - 6 : y + 7, x - 6 : x + 7].reshape(-1, 3).mean(axis=0)


@pytest.fixture
def page(browser: Browser, server: Server):
    opened = open_page(browser, f"{server.url}/live", camera=True)
    yield opened
    opened.context.close()


def wait_for_readings(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"^\d+ % sure$"))).to_be_visible(timeout=20_000)


def test_the_emoji_lies_on_the_face_and_nowhere_else(page):
    frame = start_camera(page)
    wait_for_readings(page)

    picture = shown(frame)

    blue, green, red = colour_at(picture, _ON_FACE)
    assert red > 200 and green > 150 and blue < 110, "emoji yellow must stand where skin was"
    assert np.abs(colour_at(picture, _OFF_FACE) - (120, 90, 60)).max() < 25, "the wall stays"


def test_the_readings_name_an_expression_and_the_speed(page):
    start_camera(page)

    wait_for_readings(page)

    expect(page.get_by_text("Looks happy")).to_be_visible()
    expect(page.get_by_text("Frames/s")).to_be_visible()
    expect(page.locator(".scores .share")).to_have_count(7)


def test_a_style_acts_at_once_without_a_restart(page):
    frame = start_camera(page)
    wait_for_readings(page)

    page.get_by_role("radio", name="Classic").click()
    wait_idle(page)

    frame.wait_for_function("() => document.querySelector('video').videoWidth > 640")
    expect(frame.get_by_role("button", name="Stop")).to_be_visible()


def test_another_emoji_set_acts_at_once(page):
    frame = start_camera(page)
    wait_for_readings(page)
    before = colour_at(shown(frame), _ON_FACE)

    page.get_by_role("radio", name="Fluent 3D").click()
    wait_idle(page)

    until = time.monotonic() + 20
    while np.abs(colour_at(shown(frame), _ON_FACE) - before).max() <= 15:
        assert time.monotonic() < until, "the face still wears the emoji of before"


def test_no_frame_shows_the_face_from_the_very_first_on(page):
    frame = video_frame(page)
    frame.evaluate(
        """() => {
          window.seen = [];
          const canvas = document.createElement('canvas');
          const context = canvas.getContext('2d', {willReadFrequently: true});
          const wait = setInterval(() => {
            const video = document.querySelector('video');
            if (!video) return;
            clearInterval(wait);
            const step = () => {
              canvas.width = video.videoWidth; canvas.height = video.videoHeight;
              context.drawImage(video, 0, 0);
              const at = [0.52 * canvas.width, 0.42 * canvas.height];
              window.seen.push([...context.getImageData(...at, 1, 1).data]);
              video.requestVideoFrameCallback(step);
            };
            video.requestVideoFrameCallback(step);
          }, 1);
        }"""
    )
    frame.get_by_role("button", name="Start").click()
    wait_for_readings(page)
    page.wait_for_timeout(1000)

    seen = np.array(frame.evaluate("() => window.seen"))[:, :3]

    dark = seen.max(axis=1) < 60
    yellow = (seen[:, 0] > 190) & (seen[:, 2] < 120)
    assert len(seen) > 10
    assert (dark | yellow).all(), f"neither cover nor emoji: {seen[~(dark | yellow)][:5]}"


def test_most_frames_arrive_each_once(page):
    page.get_by_role("radio", name="Badge").click()  # Cover may grey the counter at the edge
    wait_idle(page)
    frame = start_camera(page)
    wait_for_readings(page)

    probe = frame.evaluate(PROBE_JS, [frame.query_selector("video"), 4000])

    # A busy machine steps down to 6 a second to bound the delay; the benchmark asks for more.
    assert len(probe["returned"]) / 4 > 3


def test_stop_and_start_again_works(page):
    frame = start_camera(page)
    wait_for_readings(page)
    frame.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Your expression shows here.")).to_be_visible()

    start_camera(page)

    wait_for_readings(page)


def test_without_a_camera_it_says_so(playwright: Playwright, server: Server):
    browser = launch(playwright)
    page = open_page(browser, f"{server.url}/live", camera=True)
    frame = video_frame(page)

    frame.get_by_role("button", name="Start").click()

    expect(frame.get_by_text("No camera was found")).to_be_visible()
    page.get_by_role("button", name="Show me the sample").click()
    expect(page.locator(".stage")).to_be_visible(timeout=30_000)
    wait_for_readings(page)
    browser.close()


def test_without_permission_it_says_so(playwright: Playwright, server: Server):
    browser = launch(playwright, denied=True)
    page = open_page(browser, f"{server.url}/live")
    frame = video_frame(page)

    frame.get_by_role("button", name="Start").click()

    expect(frame.get_by_text("The camera is blocked")).to_be_visible()
    browser.close()


def test_without_a_connection_it_says_so(browser: Browser, server: Server):
    page = open_page(browser, f"{server.url}/live", camera=True)
    frame = video_frame(page)
    # A connection that finds no way, as behind a strict firewall.
    frame.evaluate("() => { RTCPeerConnection.prototype.setRemoteDescription = async () => {} }")

    frame.get_by_role("button", name="Start").click()

    expect(frame.get_by_text("No picture comes through")).to_be_visible(timeout=20_000)
    page.context.close()


def test_without_a_free_place_the_browser_is_offered_at_once(browser: Browser, tmp_path: Path):
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("live_places = 0\n", encoding="utf-8")
    with running_server(f"--secrets.files={secrets}") as server:
        page = open_page(browser, f"{server.url}/live", camera=True)
        video_frame(page).get_by_role("button", name="Start").click()
        expect(page.get_by_text("All live places on the server are taken")).to_be_visible(
            timeout=20_000
        )

        page.get_by_role("button", name="Run it in this browser").click()

        expect(page.locator(".stage")).to_be_visible(timeout=30_000)
        expect(page.get_by_role("radio", name="In this browser")).to_be_checked()
        page.context.close()
