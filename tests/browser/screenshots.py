"""`python -m tests.browser.screenshots [FOLDER]`: every page in light and dark, and on a phone."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.app import launch, open_page, running_server, wait_idle
from tests.browser.camera import write_scene
from tests.browser.live_page import choose_browser, start
from tests.support.folders import ROOT
from tests.support.planted import planted_zip
from tests.support.sample import sample_photo

PICTURES = ROOT / "tests" / "browser" / "pictures"
SIZES = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
_ADDRESS = {"explorer": "?view=faces&face=Training_00010.png", "train": "?run=compact-long"}


def main() -> int:
    """Write one PNG for every page, theme and screen."""
    parser = argparse.ArgumentParser(description="Take the README's screenshots.")
    parser.add_argument("folder", type=Path, nargs="?", default=PICTURES)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as clips, sync_playwright() as playwright:
        clip = Path(clips) / "scene.mjpeg"
        write_scene(clip, sample_photo())
        browser = launch(playwright, clip=clip)
        data = _drawn_data(Path(clips))
        with running_server(env={**os.environ, "PHOTO_TO_EMOJI_DATA": str(data)}) as server:
            for scheme in ("light", "dark"):
                for size in SIZES:
                    for path in ("home", "live", "photo", "explorer", "train", "about"):
                        page = _prepared(browser, server.url, path, scheme, size)
                        page.screenshot(path=folder / f"{path}-{size}-{scheme}.png")
                        page.context.close()
        browser.close()
    return 0


def _drawn_data(folder: Path) -> Path:
    """A data folder with a studied set of drawn faces: FER2013's own may not be shown."""
    data = folder / "data"
    data.mkdir()
    path = planted_zip(data / "drawn-faces.zip")
    command = [sys.executable, "-m", "training.study", "--model", "compact-long"]
    where = ["--data", str(path), "--cache", str(data / "cache")]
    subprocess.run([*command, *where], cwd=ROOT, check=True, capture_output=True)
    return data


def _prepared(browser: Browser, url: str, path: str, scheme: str, size: str) -> Page:
    address = url if path == "home" else f"{url}/{path}{_ADDRESS.get(path, '')}"
    page = open_page(browser, address, camera=True, color_scheme=scheme, viewport=SIZES[size])
    if path == "live":
        choose_browser(page)
        start(page)
        page.wait_for_timeout(3000)
    if path == "photo":
        page.wait_for_selector(".photo-editor .mark .sprite")
        page.get_by_role("radio", name="Badge").click()
        page.wait_for_timeout(500)
        wait_idle(page)
    if path == "explorer":
        page.wait_for_selector(".face-grid[data-drawn]")
    if path == "train":
        page.wait_for_selector("[data-figure=accuracy]", state="attached")
    page.wait_for_timeout(1200)
    return page


if __name__ == "__main__":
    sys.exit(main())
