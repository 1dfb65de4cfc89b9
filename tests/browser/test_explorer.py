"""The explorer in real Chromium: a small set studied, filtered by clicks, mended and exported."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.dataset.face_set import read_faces
from core.labels import EMOTIONS
from tests.browser.app import Server, open_page, running_server, wait_idle
from tests.browser.keys import tab_to
from tests.support.planted import planted_home

_SHOWN = re.compile(r"^[\d,]+ (of [\d,]+ )?faces · page")


@pytest.fixture(scope="module")
def home(unbroken: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `models` and `data`, whose set holds planted faults."""
    return planted_home(tmp_path_factory.mktemp("explorer"), unbroken)


@pytest.fixture(scope="module")
def explorer(home: Path) -> Iterator[Server]:
    folders = {"MODELS": str(home / "models"), "DATA": str(home / "data")}
    env = {**os.environ, **{f"PHOTO_TO_EMOJI_{name}": path for name, path in folders.items()}}
    with running_server(env=env) as running:
        yield running


@pytest.fixture(scope="module")
def studied(browser: Browser, explorer: Server) -> Server:
    """The server after its set was studied, as the owner starts it on the page."""
    page = open_page(browser, f"{explorer.url}/explorer?view=map", owner_of=explorer)
    page.get_by_role("button", name="Study the set").click()
    expect(page.get_by_text("The study begins.")).to_be_visible()
    expect(page.get_by_text(re.compile("^unbroken studies"))).to_be_visible(timeout=60_000)
    page.wait_for_selector(".plots .plot[data-drawn]", timeout=180_000)
    page.context.close()
    return explorer


@pytest.fixture
def page(browser: Browser, studied: Server) -> Iterator[Page]:
    shown = open_page(browser, f"{studied.url}/explorer", owner_of=studied)
    yield shown
    shown.context.close()


def at(page: Page, address: str) -> None:
    page.goto(f"{page.url.split('?')[0]}?{address}")
    wait_idle(page)


def faces_shown(page: Page) -> int:
    """How many faces the page says it shows."""
    words = page.get_by_text(_SHOWN).first.inner_text()
    return int(words.split()[0].replace(",", ""))


def click_at(page: Page, figure: Locator, x: float, y: float) -> None:
    """Click a figure at a share of its drawing area."""
    figure.scroll_into_view_if_needed()
    box = figure.locator(".nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=3)
    page.wait_for_timeout(200)  # Plotly takes a click for the mark that it found before
    page.mouse.down()
    page.mouse.up()


def test_a_bar_opens_its_faces(page):
    page.wait_for_selector(".plots .plot[data-drawn]")

    click_at(page, page.locator(".plots .plot").first, 3.5 / 7, 0.9)

    page.wait_for_url(re.compile("label=happy"))
    expect(page.locator(".face-grid .words").first).to_have_text("happy")
    assert "split=Training" in page.url
    assert faces_shown(page) == 24


def test_a_cell_of_the_matrix_opens_its_faces(page):
    at(page, "view=model&split=PublicTest")
    page.wait_for_selector(".plots .plot[data-drawn]")
    cells = page.locator(".plots .plot").first.evaluate(
        "(one) => one.data[0].customdata.flat().filter(([,, n]) => n)"
    )
    label, read, count = max(cells, key=lambda cell: cell[2])
    column, row = EMOTIONS.index(read), EMOTIONS.index(label)

    click_at(page, page.locator(".plots .plot").first, (column + 0.5) / 7, (row + 0.5) / 7)

    page.wait_for_url(re.compile(f"label={label}"))
    assert f"read={read}" in page.url
    expect(page.get_by_text(_SHOWN).first).to_be_visible()
    assert faces_shown(page) == count


def test_a_line_on_the_map_selects_and_zoom_stays(page):
    at(page, "view=map")
    page.wait_for_selector(".plots .plot[data-drawn]")
    figure = page.locator(".plots .plot").first
    figure.scroll_into_view_if_needed()
    box = figure.locator(".nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -120)
    page.wait_for_timeout(600)
    zoomed = figure.evaluate("(one) => one._fullLayout.xaxis.range")

    corners = ((0.02, 0.02), (0.98, 0.02), (0.98, 0.6), (0.02, 0.6), (0.02, 0.05))
    for number, (x, y) in enumerate(corners):
        place = (box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.mouse.move(*place, steps=8)
        if number == 0:
            page.mouse.down()
    page.mouse.up()

    page.wait_for_url(re.compile("region="))
    wait_idle(page)
    expect(page.get_by_role("button", name="Take the line away")).to_be_visible()
    assert 0 < faces_shown(page) < 282
    assert figure.evaluate("(one) => one._fullLayout.xaxis.range") == zoomed


def test_a_face_is_shown_beside_the_pointer_on_the_map(page):
    at(page, "view=map")
    page.wait_for_selector(".plots .plot[data-drawn]")
    figure = page.locator(".plots .plot").first
    figure.scroll_into_view_if_needed()
    spot = figure.evaluate(
        """(one) => { const { xaxis, yaxis } = one._fullLayout, [trace] = one._fullData;
        const box = one.querySelector('.nsewdrag').getBoundingClientRect();
        return [box.x + xaxis.d2p(trace.x[0]), box.y + yaxis.d2p(trace.y[0])] }"""
    )

    page.mouse.move(spot[0] - 3, spot[1] - 3)
    page.mouse.move(*spot, steps=4)

    expect(page.locator(".face-hover:not([hidden]) img")).to_be_visible()
    expect(page.locator(".face-hover:not([hidden])")).to_contain_text("labelled")


def test_arrow_keys_move_through_faces_and_pages(page):
    at(page, "view=faces")
    page.locator(".face-grid button").first.click()
    page.wait_for_url(re.compile("face=Training_00000"))

    page.keyboard.press("ArrowRight")

    page.wait_for_url(re.compile("face=Training_00001"))
    expect(page.locator(".one-face .source")).to_contain_text("Training_00001.png")


def test_a_face_is_chosen_relabelled_and_undone_by_keys_alone(page):
    at(page, "view=faces")
    page.wait_for_selector(".face-grid[data-drawn]")

    tab_to(page, page.locator(".face-grid button").first)
    for _ in range(2):  # the first arrow goes from the first face to the second
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("face=Training_00002"))
    label = page.get_by_role("button", name="sad", exact=True)
    tab_to(page, label)
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 face changed")).to_be_visible()
    wait_idle(page)
    tab_to(page, page.get_by_role("button", name="Undo"), back=True)
    page.keyboard.press("Enter")

    expect(page.get_by_text("No changes yet")).to_be_visible()


def test_a_face_is_relabelled_undone_done_again_and_the_fix_survives_a_reload(page):
    at(page, "view=faces&face=Training_00003.png")
    page.get_by_role("button", name="sad", exact=True).click()
    expect(page.get_by_text("1 face changed")).to_be_visible()

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("No changes yet")).to_be_visible()
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_text("1 face changed")).to_be_visible()
    page.reload()
    wait_idle(page)

    expect(page.get_by_text("1 face changed")).to_be_visible()
    expect(page.locator(".one-face .label")).to_have_text("labelled sad, happy before")


def test_the_cleaned_set_and_the_changes_can_be_taken_along(page, tmp_path):
    at(page, "view=checks&check=exact+duplicates")
    page.get_by_role("button", name="Keep only the first").first.click()
    expect(page.get_by_text(re.compile("faces? changed"))).to_be_visible()
    page.get_by_role("button", name="Exchange").click()

    with page.expect_download() as changes:
        page.get_by_role("button", name="The changes as csv").click()
    with page.expect_download() as cleaned:
        page.get_by_role("button", name="The cleaned set as zip").click()

    text = Path(changes.value.path()).read_text()
    cleaned.value.save_as(tmp_path / "cleaned.zip")
    assert "left out" in text
    assert len(read_faces(tmp_path / "cleaned.zip").labels) == 282 - text.count("left out")


def test_the_owner_brings_a_set_and_a_bad_one_is_refused_in_a_sentence(page, tmp_path, home):
    (tmp_path / "mine.zip").write_bytes((home / "data" / "planted.zip").read_bytes())
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    page.get_by_role("button", name="Bring a set").click()
    place = page.get_by_role("textbox", name="Path on this machine")
    place.fill(str(tmp_path / "bad.csv"))
    place.press("Enter")
    page.get_by_role("button", name="Bring it").click()
    expect(page.get_by_text("needs the columns emotion, pixels and Usage")).to_be_visible()

    place.fill(str(tmp_path / "mine.zip"))
    place.press("Enter")
    page.get_by_role("button", name="Bring it").click()

    page.wait_for_url(re.compile("set=mine.zip"))
    expect(page.get_by_text("282 pictures")).to_be_visible()
    assert not (home / "data" / "bad.csv").exists(), "nothing is kept of what is refused"


def test_on_a_phone_a_chosen_face_comes_into_sight(page):
    page.set_viewport_size({"width": 390, "height": 844})
    at(page, "view=faces")
    last = page.locator(".face-grid button").last
    last.scroll_into_view_if_needed()
    name = (last.get_attribute("title") or "").split(":")[0]

    last.click()

    expect(page.locator(".one-face img")).to_be_in_viewport(ratio=1)
    expect(page.locator(".one-face .source")).to_contain_text(name)
