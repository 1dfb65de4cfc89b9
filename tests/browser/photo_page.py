"""The Photo page in a browser: the sample on the screen, pointed at, and as it is saved."""

from typing import Any, Final

import numpy as np
from playwright.sync_api import Browser, Page

from core.photos import decode_photo
from tests.browser.app import Server, open_page, wait_idle
from tests.support.sample import sample_photo

FACE: Final = (224, 118)  # column and row of the face's middle in the sample of 512 x 512
WALL: Final = (90, 120)  # where nobody is
PHONE: Final = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def photo_page(browser: Browser, server: Server, *, phone: bool = False) -> Page:
    """A visit's first look at the Photo page: the sample with its emoji."""
    options: dict[str, Any] = PHONE if phone else {}
    page = open_page(browser, f"{server.url}/photo", **options)
    page.wait_for_selector(".photo-editor .mark .sprite")
    page.wait_for_timeout(300)
    wait_idle(page)
    return page


def at(page: Page, point: tuple[float, float]) -> tuple[float, float]:
    """A point of the sample on the screen."""
    stage = page.locator(".photo-editor .stage").bounding_box()
    assert stage is not None
    scale = stage["width"] / 512
    return stage["x"] + point[0] * scale, stage["y"] + point[1] * scale


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*at(page, start))
    page.mouse.down()
    page.mouse.move(*at(page, end), steps=6)
    page.mouse.up()


def saved(page: Page) -> np.ndarray:
    """The picture that "Save as PNG" gives now: (H, W, 3) uint8, BGR."""
    page.wait_for_timeout(400)
    wait_idle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as PNG").click()
    page.locator(".photo-editor .stage").scroll_into_view_if_needed()
    return decode_photo(download.value.path().read_bytes())


def is_bare(picture: np.ndarray, point: tuple[int, int] = FACE) -> bool:
    """Whether the sample shows as it is around a point."""
    x, y = point
    around = np.s_[y - 8 : y + 8, x - 8 : x + 8]
    return np.array_equal(picture[around], sample_photo()[around])
