"""`python -m tests.bench live`: viewers in their browsers and on the server, alone and together.

A real Chromium on this machine, so both ways share its cores with the server; ratios tell more than
frames. Distinct frames are told apart by the counter in the fake camera's clip.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
from playwright.sync_api import Browser, ElementHandle, Page, sync_playwright

from tests.bench.live_together import in_their_browsers, on_the_server
from tests.bench.serving import median_delay_ms, worked_s
from tests.browser.app import Server, launch, open_page, running_server, start_camera, wait_idle
from tests.browser.camera import PROBE_JS, write_clip
from tests.support.sample import sample_head

_WATCH_S: Final = 15
_SETTLE_MS: Final = 4000
_SHOWN_JS: Final = "canvas => Number(canvas.dataset.shown ?? 0) > 0"


@dataclass(frozen=True)
class Viewing:
    """What one viewer got, and what it took."""

    kept: float  # distinct frames shown, as a share of the camera's
    frames_per_s: float  # distinct
    delay_ms: float  # median, from the camera to the screen
    server_share: float  # of one core
    grown_mb: float  # the server's memory, from before the viewer came


def main(arguments: list[str]) -> int:
    """Measure, print, and fail when a promise is broken."""
    if arguments:
        raise SystemExit(f"live takes no options, not {' '.join(arguments)}.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        clip = Path(folder) / "face.mjpeg"
        write_clip(clip, sample_head())
        browser = launch(playwright, clip=clip)
        with running_server() as server:
            cold_s, warm_s = first_emoji_s(browser, server)
            here = viewing(browser, server, "In this browser")
            there = viewing(browser, server, "On the server")
            together = [*on_the_server(browser, server), *in_their_browsers(browser, server)]
        browser.close()
    rows = [
        (
            "in the browser: share of the camera's frames",
            here.kept,
            here.kept >= 0.8,
            "0.8 or more",
        ),
        ("in the browser: distinct frames/s", here.frames_per_s, True, ""),
        ("in the browser: delay, ms", here.delay_ms, here.delay_ms < 120, "under 120"),
        (
            "in the browser: server, share of a core",
            here.server_share,
            here.server_share < 0.01,
            "under 0.01",
        ),
        ("in the browser: server's memory, MB more", here.grown_mb, here.grown_mb < 2, "under 2"),
        ("in the browser: first emoji, cold, s", cold_s, cold_s < 2, "under 2"),
        ("in the browser: first emoji, warm, s", warm_s, warm_s < 1, "under 1"),
        (
            "on the server: share of the camera's frames",
            there.kept,
            there.kept >= 0.8,
            "0.8 or more",
        ),
        ("on the server: distinct frames/s", there.frames_per_s, True, ""),
        ("on the server: delay, ms", there.delay_ms, there.delay_ms < 400, "under 400"),
        ("on the server: share of a core", there.server_share, True, ""),
        (
            "a viewer on the server, × one in the browser",
            there.server_share / here.server_share,
            True,
            "",
        ),
    ]
    rows += [(row.what, row.value, row.kept, row.wanted) for row in together]
    for what, value, kept, wanted in rows:
        print(f"{what:<50}{value:>9.4g}   {wanted:<12}{'kept' if kept else 'BROKEN'}")
    return 0 if all(kept for _, _, kept, _ in rows) else 1


def first_emoji_s(browser: Browser, server: Server) -> tuple[float, float]:
    """Seconds from Start to the first picture: of a first visit, and of a start after a stop."""
    page = _opened(browser, server, "In this browser")
    cold_s = _started_s(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.locator(".stage canvas").evaluate("canvas => { canvas.dataset.shown = 0 }")
    warm_s = _started_s(page)
    page.context.close()
    return cold_s, warm_s


def viewing(browser: Browser, server: Server, way: str) -> Viewing:
    """What a viewer of this way gets while nobody else looks."""
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    page = _opened(browser, server, way)
    picture = _picture(page, way)
    page.wait_for_timeout(_SETTLE_MS)
    worked, began = worked_s(process), time.monotonic()
    frame = picture.owner_frame() or page.main_frame
    probe = frame.evaluate(PROBE_JS, [picture, 1000 * _WATCH_S])
    share = (worked_s(process) - worked) / (time.monotonic() - began)
    grown = (process.memory_info().rss - before) / 2**20
    page.context.close()
    returned, camera = len(probe["returned"]), len(probe["camera"])
    return Viewing(
        returned / camera, returned / _WATCH_S, median_delay_ms(probe), share, max(0.0, grown)
    )


def _opened(browser: Browser, server: Server, way: str) -> Page:
    page = open_page(browser, f"{server.url}/live", camera=True)
    page.get_by_role("radio", name=way).click()
    wait_idle(page)
    page.get_by_role("radio", name="Badge").click()  # Cover may grey the counter at the edge
    wait_idle(page)
    return page


def _picture(page: Page, way: str) -> ElementHandle:
    """Start the camera; the element that shows the emoji."""
    if way == "In this browser":
        _started_s(page)
        return page.locator(".stage canvas").element_handle()
    return start_camera(page).locator("video").element_handle()


def _started_s(page: Page) -> float:
    page.get_by_role("button", name="Start", exact=True).click()
    began = time.monotonic()
    canvas = page.locator(".stage canvas").element_handle()
    page.wait_for_function(_SHOWN_JS, arg=canvas, polling=20)
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
