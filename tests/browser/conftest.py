"""One server and one browser with a fake webcam for all browser tests."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.app import CHROMIUM, ROOT, Server, launch, running_server
from tests.browser.camera import write_clip

SAMPLE = ROOT / "pages" / "sample" / "astronaut.jpg"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the browser tests are left out, and say so."""
    if not Path(CHROMIUM).exists():
        for item in items:
            if "browser" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason=f"needs {CHROMIUM}; run `make test`"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def face() -> np.ndarray:
    """The sample's face, large enough to fill a third of the fake camera's picture."""
    photo = cv2.imread(str(SAMPLE))
    return cv2.resize(photo[20:240, 100:350], None, fx=1.5, fy=1.5)


@pytest.fixture(scope="session")
def browser(
    playwright: Playwright, face: np.ndarray, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Chromium whose camera shows a face."""
    clip = tmp_path_factory.mktemp("camera") / "face.mjpeg"
    write_clip(clip, face)
    launched = launch(playwright, clip=clip)
    yield launched
    launched.close()
