"""Several viewers at once: two on the server, a third who comes, and ten in their browsers."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
import psutil
from playwright.sync_api import Browser, Frame, Page, expect
from websockets.exceptions import WebSocketException

from pages.camera import ladder
from tests.bench.row import Row
from tests.bench.serving import median_delay_ms, worked_s
from tests.browser.app import Server, open_page, start_camera, video_frame, wait_idle
from tests.browser.camera import PROBE_JS
from tests.browser.live_page import choose_browser, start
from tests.support.visitor import visit

_WATCH_S: Final = 15
_SETTLE_MS: Final = 4000
_FEWEST_FPS: Final = 12.0
_LATEST_MS: Final = 400.0
_OFFERED_S: Final = 1.0
_REPLAYED: Final = 10
_BEGIN_JS: Final = f"(given) => {{ window.probe = ({PROBE_JS})(given); }}"


def on_the_server(browser: Browser, server: Server) -> Iterator[Row]:
    """Two viewers who look at the same time, and what a third is told."""
    pages = [_opened(browser, server) for _ in range(2)]
    frames = [start_camera(page) for page in pages]
    pages[-1].wait_for_timeout(_SETTLE_MS)
    for frame in frames:
        frame.evaluate(_BEGIN_JS, [frame.query_selector("video"), 1000 * _WATCH_S])
    for number, frame in enumerate(frames, start=1):
        probe = _probed(frame)
        fps, delay = len(probe["returned"]) / _WATCH_S, median_delay_ms(probe)
        who = f"two on the server, viewer {number}"
        yield Row(f"{who}: distinct frames/s", fps, fps >= _FEWEST_FPS, "12 or more")
        yield Row(f"{who}: delay, ms", delay, delay < _LATEST_MS, "under 400")
    waited = _offered_s(browser, server)
    yield Row("a third is offered the browser after, s", waited, waited < _OFFERED_S, "under 1")
    for page in pages:
        page.context.close()


def _opened(browser: Browser, server: Server) -> Page:
    page = open_page(browser, f"{server.url}/live", camera=True)
    page.get_by_role("radio", name="Badge").click()  # Cover may grey the counter at the edge
    wait_idle(page)
    return page


def _probed(frame: Frame) -> dict[str, Any]:
    return frame.evaluate("() => window.probe")


def _offered_s(browser: Browser, server: Server) -> float:
    """Seconds from the start of the video to the offer, of one for whom there is no place."""
    page = open_page(browser, f"{server.url}/live", camera=True)
    frame = video_frame(page)
    frame.get_by_role("button", name="Start").click()
    frame.wait_for_selector("video")
    began = time.monotonic()
    expect(page.get_by_text(ladder.REASONS["full"].sentence)).to_be_visible(timeout=30_000)
    page.context.close()
    return time.monotonic() - began


@dataclass(frozen=True)
class _Visit:
    """What a browser asked for and told."""

    addresses: list[str]
    told: list[tuple[float, bytes]]  # seconds since it came, and a message on its websocket


def in_their_browsers(browser: Browser, server: Server) -> Iterator[Row]:
    """What ten viewers cost the server whose frames stay with them; their requests are replayed."""
    seen = _recorded(browser, server)
    process = psutil.Process(server.process.pid)
    _replay(server, [seen])  # what is made once for all
    memory, worked, began = process.memory_info().rss, worked_s(process), time.monotonic()
    _replay(server, _REPLAYED * [seen])
    took = time.monotonic() - began
    share = (worked_s(process) - worked) / took / _REPLAYED
    grown = max(0.0, (process.memory_info().rss - memory) / 2**20 / _REPLAYED)
    what = "ten in their browsers"
    yield Row(f"{what}: server, share of a core each", share, share < 0.01, "under 0.01")
    yield Row(f"{what}: server's memory, MB more each", grown, grown < 2, "under 2")


def _recorded(browser: Browser, server: Server) -> _Visit:
    """A real visit to Live in the browser, from its coming to a while of looking."""
    page = open_page(browser, f"{server.url}/live", camera=True)
    addresses: list[str] = []
    told: list[tuple[float, bytes]] = []
    began = time.monotonic()

    def hear(data: str | bytes) -> None:
        message = data if isinstance(data, bytes) else data.encode()
        told.append((time.monotonic() - began, message))

    page.on("websocket", lambda socket: socket.on("framesent", hear))
    page.on("request", lambda request: addresses.append(request.url))
    page.reload()
    wait_idle(page)
    choose_browser(page)
    start(page)
    page.wait_for_timeout(1000 * _WATCH_S)
    page.context.close()
    return _Visit([url for url in addresses if url.startswith(server.url)], told)


def _replay(server: Server, visits: list[_Visit]) -> None:
    threads = [threading.Thread(target=_come, args=(server, seen)) for seen in visits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _come(server: Server, seen: _Visit) -> None:
    """Ask for all that the browser asked for, tell what it told at its time, and stay as long."""
    began = time.monotonic()
    with visit(server.url, origin=server.url) as visitor:
        listening = threading.Thread(target=_listen, args=(visitor.connection,), daemon=True)
        listening.start()
        with httpx.Client(trust_env=False) as client:
            for address in seen.addresses:
                client.get(address)
        for at, message in seen.told:
            time.sleep(max(0.0, began + at - time.monotonic()))
            visitor.connection.send(message)
        time.sleep(max(0.0, began + seen.told[-1][0] + _WATCH_S - time.monotonic()))


def _listen(connection: Any) -> None:
    try:
        for _ in connection:
            pass
    except WebSocketException:
        return
