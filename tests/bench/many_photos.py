"""`python -m tests.bench many`: thirty large photos sent at once, in a real browser.

How far the server's memory rises above what it had before, and whether each photo is shown as soon
as it is done.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import cv2
import psutil
from playwright.sync_api import Page, sync_playwright

from core.drawn.scene import group
from core.photos import encode_jpeg
from tests.browser.app import Server, launch, open_page, running_server

_PX: Final = (5656, 4242)  # 24 megapixels
_EXPRESSIONS: Final = ("happy", "sad", "neutral", "surprise", "fear")
_EVERY_S: Final = 0.1
_MOST_MB: Final = 900
_LONGEST_S: Final = 900.0
_SHOWN: Final = "[class*=st-key-card-] img"


def main(arguments: list[str]) -> int:
    """Measure, print, and fail when the promise is broken."""
    parser = argparse.ArgumentParser(description="Send many large photos at once.")
    parser.add_argument("--photos", type=int, default=30)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place, running_server() as server:
        files = [_photo(Path(place), number) for number in range(chosen.photos)]
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = open_page(browser, f"{server.url}/photo")
            page.wait_for_selector(".photo-editor .mark .sprite")
            before = _memory_mb(server)
            with _highest(server) as highest:
                times = _sent(page, files)
            settled = _memory_mb(server)
            browser.close()
    more = max(highest) - before
    print(f"MB before                                        {before:>9.0f}")
    print(f"MB above it at the most                          {more:>9.0f}   under {_MOST_MB}")
    print(f"MB above it when all are shown                   {settled - before:>9.0f}")
    print(f"s to the first photo, the median, the last       {times[0]:>9.1f}", end="")
    print(f"{times[len(times) // 2]:>9.1f}{times[-1]:>9.1f}")
    return 0 if more < _MOST_MB and len(times) == chosen.photos else 1


def _photo(folder: Path, number: int) -> Path:
    """A JPEG of five drawn people, 24 megapixels, of its own expressions."""
    turned = _EXPRESSIONS[number % 5 :] + _EXPRESSIONS[: number % 5]
    small, _ = group(tuple(enumerate(turned)), _PX[0] // 4, _PX[1] // 4)
    path = folder / f"photo-{number:02}.jpg"
    path.write_bytes(encode_jpeg(cv2.resize(small, _PX, interpolation=cv2.INTER_CUBIC)))
    return path


def _sent(page: Page, files: list[Path]) -> list[float]:
    """Seconds until each photo is shown with its emojis."""
    page.locator('input[type="file"]').first.set_input_files([str(path) for path in files])
    started, times = time.monotonic(), list[float]()
    while len(times) < len(files) and time.monotonic() - started < _LONGEST_S:
        shown = page.locator(_SHOWN).count()
        times += [time.monotonic() - started] * (shown - len(times))
        page.wait_for_timeout(200)
    return times


@contextmanager
def _highest(server: Server) -> Iterator[list[float]]:
    """Megabytes of the server, looked at again and again."""
    seen, over = [_memory_mb(server)], threading.Event()

    def look() -> None:
        while not over.wait(_EVERY_S):
            seen.append(_memory_mb(server))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        over.set()
        looking.join()


def _memory_mb(server: Server) -> float:
    return psutil.Process(server.process.pid).memory_info().rss / 1e6
