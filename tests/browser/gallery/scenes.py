"""What there is to see: every page in every state, with what is done to get there."""

import re
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import cv2
import numpy as np
from playwright.sync_api import Page, expect

from core.drawn.scene import portrait
from tests.browser.app import wait_idle
from tests.browser.gallery.runs import Meanwhile, ended, running
from tests.browser.live_page import choose_browser, start
from tests.support.videos import a_face, write_video


@dataclass(frozen=True)
class Scene:
    """One state of one page."""

    page: str  # its address; "home" for the first
    state: str
    query: str = ""
    act: Callable[[Page], None] | None = None
    house: str = "usual"
    owner: bool = False
    camera: Literal["face", "none", "denied"] = "face"
    meanwhile: Meanwhile = lambda _models: nullcontext()  # what the folder of models has

    @property
    def title(self) -> str:
        """What stands above its pictures."""
        return f"{self.page}: {self.state}"


def _live(page: Page) -> None:
    choose_browser(page)
    start(page)
    page.wait_for_timeout(2500)


def _live_pressed(page: Page) -> None:
    choose_browser(page)
    page.get_by_role("button", name="Start", exact=True).click()


def _live_failed(page: Page) -> None:
    _live_pressed(page)
    page.wait_for_timeout(2500)


def _upload(page: Page, *files: tuple[str, bytes]) -> None:
    sent = [{"name": name, "mimeType": "image/png", "buffer": data} for name, data in files]
    page.locator('input[type="file"]').first.set_input_files(sent)  # type: ignore[arg-type]


def _picture(number: int, label: str) -> tuple[str, bytes]:
    return f"{label}.png", cv2.imencode(".png", portrait(number, label))[1].tobytes()


def _photo(page: Page) -> None:
    page.wait_for_selector(".photo-editor .mark .sprite")


def _photo_chosen(page: Page) -> None:
    _photo(page)
    page.locator(".photo-editor .face").first.focus()
    page.keyboard.press("Enter")


def _photo_several(page: Page) -> None:
    _upload(page, *(_picture(number, label) for number, label in enumerate(("happy", "sad"))))
    expect(page.locator(".picture-name")).to_have_count(2)
    expect(page.locator(".waiting")).to_have_count(0)


def _photo_waiting(page: Page) -> None:
    labels = ("happy", "sad", "angry", "fear", "surprise", "neutral", "disgust", "happy")
    _upload(page, *(_picture(number, label) for number, label in enumerate(labels)))
    page.wait_for_selector(".waiting")


def _photo_nobody(page: Page) -> None:
    wall = np.full((600, 800, 3), (120, 140, 160), np.uint8)
    _upload(page, ("wall.png", cv2.imencode(".png", wall)[1].tobytes()))
    page.wait_for_timeout(1500)


def _photo_refused(page: Page) -> None:
    _upload(page, ("notes.png", b"no picture at all"))
    page.wait_for_timeout(1000)


def _photo_video(page: Page) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clip = write_video(Path(folder) / "friend.mp4", a_face(0.6), sound=None)
        page.locator('input[type="file"]').first.set_input_files(str(clip))
        page.get_by_role("button", name="Make the video").wait_for(timeout=60_000)


def _part(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("radio", name=name, exact=True).click()


def _burst(page: Page) -> None:
    page.get_by_role("button", name="Open the camera").click()
    page.get_by_role("button", name="Take it: 3, 2, 1").click()
    page.get_by_role("button", name="Keep", exact=True).wait_for(timeout=30_000)


def _kept(page: Page) -> None:
    _burst(page)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("1 of 7 are yours", exact=False)).to_be_visible(timeout=30_000)


def _kept_data(page: Page) -> None:
    _kept(page)
    wait_idle(page)
    _part("My data")(page)


def _named(page: Page) -> None:
    _part("Anything")(page)
    wait_idle(page)
    page.get_by_role("button", name="Name the first").click()
    page.get_by_role("textbox", name="What it is").fill("wink")
    page.get_by_role("textbox", name="What it is").press("Enter")
    wait_idle(page)
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_role("button", name="Open the camera").wait_for()


def _bring(page: Page) -> None:
    page.get_by_role("button", name="Bring a set").click()


def _drawn(page: Page) -> None:
    page.wait_for_selector(".plot[data-drawn]", timeout=30_000)


def _grid(page: Page) -> None:
    page.wait_for_selector(".face-grid[data-drawn]")


def _tab(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("tab", name=name).click()


def _compared(page: Page) -> None:
    expect(page.get_by_text(re.compile("^Best on validation first"))).to_be_visible()
    _drawn(page)


_DEMO: Final = "set=demo.zip"
_NONE: Final = f"{_DEMO}&view=faces&label=happy&read=sad&split=PublicTest"
_OF_RUN: Final = "run=first-run"
_FAILED: Final = "failed: The disk is full: make room, then resume the run."
SCENES: Final = (
    Scene("home", "result"),
    Scene("home", "full", house="full"),
    Scene("home", "error", house="failing"),
    Scene("live", "empty", act=choose_browser),
    Scene("live", "loading", act=_live_pressed),
    Scene("live", "result", act=_live),
    Scene("live", "error: no camera", act=_live_failed, camera="none"),
    Scene("live", "error: camera refused", act=_live_failed, camera="denied"),
    Scene("photo", "result", act=_photo),
    Scene("photo", "a face chosen", act=_photo_chosen),
    Scene("photo", "loading", act=_photo_waiting),
    Scene("photo", "several pictures", act=_photo_several),
    Scene("photo", "empty: nobody in it", act=_photo_nobody),
    Scene("photo", "error: no picture", act=_photo_refused),
    Scene("photo", "a video", act=_photo_video),
    Scene("my_emoji", "empty"),
    Scene("my_emoji", "a burst taken", act=_burst),
    Scene("my_emoji", "one kept", act=_kept),
    Scene("my_emoji", "Teach it, empty", act=_part("Teach it")),
    Scene("my_emoji", "Anything, empty", act=_part("Anything")),
    Scene("my_emoji", "Anything, one named", act=_named),
    Scene("my_emoji", "My data, empty", act=_part("My data")),
    Scene("my_emoji", "My data, full", act=_kept_data),
    Scene("explorer", "overview, guest", _DEMO, _drawn),
    Scene("explorer", "overview, owner", _DEMO, _drawn, owner=True),
    Scene("explorer", "owner brings a set", _DEMO, _bring, owner=True),
    Scene("explorer", "faces", f"{_DEMO}&view=faces", _grid),
    Scene("explorer", "one face, owner", f"{_DEMO}&view=faces&face=Training_00010.png", _grid,
          owner=True),
    Scene("explorer", "map", f"{_DEMO}&view=map", _drawn),
    Scene("explorer", "model's eyes", f"{_DEMO}&view=model", _drawn),
    Scene("explorer", "checks", f"{_DEMO}&view=checks"),
    Scene("explorer", "empty: not studied, guest", "set=planted.zip&view=map"),
    Scene("explorer", "empty: not studied, owner", "set=planted.zip&view=map", owner=True),
    Scene("explorer", "empty: no face fits", _NONE),
    Scene("explorer", "error: no such set", "set=nothing.zip"),
    Scene("train", "empty, guest", house="no run"),
    Scene("train", "empty, owner", house="no run", owner=True),
    Scene("train", "new run, guest", "view=new"),
    Scene("train", "new run, owner", "view=new", owner=True),
    Scene("train", "run in progress: reading the data", _OF_RUN, owner=True,
          meanwhile=running(epochs=0, steps=0)),
    Scene("train", "run in progress: first seconds", _OF_RUN, _drawn, owner=True,
          meanwhile=running(epochs=0, steps=5)),
    Scene("train", "run in progress: first epoch", _OF_RUN, _drawn, owner=True,
          meanwhile=running(epochs=0, steps=60)),
    Scene("train", "run in progress: one epoch", _OF_RUN, _drawn, owner=True,
          meanwhile=running(epochs=1, steps=20)),
    Scene("train", "run in progress: seven epochs, guest", _OF_RUN, _drawn,
          meanwhile=running(epochs=7, steps=50)),
    Scene("train", "stopped before its first epoch", _OF_RUN, owner=True,
          meanwhile=ended("stopped", epochs=0, steps=40)),
    Scene("train", "failed, owner", _OF_RUN, owner=True, meanwhile=ended(_FAILED, epochs=2)),
    Scene("train", "result, owner", "run=tutorial", _drawn, owner=True),
    Scene("train", "compare", "view=compare", _compared),
    Scene("about", "result", act=_drawn),
)  # fmt: skip
