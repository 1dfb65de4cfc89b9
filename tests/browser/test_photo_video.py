"""A video on the Photo page: sent, looked at, chosen, made, taken home, cancelled, interrupted."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import Server, open_page, running_server, wait_idle
from tests.support.clips import Clip, Pose, frames, still
from tests.support.videos import a_face, read_video, write_sound, write_video

_PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def two_people(tmp_path_factory) -> Path:
    two = Clip("two", (still(Pose(170, 240, 150)), still(Pose(470, 240, 150))), seconds=0.6)
    images = [frame.image for frame in frames(two)]
    return write_video(tmp_path_factory.mktemp("clip") / "friends.mp4", images, frames_per_s=30)


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "long.mp4"
    return write_video(path, a_face(0.6) * 40, sound=None)


@pytest.fixture
def page(browser: Browser, server: Server):
    opened = open_page(browser, f"{server.url}/photo")
    yield opened
    opened.context.close()


def send(page: Page, path: Path) -> None:
    page.locator('input[type="file"]').first.set_input_files(str(path))


def until_looked_at(page: Page) -> None:
    page.get_by_role("button", name="Make the video").wait_for(timeout=_PATIENCE_MS)
    wait_idle(page)


def clips_on_disk() -> list[Path]:
    """Of all servers of this machine."""
    return list(Path(tempfile.gettempdir()).glob("photo-to-emoji-clips-*/*/clip"))


def test_a_video_is_looked_at_chosen_made_and_taken_home(page, two_people, tmp_path):
    send(page, two_people)
    until_looked_at(page)
    assert "video=" in page.url
    expect(page.get_by_text("lies in a private folder")).to_be_visible()
    expect(page.locator('[class*="st-key-video-face-"]')).to_have_count(2)

    page.get_by_text("Face 2", exact=True).click()
    wait_idle(page)
    page.get_by_role("link", name="About").click()
    page.get_by_role("heading", name="About").wait_for()
    page.get_by_role("link", name="Photo").click()
    until_looked_at(page)
    expect(page.get_by_role("checkbox", name="Face 2")).not_to_be_checked()
    page.get_by_role("button", name="Make the video").click()
    page.get_by_role("button", name="Save as MP4").wait_for(timeout=_PATIENCE_MS)
    expect(page.locator("video")).to_be_visible()
    expect(page.get_by_text("How each face looked")).to_be_visible()
    page.locator("[data-figure=timeline-1]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-figure=timeline-1] .nsewdrag")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as MP4").click()

    film = tmp_path / "film.mp4"
    film.write_bytes(download.value.path().read_bytes())
    after, before = read_video(film)[0][3].astype(int), read_video(two_people)[0][3]
    changed = np.abs(after - before).mean(axis=2)
    sides = changed[200:280, 130:210].mean(), changed[200:280, 430:510].mean()
    assert download.value.suggested_filename == "photo-to-emoji-friends-2-faces.mp4"
    assert min(sides) < 8 and max(sides) > 20, "one face is covered, the other was left"
    assert "video=" not in page.url


def test_a_video_is_cancelled_while_it_is_worked_on(page, long_clip):
    before = set(clips_on_disk())
    send(page, long_clip)
    cancel = page.get_by_role("button", name="Cancel")
    cancel.wait_for()
    expect(page.locator('[data-testid="stProgress"]')).to_contain_text("Looking for faces")
    expect(page.locator('[data-testid="stProgress"]')).to_contain_text("left", timeout=20_000)
    lies = set(clips_on_disk()) - before

    cancel.click()

    expect(page.get_by_text("Cancelled. The video is gone")).to_be_visible()
    expect(page.locator(".photo-editor")).to_be_visible()
    assert lies and not lies & set(clips_on_disk())


def test_a_song_gets_a_sentence_and_the_page_goes_on(page, tmp_path):
    send(page, write_sound(tmp_path / "song.mp4"))

    expect(page.get_by_text("holds sound but no picture")).to_be_visible(timeout=_PATIENCE_MS)
    page.get_by_role("button", name="All right").click()
    expect(page.locator(".photo-editor")).to_be_visible()


def test_a_video_of_another_kind_says_what_to_send(page):
    other = {"name": "old.avi", "mimeType": "video/x-msvideo", "buffer": b"RIFF\0\0\0\0AVI LIST"}
    page.locator('input[type="file"]').first.set_input_files([other])  # type: ignore[list-item]

    expect(page.get_by_text("Send an MP4, MOV or WebM video")).to_be_visible()


def test_after_a_killed_server_the_page_says_so_and_the_clip_is_gone(browser, long_clip):
    with running_server() as first:
        page = open_page(browser, f"{first.url}/photo")
        send(page, long_clip)
        page.get_by_role("button", name="Cancel").wait_for()
        page.wait_for_url("**video=*")
        port = first.url.rpartition(":")[2]
        mine = clips_on_disk()
        first.process.kill()
        first.process.wait()
    with running_server(f"--server.port={port}") as second:
        page.goto(f"{second.url}/photo?{page.url.partition('?')[2]}")

        expect(page.get_by_text("was interrupted")).to_be_visible(timeout=_PATIENCE_MS)
        page.get_by_role("button", name="All right").click()
        expect(page.get_by_text("was interrupted")).to_have_count(0)
        page.context.close()
        page_gone = [path for path in mine if path.exists()]
    assert mine and page_gone == []
