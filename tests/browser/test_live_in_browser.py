"""Live in the visitor's own browser: the camera's frames are read and drawn where they are."""

import csv
import re
import time

import av
import cv2
import numpy as np
import pytest
from PIL import Image, ImageSequence
from playwright.sync_api import Browser, Page, expect

from core.photos import decode_photo
from tests.browser.app import Server, open_page, wait_idle
from tests.browser.live_page import SURE, choose_browser, open_live, start

# Where the fake camera's picture has skin, and where it has none, as shares of its size.
_ON_FACE = (0.52, 0.42)
_OFF_FACE = (0.1, 0.3)


def shown(page: Page) -> np.ndarray:
    """What the stage shows now, (480, 640, 3) uint8 BGR."""
    return cv2.resize(decode_photo(page.locator(".stage canvas").screenshot()), (640, 480))


def shown_undarkened(page: Page) -> np.ndarray:
    """What the stage shows once it hides nothing: a machine that stutters makes cover doubt."""
    until = time.monotonic() + 20
    while colour_at(picture := shown(page), _OFF_FACE).max() < 40:
        assert time.monotonic() < until, "the picture stays hidden"
    return picture


def colour_at(picture: np.ndarray, place: tuple[float, float]) -> np.ndarray:
    """Mean BGR of a small square around a place given in shares of the picture's size."""
    x, y = int(place[0] * picture.shape[1]), int(place[1] * picture.shape[0])
    return picture[y - 6 : y + 7, x - 6 : x + 7].reshape(-1, 3).mean(axis=0)


def place_on_page(page: Page) -> tuple[float, float, float, float]:
    """The stage's left, top, width, height, the top from the title on: a click may scroll."""
    box, title = page.locator(".stage .frame").bounding_box(), page.locator("h1").bounding_box()
    assert box is not None and title is not None
    return box["x"], box["y"] - title["y"], box["width"], box["height"]


@pytest.fixture
def page(browser: Browser, server: Server):
    opened = open_live(browser, server)
    yield opened
    opened.context.close()


def test_the_emoji_lies_on_the_face_and_nowhere_else(page):
    start(page)

    picture = shown_undarkened(page)

    blue, green, red = colour_at(picture, _ON_FACE)
    assert red > 200 and green > 150 and blue < 110, "emoji yellow must stand where skin was"
    assert np.abs(colour_at(picture, _OFF_FACE) - (120, 90, 60)).max() < 25, "the wall stays"
    expect(page.get_by_text("Looks happy").first).to_be_visible()


def test_one_tap_on_home_opens_the_camera(browser, server):
    page = open_page(browser, server.url, camera=True)

    page.get_by_role("button", name="Start the camera").click()

    expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)
    page.context.close()


def test_nothing_is_sent_while_the_camera_runs(browser, server):
    page = open_page(browser, f"{server.url}/live", camera=True)
    sent, asked = [], []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(data)))
    page.reload()
    wait_idle(page)
    choose_browser(page)
    start(page)
    page.on("request", lambda request: asked.append(request.url))
    sent.clear()

    page.wait_for_timeout(3000)

    assert sum(len(data) for data in sent) < 200, "a ping at most"
    assert [url for url in asked if not url.startswith("blob:")] == []
    page.context.close()


def test_a_style_and_a_set_act_at_once_while_the_camera_goes_on(page):
    start(page)
    track = page.evaluate_handle("() => window.cameraStream.getVideoTracks()[0]")

    page.get_by_role("radio", name="Classic").click()
    wait_idle(page)

    page.locator(".stage canvas").evaluate(
        """canvas => new Promise((done) => {
          const look = () => canvas.width > 640 ? done() : setTimeout(look, 50);
          look();
        })"""
    )
    assert track.evaluate("track => track.readyState") == "live"


def test_a_frame_that_cannot_be_worked_on_is_dark_told_and_the_next_one_is_shown(page):
    start(page)
    shown_undarkened(page)
    (worker,) = page.workers

    worker.evaluate("self.kept = session.sprites; session.sprites = undefined")
    told = page.get_by_text(re.compile("^One frame could not be read"))
    expect(told).to_be_visible()
    dark = shown(page)
    worker.evaluate("session.sprites = self.kept")

    assert max(colour_at(dark, _ON_FACE).max(), colour_at(dark, _OFF_FACE).max()) < 40
    expect(told).to_be_hidden()
    shown_undarkened(page)


def test_no_frame_shows_the_face_from_the_very_first_on(page):
    page.locator(".stage canvas").evaluate(
        """canvas => {
          window.seen = [];
          const draw = CanvasRenderingContext2D.prototype.drawImage;
          CanvasRenderingContext2D.prototype.drawImage = function (...wanted) {
            draw.apply(this, wanted);
            if (this.canvas !== canvas) return;
            const [x, y] = [0.52 * canvas.width, 0.42 * canvas.height];
            window.seen.push([...this.getImageData(x, y, 1, 1).data]);
          };
        }"""
    )
    start(page)
    page.wait_for_timeout(1000)

    seen = np.array(page.evaluate("() => window.seen"))[:, :3]

    yellow = (seen[:, 0] > 200) & (seen[:, 1] > 150) & (seen[:, 2] < 110)
    dark = seen.max(axis=1) < 60
    assert len(seen) >= 3
    assert np.all(yellow | dark), "every frame hides the face"


def test_a_clip_is_kept_with_the_emoji_on_every_frame(page, tmp_path):
    start(page)
    page.get_by_role("button", name="Record a clip").click()
    page.wait_for_timeout(2500)

    with page.expect_download() as kept:
        page.get_by_role("button", name=re.compile("Stop recording")).click()

    name = kept.value.suggested_filename
    assert re.fullmatch(r"photo-to-emoji-clip\.(mp4|webm)", name)
    kept.value.save_as(tmp_path / name)
    with av.open(str(tmp_path / name)) as clip:
        assert not clip.streams.audio
        pictures = [frame.to_ndarray(format="bgr24") for frame in clip.decode(video=0)]
    assert pictures
    for picture in pictures:
        blue, green, red = colour_at(picture, _ON_FACE)
        assert red > 190 and green > 140 and blue < 130


def test_a_clips_emojis_come_alone_as_a_gif_without_anything_of_the_camera(page, tmp_path):
    start(page)
    page.get_by_role("button", name="Record a clip").click()
    page.wait_for_timeout(2500)
    with page.expect_download():
        page.get_by_role("button", name=re.compile("Stop recording")).click()

    with page.expect_download() as kept:
        page.get_by_role("button", name="Its emojis as GIF").click()

    assert kept.value.suggested_filename == "photo-to-emoji-emojis.gif"
    kept.value.save_as(tmp_path / "emojis.gif")
    with Image.open(tmp_path / "emojis.gif") as gif:
        assert gif.size == (320, 240) and gif.info["loop"] == 0
        pictures = [np.array(one.convert("RGB")) for one in ImageSequence.Iterator(gif)]
        lasts_s = sum(one.info["duration"] for one in ImageSequence.Iterator(gif)) / 1000
    assert 1.5 < lasts_s < 4
    for picture in pictures:
        red, green, blue = colour_at(picture, _ON_FACE)
        assert red > 190 and green > 140 and blue < 130, "the emoji, in its colours"
        ground = picture[[5, 5, -5, -5], [5, -5, 5, -5]].astype(int)
        assert np.abs(ground - (246, 240, 230)).max() <= 6, "neither wall nor counter"


def test_a_round_of_make_this_face_ends_with_a_strip_to_keep(page):
    page.evaluate("() => { Math.random = () => 0 }")  # asks for the first four expressions
    start(page)

    page.get_by_role("button", name="Make this face").click()

    strip = page.locator(".game .strip")
    expect(strip).to_be_visible(timeout=60_000)
    asked = dict(one.split() for one in strip.get_attribute("alt").split(", "))
    assert list(asked) == ["angry", "disgust", "fear", "happy"]
    assert int(asked["happy"]) > 80 and int(asked["fear"]) < 20
    with page.expect_download() as kept:
        page.get_by_role("button", name="Save", exact=True).click()
    assert kept.value.suggested_filename == "photo-to-emoji-make-this-face.png"


def test_the_timeline_tells_scores_over_time_and_gives_them_as_csv(page, tmp_path):
    start(page)

    page.get_by_text("Timeline", exact=True).click()
    chart = page.locator("[data-figure=timeline-1]")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".main-svg").first).to_be_visible(timeout=30_000)
    page.wait_for_timeout(2500)

    with page.expect_download() as kept:
        page.get_by_role("button", name="Scores as csv").click()
    kept.value.save_as(tmp_path / "scores.csv")
    lines = (tmp_path / "scores.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    assert len(rows) >= 3
    assert all(float(row["happy"]) > 0.5 for row in rows[1:])


def test_leaving_the_page_ends_the_camera(page):
    start(page)
    track = page.evaluate_handle("() => window.cameraStream.getVideoTracks()[0]")

    page.get_by_role("link", name="About").click()
    wait_idle(page)

    page.wait_for_timeout(500)
    assert track.evaluate("track => track.readyState") == "ended"


def test_the_stage_keeps_its_place_and_shape_in_every_state(page):
    before = place_on_page(page)

    page.get_by_role("button", name="Start", exact=True).click()
    waiting = place_on_page(page)
    expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)

    assert before == waiting == place_on_page(page)
    assert before[2] / before[3] == pytest.approx(4 / 3, abs=0.01)
