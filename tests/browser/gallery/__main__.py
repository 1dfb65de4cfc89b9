"""`python -m tests.browser.gallery [FOLDER]`: every page in every state, in light, dark and on a
phone, and a contact sheet of each page.

Everything lands in a folder outside the repository; faces in it were drawn by the app itself.
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.browser.app import Server, launch, open_page
from tests.browser.camera import write_scene
from tests.browser.gallery.houses import Houses
from tests.browser.gallery.scenes import SCENES, Scene
from tests.browser.gallery.sheets import write_sheet
from tests.support.sample import sample_photo

FORMS: Final = (("light", 1280, 800), ("dark", 1280, 800), ("phone", 390, 844))
_TALLEST: Final = 3200  # px: longer pages are cut there
_SETTLE_MS: Final = 700  # colours ease, charts are drawn anew
_HEIGHT: Final = """() => Math.ceil(Math.max(
  ...[...document.querySelectorAll('[data-testid=stMain], html')].map((one) => one.scrollHeight)))
"""


def main() -> int:
    """Take the pictures of all pages, or of some."""
    parser = argparse.ArgumentParser(prog="tests.browser.gallery", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="else a temporary one")
    parser.add_argument("--page", action="append", help="only this one; may be repeated")
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="photo-to-emoji-gallery-"))
    scenes = [scene for scene in SCENES if not arguments.page or scene.page in arguments.page]
    failed = take(folder, scenes)
    print(f"{len(scenes)} states are in {folder}.")
    for title, problem in failed:
        print(f"Not reached: {title}. {problem}")
    return 1 if failed else 0


def take(folder: Path, scenes: list[Scene]) -> list[tuple[str, str]]:
    """Picture these scenes, and put those of each page on a sheet; returns what was not reached."""
    folder.mkdir(parents=True, exist_ok=True)
    failed: list[tuple[str, str]] = []
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        houses, browsers = Houses(work, stack), _browsers(work, stack)
        for scene in scenes:
            with scene.meanwhile(houses.models):
                try:
                    _visit(browsers[scene.camera], houses.open(scene.house), scene, folder)
                except (BrowserError, AssertionError) as problem:
                    failed.append((scene.title, str(problem).split("\n")[0]))
    for name in dict.fromkeys(scene.page for scene in scenes):
        rows = [
            (scene.title, [(_file(folder, scene, form), fold) for form, _, fold in FORMS])
            for scene in scenes
            if scene.page == name and scene.title not in dict(failed)
        ]
        if rows:
            write_sheet(folder / f"{name}.png", rows)
    return failed


def _browsers(work: Path, stack: ExitStack) -> dict[str, Browser]:
    """Chromium with somebody before its camera, without a camera, and with one it may not use."""
    clip = work / "scene.mjpeg"
    write_scene(clip, sample_photo())
    driver = stack.enter_context(sync_playwright())
    kinds: dict[str, dict[str, Any]] = {"face": {"clip": clip}, "none": {}}
    kinds["denied"] = {"denied": True}
    return {name: launch(driver, **options) for name, options in kinds.items()}


def _visit(browser: Browser, server: Server, scene: Scene, folder: Path) -> None:
    """Open the page, do what the scene wants, and picture it in every form."""
    address = server.url if scene.page == "home" else f"{server.url}/{scene.page}"
    page = open_page(
        browser,
        f"{address}?{scene.query}" if scene.query else address,
        camera=scene.camera == "face",
        owner_of=server if scene.owner else None,
        color_scheme="light",
    )
    try:
        if scene.act:
            scene.act(page)
        for form in FORMS:
            _picture(page, form, _file(folder, scene, form[0]))
    finally:
        page.context.close()


def _picture(page: Page, form: tuple[str, int, int], path: Path) -> None:
    """The whole page, as far as it is not too long: the window is made as high as what it holds."""
    name, width, height = form
    page.emulate_media(color_scheme="dark" if name == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(_SETTLE_MS)
    whole = min(max(page.evaluate(_HEIGHT), height), _TALLEST)
    page.set_viewport_size({"width": width, "height": whole})
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=path)


def _file(folder: Path, scene: Scene, form: str) -> Path:
    words = "".join(letter if letter.isalnum() else "-" for letter in scene.title.lower())
    return folder / f"{'-'.join(filter(None, words.split('-')))}-{form}.png"


if __name__ == "__main__":
    sys.exit(main())
