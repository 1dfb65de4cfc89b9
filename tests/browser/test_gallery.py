"""The gallery leaves no page out, and its sheets hold every picture; nothing is opened here."""

from pathlib import Path

from PIL import Image

from tests.browser.gallery.scenes import SCENES
from tests.browser.gallery.sheets import write_sheet
from tests.browser.test_pages import TITLES

STATES = ("empty", "loading", "result", "error", "guest", "owner", "full", "run in progress")


def test_every_page_and_every_kind_of_state_is_pictured():
    pages = {scene.page for scene in SCENES}
    told = " ".join(scene.state for scene in SCENES)

    assert pages == {path or "home" for path in TITLES}
    assert [state for state in STATES if state not in told] == []
    assert len({scene.title for scene in SCENES}) == len(SCENES), "else one covers another"


def test_a_sheet_holds_all_pictures_at_half_their_size(tmp_path: Path):
    for name, colour in (("wide", (255, 0, 0)), ("tall", (0, 0, 255))):
        size = (200, 100) if name == "wide" else (60, 300)
        Image.new("RGB", size, colour).save(tmp_path / f"{name}.png")
    pictures = [(tmp_path / "wide.png", 100), (tmp_path / "tall.png", 200)]

    write_sheet(tmp_path / "sheet.png", [("home: result", pictures)])

    with Image.open(tmp_path / "sheet.png") as sheet:
        counts = {colour: count for count, colour in sheet.getcolors(100_000) or ()}
    assert counts[(255, 0, 0)] == 100 * 50
    assert counts[(0, 0, 255)] > 0.97 * 30 * 150, "but for the mark of what is in sight"
