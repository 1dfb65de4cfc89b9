"""The Photo page as a visitor's browser meets it: edits, and many large pictures."""

import tempfile
import threading
import time
from pathlib import Path
from typing import Final

import numpy as np
import psutil
from playwright.sync_api import Page, sync_playwright

from tests.browser.app import launch, open_page, running_server, wait_idle

_EDITS: Final = 12
_ASK_AGAIN_S: Final = 0.05
# From a click on an emoji to the frame in which the face wears it.
_SHOWN: Final = """(name) => new Promise((resolve) => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot);
  const root = roots.filter(Boolean).find((one) => one.querySelector(".photo-editor"));
  const sprites = () => [...root.querySelectorAll(".mark .sprite")]
    .map((sprite) => sprite.style.backgroundPosition).join();
  const before = sprites(), started = performance.now();
  root.querySelector(`.popover [aria-label="${name}"]`).click();
  const look = () => sprites() !== before
    ? resolve(performance.now() - started) : requestAnimationFrame(look);
  requestAnimationFrame(look);
})"""


def edits(photo: bytes) -> tuple[float, float]:
    """Median ms until an edit shows, and until the server has taken it in."""
    shown: list[float] = []
    heard: list[float] = []
    with sync_playwright() as playwright, running_server() as server:
        browser = launch(playwright)
        page = _opened(open_page(browser, f"{server.url}/photo"), photo, 1)
        for number in range(_EDITS):
            page.get_by_role("button", name="Change Face 1").click()
            name = ("fear", "disgust")[number % 2]
            page.locator(".popover").get_by_role("button", name=name).wait_for()
            page.wait_for_timeout(400)
            wait_idle(page)
            editor = page.locator(".photo-editor")
            before = editor.get_attribute("data-drawn")
            started = time.perf_counter()
            shown.append(page.evaluate(_SHOWN, name))
            while editor.get_attribute("data-drawn") == before:  # until the server has answered
                time.sleep(0.002)
            heard.append(1000 * (time.perf_counter() - started))
        browser.close()
    return float(np.median(shown)), float(np.median(heard))


def uploads(photo: bytes, count: int) -> tuple[float, float, float]:
    """Seconds until the first of many pictures shows and until all do; MB above the start."""
    with sync_playwright() as playwright, running_server() as server:
        browser = launch(playwright)
        page = open_page(browser, f"{server.url}/photo")
        page.wait_for_selector(".photo-editor .mark .sprite")
        wait_idle(page)
        process = psutil.Process(server.process.pid)
        before, most, over = process.memory_info().rss, [0], threading.Event()

        def watch() -> None:
            while not over.wait(_ASK_AGAIN_S):
                most[0] = max(most[0], process.memory_info().rss)

        watching = threading.Thread(target=watch)
        watching.start()
        started = time.perf_counter()
        page.set_default_timeout(240_000)
        _opened(page, photo, count)
        first_s = time.perf_counter() - started
        page.get_by_role("button", name=f"All {count} pictures").and_(
            page.locator(":enabled")
        ).wait_for()
        all_s = time.perf_counter() - started
        over.set()
        watching.join()
        browser.close()
    return first_s, all_s, (most[0] - before) / 1e6


def _opened(page: Page, photo: bytes, count: int) -> Page:
    """The page with so many pictures sent, once the first of them shows."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"photo-{number}.jpg" for number in range(count)]
        for file in files:
            file.write_bytes(photo)
        page.wait_for_selector(".photo-editor .mark .sprite")
        page.locator('input[type="file"]').first.set_input_files(files)
        page.locator(".list li").nth(4).wait_for()
    return page
