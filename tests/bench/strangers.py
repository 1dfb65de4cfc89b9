"""`python -m tests.bench strangers`: many at once, one who floods, waves of them, failing disks.

The defaults are small, for a slow machine; the promise is measured with
`--visitors 100 --over 40 --browsers 2 --waves 12 --wave 40`.
"""

import argparse
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import fmean
from typing import Final

import psutil
from playwright.sync_api import Error, sync_playwright

from tests.bench.crowd import crowd, flood, homes
from tests.bench.photo import Row
from tests.browser.app import Server, launch, open_page, running_server
from tests.faults.tried import CAN_FAIL, compiled, failures

_SETTLED: Final = 1.10  # memory in the second half of the waves, × that in the first
_GONE_S: Final = 1.0  # for a connection's end to be noticed


def main(arguments: list[str]) -> int:
    """Measure, print, and fail when a promise is broken."""
    parser = argparse.ArgumentParser(description="Measure the app among strangers.")
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--over", type=float, default=0.0, help="seconds in which they come")
    parser.add_argument("--browsers", type=int, default=0, help="real ones among them")
    parser.add_argument("--waves", type=int, default=4)
    parser.add_argument("--wave", type=int, default=8, help="visitors of a wave")
    parser.add_argument("--faults", type=int, default=8, help="failing writes of each work")
    chosen = parser.parse_args(arguments)
    with running_server() as server:
        rows = _loaded(server, chosen.visitors, over_s=chosen.over, browsers=chosen.browsers)
        rows += _flooded(server)
    with running_server() as server:
        rows += _in_waves(server, chosen.waves, chosen.wave)
    rows += _on_failing_disks(chosen.faults)
    for row in rows:
        verdict = "kept" if row.kept else "BROKEN"
        print(f"{row.what:<56}{row.value:>9.2f}   {row.wanted:<16}{verdict}")
    return 0 if all(row.kept for row in rows) else 1


def _loaded(server: Server, visitors: int, *, over_s: float, browsers: int) -> list[Row]:
    seen: list[float] = []
    looking = [threading.Thread(target=_looks, args=(server, seen)) for _ in range(browsers)]
    for one in looking:
        one.start()
    crowd(server.url, 1)  # the first has the caches to fill
    before = _processor_s(server)
    waited = crowd(server.url, visitors, over_s=over_s)
    cost_s = (_processor_s(server) - before) / visitors
    for one in looking:
        one.join()
    for problem in sorted(set(waited.problems)):
        print(problem, file=sys.stderr)
    late, erring = waited.quantile(0.95), len(waited.problems) + browsers - len(seen)
    rows = [
        Row(f"{visitors} visitors, seconds to their picture, half", waited.quantile(0.5), True, ""),
        Row(f"{visitors} visitors, seconds to their picture, 95 %", late, late < 6, "under 6"),
        Row(f"of {visitors + browsers} visitors erred", erring, erring == 0, "0"),
        Row("a visitor costs the server, seconds of one core", cost_s, cost_s < 0.6, "under 0.6"),
    ]
    if seen:
        slowest = max(seen)
        rows.append(Row("a real browser among them, seconds", slowest, slowest < 12, "under 12"))
    return rows


def _processor_s(server: Server) -> float:
    """Seconds of one core that the server has had so far."""
    had = psutil.Process(server.process.pid).cpu_times()
    return had.user + had.system


def _looks(server: Server, seen: list[float]) -> None:
    """A person with a real browser opens Photo and waits for the sample's emoji."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        started = time.monotonic()
        page = open_page(browser, f"{server.url}/photo")
        with suppress(Error):  # one who sees nothing is counted as erring
            page.wait_for_selector(".photo-editor .mark .sprite", timeout=60_000)
            seen.append(time.monotonic() - started)
        browser.close()


def _flooded(server: Server) -> list[Row]:
    homes(server.url)  # the first has the caches to fill
    alone = sorted(homes(server.url))
    with flood(server.url):
        beside = sorted(homes(server.url))
    middle, half = beside[len(beside) // 2], alone[len(alone) // 2]
    return [
        Row("Home, seconds", half, half < 0.3, "under 0.3"),
        Row("Home beside one who floods, seconds", middle, middle < 0.3, "under 0.3"),
    ]


def _in_waves(server: Server, waves: int, visitors: int) -> list[Row]:
    memory: list[float] = []
    erred = 0
    for _ in range(waves):
        erred += len(crowd(server.url, visitors).problems)
        time.sleep(_GONE_S)
        memory.append(psutil.Process(server.process.pid).memory_full_info().uss / 1e6)
    told = ", ".join(f"{value:.0f}" for value in memory)
    print(f"MB after each wave of {visitors}: {told}", file=sys.stderr)
    half = waves // 2  # of two means, since a wave's memory swings by what has just been let go
    grown = fmean(memory[half:]) / fmean(memory[:half])
    return [
        Row(f"MB after {waves} waves of {visitors}", memory[-1], True, ""),
        Row("the later half's mean, × the first's", grown, grown <= _SETTLED, "at most 1.1"),
        Row("visitors of the waves who erred", erred, erred == 0, "0"),
    ]


def _on_failing_disks(some: int) -> list[Row]:
    if not CAN_FAIL:
        print("No C compiler: failing disks are left out.", file=sys.stderr)
        return []
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        library = compiled(Path(folder))
        for work in ("import", "fix", "promotion"):
            place = Path(folder) / work
            place.mkdir()
            found = failures(library, place, work, "--some", str(some))
            hurt = sum(bool(one["problem"]) for one in found)
            rows.append(Row(f"{work}: of {len(found)} failing writes hurt", hurt, hurt == 0, "0"))
    return rows
