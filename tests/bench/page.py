"""`python -m tests.bench.page`: what watching a run costs, measured here and now.

A run of 200 epochs is drawn in a real browser; then a real run is watched in every second epoch
by a browser on the same machine. The server's share of the processor is what the page itself adds;
how much slower epochs get with a browser without a graphics card beside them is told too.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from pages.run.charts import run_figures
from tests.bench.serving import worked_s
from tests.bench.training import draw_faces
from tests.browser.app import Server, launch, open_page, running_server
from tests.support.folders import ROOT
from training.runs import events
from training.runs.config import RunConfig
from training.runs.launch import running_run, start_run, stop_run
from training.runs.store import create_run, read_run

_EPOCHS: Final = 200
_STEPS: Final = 60  # records inside an epoch of a minute
_WATCHED_EPOCHS: Final = 12
_PICTURES: Final = 4096
_DRAWN_MS: Final = """() => performance.getEntriesByName("figure drawn")
    .reduce((sum, entry) => sum + entry.duration, 0)"""


def main() -> int:
    """Measure, print, and fail when a promise is broken."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        models = Path(folder, "models")
        shutil.copytree(ROOT / "models" / "yunet", models / "yunet")
        write_long_run(models)
        reading_ms, figures_ms = python_ms(models)
        browser = launch(playwright)
        with running_server(env={**os.environ, "PHOTO_TO_EMOJI_MODELS": str(models)}) as server:
            drawing_ms = drawn_ms(browser, f"{server.url}/train?run=long")
            draw_faces(Path(folder, "faces"), training=_PICTURES)
            share, cost = cost_of_watching(browser, server, models)
        browser.close()
    whole = figures_ms + drawing_ms
    rows = [
        ("200 epochs, read for the first time, ms", reading_ms, True, ""),
        ("200 epochs, figures built, ms", figures_ms, True, ""),
        ("200 epochs, figures drawn by the browser, ms", drawing_ms, True, ""),
        ("200 epochs rendered, ms", whole, whole < 300, "under 300"),
        ("the server while watched, share of the machine", share, share < 0.03, "under 0.03"),
        ("an epoch with a browser on the same cores, ×", cost, True, ""),
    ]
    for what, value, kept, wanted in rows:
        print(f"{what:<48}{value:>9.4g}   {wanted:<12}{'kept' if kept else 'BROKEN'}")
    return 0 if all(kept for _, _, kept, _ in rows) else 1


def write_long_run(models: Path) -> None:
    """A finished run of 200 epochs, as it would stand after some hours."""
    run = create_run(models, "long", RunConfig(epochs=_EPOCHS))
    random = np.random.default_rng(0)
    lines: list[events.Event] = [
        events.RunStarted(0.0, 1, _EPOCHS, 449, 2_345_607, {"Training": [100] * 7}, {})
    ]
    for epoch in range(1, _EPOCHS + 1):
        now, good = 60.0 * epoch, 0.7 - 0.5 / epoch + 0.01 * random.random()
        for step in range(1, _STEPS + 1):
            lines.append(
                events.StepRecord(now + step, epoch, 7 * step, 2 - good, good, 1e-3, 400, 900, 95)
            )
        confusion = random.integers(1, 99, (7, 7)).tolist()
        lines.append(
            events.EpochRecord(
                now + 60, epoch, 2 - good, good, 2 - good, good - 0.02, confusion, 1e-3, 400
            )
        )
    lines.append(events.RunEnded(60.0 * _EPOCHS + 60, "finished", _EPOCHS, 0.68))
    for line in lines:
        events.append(run / events.EVENTS_FILE, line)


def python_ms(models: Path) -> tuple[float, float]:
    """Milliseconds to read the long run whole, and to build its figures; the best of five."""
    reading, building = [], []
    for _ in range(5):
        started = time.perf_counter()
        run = read_run(models, "long")
        read = time.perf_counter()
        run_figures(run)
        reading.append(read - started)
        building.append(time.perf_counter() - read)
    return 1000 * min(reading), 1000 * min(building)


def drawn_ms(browser: Browser, url: str) -> float:
    """What the browser needs for the figures in sight at 1280 x 800; the best of five visits."""
    found = []
    for _ in range(5):
        page = open_page(browser, url)
        page.wait_for_selector("[data-figure=accuracy] .main-svg")
        page.wait_for_timeout(1000)
        found.append(float(page.evaluate(_DRAWN_MS)))
        page.context.close()
    return min(found)


def cost_of_watching(browser: Browser, server: Server, models: Path) -> tuple[float, float]:
    """What it takes to watch a run.

    Returns:
        The server's share of all cores while somebody watches; and the median time of an epoch
        that is watched on this machine, by that of one that nobody watches.
    """
    served = psutil.Process(server.process.pid)
    faces = models.parent / "faces"
    start_run(models, RunConfig(data=str(faces), epochs=_WATCHED_EPOCHS), "watched")
    page: Page | None = None
    shares: list[float] = []
    opened_at = before = 0.0
    changes: list[int] = []  # epochs in which a page was opened or closed: neither one nor other
    while len(done := _epochs(models)) < _WATCHED_EPOCHS - 1:
        if running_run(models) is None:
            raise RuntimeError(read_run(models, "watched").problem)
        if len(done) - (changes[-1] if changes else 0) >= 2:
            if page is None:
                page = open_page(browser, f"{server.url}/train?run=watched")
                opened_at, before = time.monotonic(), worked_s(served)
            else:
                shares.append((worked_s(served) - before) / (time.monotonic() - opened_at))
                page.context.close()
                page = None
            changes.append(len(done))
        time.sleep(0.2)
    stop_run(models, "watched")
    times = [record.time for record in done]
    watched, alone = [], []
    for epoch in range(1, len(times)):
        if epoch in changes:
            continue
        opened = sum(change <= epoch for change in changes)
        (watched if opened % 2 else alone).append(times[epoch] - times[epoch - 1])
    while running_run(models):
        time.sleep(0.5)
    cost = float(np.median(watched) / np.median(alone[1:] or alone))
    return float(np.mean(shares)) / (os.cpu_count() or 1), cost


def _epochs(models: Path) -> list[events.EpochRecord]:
    return read_run(models, "watched").epochs


if __name__ == "__main__":
    sys.exit(main())
