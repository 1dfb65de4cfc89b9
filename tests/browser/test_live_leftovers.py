"""Live on the server gives back threads, sockets and memory, however often it is used."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import (
    Server,
    open_page,
    running_server,
    start_camera,
    video_frame,
    wait_idle,
)
from tests.browser.live_page import SURE

_MOST_GROWN_MB: Final = 30.0
_WARM_UP: Final = 2  # what is made once for all is made by then
_OF_POOLS: Final = 2  # threads that a pool of the server may have made meanwhile, once
_PATIENCE_S: Final = 60.0  # a connection that was closed takes some seconds to give up


@dataclass(frozen=True)
class Held:
    """What a process holds."""

    threads: int
    sockets: int
    memory_mb: float


def held(server: Server) -> Held:
    process = psutil.Process(server.process.pid)
    sockets = len(process.net_connections(kind="inet"))
    return Held(process.num_threads(), sockets, process.memory_info().rss / 2**20)


def given_back(server: Server, before: Held) -> Held:
    """What is held once no more than before is, or patience ends."""
    until = time.monotonic() + _PATIENCE_S
    most = before.threads + _OF_POOLS
    while (now := held(server)).threads > most or now.sockets > before.sockets:
        if time.monotonic() > until:
            return now
        time.sleep(0.5)
    return now


def stop_and_start(page: Page) -> None:
    frame = start_camera(page)
    expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)
    frame.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Your expression shows here.")).to_be_visible(timeout=30_000)
    wait_idle(page)


def leave_and_come_back(page: Page) -> None:
    start_camera(page)
    expect(page.get_by_text(SURE)).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="About").click()
    wait_idle(page)
    page.get_by_role("link", name="Live").click()
    wait_idle(page)
    video_frame(page)


@pytest.mark.parametrize(
    ("use", "times"),
    [
        (stop_and_start, 3),
        pytest.param(stop_and_start, 50, marks=pytest.mark.long),
        pytest.param(leave_and_come_back, 50, marks=pytest.mark.long),
    ],
)
@pytest.mark.timeout(1800)
def test_threads_and_sockets_are_given_back_and_memory_stays(
    browser: Browser, use: Callable[[Page], None], times: int
):
    with running_server() as server:
        page = open_page(browser, f"{server.url}/live", camera=True)
        for _ in range(_WARM_UP):
            use(page)
        time.sleep(5)  # the last connection's end
        before = held(server)

        for _ in range(times):
            use(page)

        after = given_back(server, before)
        page.context.close()
    assert after.threads <= before.threads + _OF_POOLS
    assert after.sockets <= before.sockets
    assert after.memory_mb - before.memory_mb < _MOST_GROWN_MB
