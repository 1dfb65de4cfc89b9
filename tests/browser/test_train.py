"""The Training page in real Chromium with a real, small training run."""

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import Server, open_page, running_server, wait_idle
from tests.support.folders import ROOT
from training.runs.launch import running_run
from training.runs.store import read_run

_EPOCHS = 1000  # more than any test waits for, on a fast machine too
_AT = re.compile(r"^Epoch \d+ of \d+(,|$)")  # above the bar; the log says it otherwise
# A notice is shown by the system: here it is only heard that it is asked for.
_HEAR_NOTICES = """() => {
    window.notices = [];
    window.Notification = class { constructor(words) { window.notices.push(words) } };
    window.Notification.permission = "granted";
}"""
_X_RANGE = """() => [...document.querySelectorAll('[data-figure=accuracy] .plot')]
    .flatMap((plot) => plot._fullLayout ? plot._fullLayout.xaxis.range : [])"""
_SHOWN = """() => document.querySelector('[data-figure=accuracy] .plot')
    .data.map((trace) => trace.visible ?? true)"""


@pytest.fixture(scope="module")
def models(unbroken: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of models with one finished run; whatever is trained in it ends with the tests."""
    folder = tmp_path_factory.mktemp("app") / "models"
    shutil.copytree(unbroken, folder / "unbroken")
    shutil.copytree(ROOT / "models" / "yunet", folder / "yunet")
    yield folder
    for pid in _trainers(folder):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def training(models: Path) -> Iterator[Server]:
    with running_server(env={**os.environ, "PHOTO_TO_EMOJI_MODELS": str(models)}) as running:
        yield running


@pytest.fixture(scope="module")
def first_run(browser: Browser, training: Server, models: Path, drawn_faces: Path) -> str:
    """The name of a run that was started in the form and has its first epochs."""
    page = open_page(browser, f"{training.url}/train?view=new", owner_of=training)
    _fill(page, "textbox", "Data set", str(drawn_faces))
    _fill(page, "spinbutton", "Epochs", str(_EPOCHS))
    _fill(page, "textbox", "Name of the run", "first")
    expect(page.get_by_text("The set holds 196 pictures")).to_be_visible()
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text(_AT)).to_be_visible(timeout=60_000)
    _wait_for_updates(page, 3)
    page.context.close()
    return "first"


def _fill(page: Page, kind: Literal["textbox", "spinbutton"], name: str, text: str) -> None:
    box = page.get_by_role(kind, name=name, exact=True)
    box.fill(text)
    box.press("Enter")
    page.wait_for_timeout(300)  # until the script begins to run
    wait_idle(page)


def _epoch_shown(page: Page) -> int:
    words = page.get_by_text(_AT).inner_text()
    return int(re.findall(r"\d+", words)[0])


def _trainers(models: Path) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if "training.train" in command and str(models) in command:
            found.append(int(process.name))
    return found


def _watched(browser: Browser, training: Server, run: str) -> Page:
    page = open_page(browser, f"{training.url}/train?run={run}", owner_of=training)
    _wait_for_updates(page, 1)
    return page


def _updates(page: Page) -> int:
    return int(page.evaluate("document.querySelector('.plots')?.dataset.updates ?? 0"))


def _wait_for_updates(page: Page, more: int) -> None:
    wanted = _updates(page) + more
    page.wait_for_function(
        f"() => Number(document.querySelector('.plots')?.dataset.updates ?? 0) >= {wanted}",
        timeout=60_000,
    )
    page.wait_for_function("() => document.querySelector('[data-figure=accuracy] .main-svg')")


def test_zoom_hidden_traces_and_slider_survive_five_updates(browser, training, first_run):
    page = _watched(browser, training, first_run)
    plot = page.locator("[data-figure=accuracy] .nsewdrag").first
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 130, steps=5)
    page.mouse.up()
    page.locator("[data-figure=accuracy] .legendtoggle").nth(1).click()
    slider = page.locator("[data-figure=matrix] input")
    slider.scroll_into_view_if_needed()
    page.wait_for_selector("[data-figure=matrix] .main-svg")
    slider.evaluate("(one) => { one.value = 0; one.dispatchEvent(new Event('input')) }")
    page.wait_for_timeout(700)  # a click on a legend waits for a second one
    zoomed, shown = page.evaluate(_X_RANGE), page.evaluate(_SHOWN)

    _wait_for_updates(page, 6)

    assert page.evaluate(_X_RANGE) == zoomed
    assert page.evaluate(_SHOWN) == shown
    assert "legendonly" in shown
    assert slider.evaluate("(one) => one.value") == "0"
    page.context.close()


@pytest.mark.long
def test_a_reload_reattaches_and_a_second_tab_shows_the_same(browser, training, first_run):
    page = _watched(browser, training, first_run)
    page.reload()
    other = _watched(browser, training, first_run)
    _wait_for_updates(page, 2)

    before = _epoch_shown(page)
    second = _epoch_shown(other)
    _wait_for_updates(page, 2)
    after = _epoch_shown(page)

    assert "run=first" in page.url
    assert before - 3 <= second <= after + 3, "both follow the run; each looks once a second"
    page.context.close()
    other.context.close()


@pytest.mark.long
def test_stop_acts_within_seconds_keeps_the_best_and_resume_goes_on(
    browser, training, first_run, models
):
    page = _watched(browser, training, first_run)
    page.evaluate(_HEAR_NOTICES)
    page.wait_for_function("/^\\d+ % · Training$/.test(document.title)")

    page.get_by_role("button", name="Stop").click()
    pressed = time.monotonic()
    expect(page.get_by_text(re.compile("is done. The model is being written"))).to_be_visible(
        timeout=15_000
    )
    waited = time.monotonic() - pressed
    expect(page.get_by_text(re.compile("^Stopped after"))).to_be_visible(timeout=180_000)
    page.wait_for_function("document.title.startsWith('first is stopped')")
    notices = page.evaluate("window.notices")
    before = len(read_run(models, first_run).epochs)
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text(_AT)).to_be_visible(timeout=60_000)
    _wait_for_updates(page, 2)
    shown = _epoch_shown(page)

    assert shown > before, "it goes on behind the last epoch"
    assert [notice[:16] for notice in notices] == ["first is stopped"], "told once"
    assert waited < 8, "it acts in 5 s; the page looks once a second"
    assert (models / first_run / "model.tflite").exists()
    numbers = [record.epoch for record in read_run(models, first_run).epochs]
    assert numbers == list(range(1, len(numbers) + 1)), "one unbroken curve"
    page.context.close()


def test_runs_are_compared_promoted_and_rolled_back(browser, training, first_run):
    page = open_page(browser, f"{training.url}/train?view=compare", owner_of=training)
    page.wait_for_selector("[data-figure=val_accuracy] .main-svg")
    curves = page.evaluate(
        "document.querySelector('[data-figure=val_accuracy] .plot').data.map((one) => one.name)"
    )

    page.goto(f"{training.url}/train?run={first_run}")
    _wait_for_updates(page, 1)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text(re.compile("^Stopped after"))).to_be_visible(timeout=180_000)
    reason = "Why use it all the same? At least 10 characters."
    if page.get_by_role("textbox", name=reason).count():
        _fill(page, "textbox", reason, "only to see how it reads")
    page.get_by_role("button", name="Use it in Live and Photo").click()
    expect(page.get_by_text("Live and Photo use first.")).to_be_visible()
    other = open_page(browser, f"{training.url}/about")
    expect(other.get_by_text(re.compile("^first learned from"))).to_be_visible()
    page.get_by_role("button", name="Go back to unbroken").click()

    expect(page.get_by_text("Live and Photo use unbroken.")).to_be_visible()
    assert sorted(curves) == ["first", "unbroken"]
    page.context.close()
    other.context.close()


def test_a_trainer_that_dies_shows_failed_and_never_running(browser, training, first_run, models):
    page = _watched(browser, training, first_run)
    if running_run(models) is None:
        page.get_by_role("button", name="Resume").click()
        expect(page.get_by_text(_AT)).to_be_visible(timeout=60_000)
        _wait_for_updates(page, 1)  # its trainer works, and has said so

    for pid in _trainers(models):
        os.kill(pid, signal.SIGKILL)

    expect(page.get_by_text(re.compile("^The run failed"))).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.context.close()
