"""One server and one browser with a fake webcam for all browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.app import CHROMIUM, Server, launch, running_server
from tests.browser.camera import write_clip
from tests.support.sample import sample_head


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the browser tests are left out, and say so.

    One that fails is run once more: a machine busy with other tests may starve a camera's frames
    for seconds. What failed and then passed is told in the summary.
    """
    for item in items:
        if "browser" not in item.path.parts:
            continue
        item.add_marker(pytest.mark.slow)
        item.add_marker(pytest.mark.flaky(reruns=1))
        if not Path(CHROMIUM).exists():
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
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium whose camera shows a face."""
    clip = tmp_path_factory.mktemp("camera") / "face.mjpeg"
    write_clip(clip, sample_head())
    launched = launch(playwright, clip=clip)
    yield launched
    launched.close()
