"""What is seen is what is taken home: file, clipboard, stickers; and the picture as it was."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from core.photos import decode_photo
from tests.browser.app import Server, wait_idle
from tests.browser.photo_page import photo_page, saved


@pytest.fixture
def page(browser: Browser, server: Server):
    opened = photo_page(browser, server)
    yield opened
    opened.context.close()


def test_the_browser_shows_what_the_file_holds(page):
    page.locator(".toolbar").scroll_into_view_if_needed()
    page.mouse.move(5, 400)
    page.wait_for_timeout(400)
    stage = page.locator(".photo-editor .stage")

    screen = Image.open(io.BytesIO(stage.screenshot())).convert("RGB")
    picture = saved(page)[..., ::-1]

    small = np.asarray(Image.fromarray(picture).resize(screen.size, Image.Resampling.BILINEAR))
    difference = np.abs(small.astype(int) - np.asarray(screen)).max(axis=2)
    face = difference[20 : int(0.45 * len(difference))]
    assert (face > 60).mean() < 0.01


def test_copy_puts_the_finished_picture_into_the_clipboard(browser, server):
    page = photo_page(browser, server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    whole = saved(page)

    page.get_by_role("button", name="Copy").click()

    expect(page.locator(".status")).to_have_text("The picture is in the clipboard.", timeout=9000)
    numbers = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const blob = await item.getType("image/png");
          return [...new Uint8Array(await blob.arrayBuffer())];
        }"""
    )
    page.context.close()
    assert np.array_equal(decode_photo(bytes(numbers)), whole)


def test_the_stickers_of_a_face_are_webp_of_512_pixels(page):
    wait_idle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Stickers").click()

    with zipfile.ZipFile(download.value.path()) as archive:
        stickers = {name: Image.open(io.BytesIO(archive.read(name))) for name in archive.namelist()}
    assert len(stickers) == 2
    assert {(one.format, one.size, one.mode) for one in stickers.values()} == {
        ("WEBP", (512, 512), "RGBA")
    }


def test_before_and_after_is_one_slider(page):
    page.get_by_role("button", name="Compare").click()
    slider = page.get_by_role("slider", name="Before and after")

    slider.press("End")

    clip = page.locator(".marks").evaluate("element => getComputedStyle(element).clipPath")
    assert "100%" in clip
    expect(page.locator(".face").first).to_be_hidden()


# Headless Chromium has no share sheet: what a page hands to it is kept instead. The first press is
# refused as a browser does that wants a fresh tap once the picture is ready.
_SHARE_SHEET = """() => {
  let pressed = 0;
  navigator.canShare = () => true;
  navigator.share = async ({ files }) => {
    if (!pressed++) throw new DOMException("too late", "NotAllowedError");
    window.handedOn = [files[0].name, files[0].type,
      ...new Uint8Array(await files[0].arrayBuffer())];
  };
}"""


def test_share_hands_the_finished_picture_to_the_phones_own_sheet(page):
    page.add_init_script(f"({_SHARE_SHEET})()")
    page.reload()
    page.wait_for_selector(".photo-editor .mark .sprite")
    wait_idle(page)
    share = page.get_by_role("button", name="Share")

    share.click()
    expect(page.locator(".status")).to_have_text("The picture is ready: press Share once more.")
    share.click()
    page.wait_for_function("window.handedOn")
    name, kind, *numbers = page.evaluate("window.handedOn")
    picture = Image.open(io.BytesIO(bytes(numbers)))
    whole = saved(page)

    assert (name.rpartition(".")[2], kind, picture.format) == ("jpg", "image/jpeg", "JPEG")
    assert not picture.getexif(), "nothing but the picture goes along"
    difference = np.abs(np.asarray(picture).astype(int) - whole[..., ::-1])
    assert difference.mean() < 4, "it is what is saved"
