"""The Photo page in real Chromium: upload, sample, choices, downloads, bad files."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from core.drawn.scene import portrait
from core.photos import decode_photo, encode_png
from tests.browser.app import Server, open_page, wait_idle
from tests.support.sample import SAMPLE, sample_photo

_FACE_MIDDLE = (224, 118)  # column and row in the sample


@pytest.fixture
def page(browser: Browser, server: Server):
    opened = open_page(browser, f"{server.url}/photo")
    yield opened
    opened.context.close()


def upload(page: Page, *files: object) -> None:
    page.locator('input[type="file"]').first.set_input_files(list(files))  # type: ignore[arg-type]
    if len(files) == 1:
        page.wait_for_selector(".photo-editor .mark .sprite")
    else:
        expect(page.locator(".picture-name")).to_have_count(len(files))
        expect(page.locator(".waiting")).to_have_count(0)
    page.wait_for_timeout(400)
    wait_idle(page)


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    """The suggested name and the bytes of what a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_a_photo_comes_back_with_an_emoji_on_its_face(page):
    upload(page, SAMPLE)

    name, data = downloaded(page, "Save as PNG")

    picture = decode_photo(data)
    before = sample_photo()
    x, y = _FACE_MIDDLE
    assert name == "photo-to-emoji-astronaut-1-face.png"
    assert picture.shape == before.shape
    assert picture[y, x, 2] > 220 and picture[y, x, 0] < 110, "emoji yellow on the face"
    assert np.array_equal(picture[400:, 300:], before[400:, 300:]), "the rest is untouched"


def test_the_seven_scores_stand_beside_the_picture(page):
    upload(page, SAMPLE)

    expect(page.get_by_text("Looks happy", exact=True)).to_be_visible()
    expect(page.locator(".scores .share")).to_have_count(7)


def test_a_visit_begins_with_a_result_and_ones_own_picture_takes_its_place(page):
    expect(page.get_by_text("Looks happy", exact=True)).to_be_visible()

    upload(page, {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": SAMPLE.read_bytes()})

    name, _ = downloaded(page, "Save as PNG")
    assert name == "photo-to-emoji-me-1-face.png"
    expect(page.locator(".picture-name")).to_have_count(0)


def test_another_style_changes_the_picture_at_once(page):
    upload(page, SAMPLE)
    _, cover = downloaded(page, "Save as PNG")

    page.get_by_role("radio", name="Classic").click()
    page.wait_for_timeout(500)
    wait_idle(page)
    _, classic = downloaded(page, "Save as PNG")

    assert Image.open(io.BytesIO(classic)).width > Image.open(io.BytesIO(cover)).width


def test_a_jpeg_download_carries_no_metadata(page, tmp_path):
    secret = tmp_path / "holiday.jpg"
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.open(SAMPLE).save(secret, exif=exif)
    upload(page, secret)

    name, data = downloaded(page, "Save as JPEG")

    assert name == "photo-to-emoji-holiday-1-face.jpg"
    assert b"taken at home" not in data
    assert not Image.open(io.BytesIO(data)).getexif()


def test_several_pictures_come_back_as_one_zip(page, tmp_path):
    empty = tmp_path / "wall.png"
    Image.new("RGB", (320, 240), (90, 120, 60)).save(empty)
    upload(page, SAMPLE, empty)

    name, data = downloaded(page, "All 2 pictures")

    assert name == "photo-to-emoji-2-pictures.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sorted(archive.namelist()) == [
            "photo-to-emoji-astronaut-1-face.png",
            "photo-to-emoji-scores.csv",
            "photo-to-emoji-wall-0-faces.png",
        ]
        table = archive.read("photo-to-emoji-scores.csv").decode("utf-8-sig")
    assert "astronaut.jpg" in table and "happy" in table


def test_a_picture_without_a_face_says_what_helps(page, tmp_path):
    empty = tmp_path / "wall.png"
    Image.new("RGB", (320, 240), (90, 120, 60)).save(empty)

    upload(page, SAMPLE, empty)
    page.get_by_role("button", name="Edit", exact=True).click()

    expect(page.get_by_text("No face was found")).to_be_visible()
    expect(page.locator(".photo-editor .mark")).to_have_count(0)


def test_what_is_wrong_is_put_right_and_kept_only_with_consent(page):
    about = page.get_by_role("radiogroup", name="This is wrong")
    about.get_by_role("radio", name="sad").click()
    expect(page.locator(".list li")).to_contain_text("you said")
    expect(page.get_by_text("Kept as")).to_have_count(0)

    page.get_by_text("Keep faces that I correct").click()
    wait_idle(page)
    about.get_by_role("radio", name="fear").click()

    expect(page.get_by_text("Kept as fear")).to_be_visible()


def test_why_shows_what_the_network_looked_at_and_what_came_next(page):
    page.get_by_text("Why this emoji?").click()

    expect(page.get_by_text("Warm: what mattered")).to_be_visible()
    expect(page.get_by_text("Next came neutral")).to_be_visible()


def test_a_face_less_sure_than_asked_is_marked_not_sure(page, tmp_path):
    drawn = tmp_path / "drawn.png"
    drawn.write_bytes(encode_png(portrait(1, "neutral", side_px=360)))
    upload(page, drawn)
    slider = page.get_by_role("slider", name="How sure it must be")

    slider.press("Home")
    expect(page.locator(".list li")).to_contain_text("looks")
    slider.press("End")

    expect(page.locator(".list li")).to_contain_text("not sure")
    expect(page.get_by_text("Not sure", exact=True)).to_be_visible()


def test_a_bad_file_is_named_and_the_rest_goes_on(page):
    text = {"name": "note<b>.png", "mimeType": "image/png", "buffer": b"only words"}
    good = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": SAMPLE.read_bytes()}

    upload(page, good, text)

    expect(page.get_by_text("note<b>.png").last).to_be_visible()
    expect(page.locator('[data-testid="stAlert"]')).to_have_count(1)
    expect(page.get_by_text("Looks happy", exact=True)).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
