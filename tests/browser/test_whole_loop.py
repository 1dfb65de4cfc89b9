"""The whole loop of My emoji in real Chromium: from a capture to a model that is taken back."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from core.classifier import Classifier
from core.dataset.face_set import read_faces
from core.dataset.row import PUBLIC_TEST
from core.drawn.character import character
from core.drawn.expression import expression
from core.drawn.pose import Pose
from core.drawn.samples import DEMO_NAME
from core.drawn.scene import Sitter, backdrop, picture
from core.labels import EMOTIONS
from tests.browser.app import Server, launch, open_page, running_server, wait_idle
from tests.browser.camera import HEIGHT, WIDTH
from tests.support.folders import ROOT
from training.runs.personal import outcome_of
from training.runs.serving import serving_name
from training.runs.store import list_runs

pytestmark = pytest.mark.long
_WHO = 6  # read as happy with a face of disgust
_EACH = 9  # frames of the clip that show one expression: a burst sees both
_FACES = 6  # of each expression


@pytest.fixture
def acting(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """Chromium whose camera shows somebody who looks now disgusted, now sad."""
    clip = tmp_path / "faces.mjpeg"
    frames = [cv2.imencode(".jpg", drawn(label))[1].tobytes() for label in ("disgust", "sad")]
    clip.write_bytes(_EACH * frames[0] + _EACH * frames[1])
    launched = launch(playwright, clip=clip)
    yield launched
    launched.close()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The app's model, its card telling how it reads the drawn set."""
    folder, data = tmp_path / "models", drawn_set(tmp_path)
    for name in ("sharp", "yunet", "selfie"):
        shutil.copytree(ROOT / "models" / name, folder / name)
    faces = read_faces(data)
    test = faces.part(PUBLIC_TEST)
    seen = Classifier.load(folder / "sharp").predict(test.images)
    right = [EMOTIONS[label] == one.label for one, label in zip(seen, test.labels, strict=True)]
    card = json.loads((folder / "sharp" / "card.json").read_text(encoding="utf-8"))
    card["data"] = {"file": data.name, "counts": faces.counts()}
    card |= {"accuracy": {PUBLIC_TEST: float(np.mean(right))}, "clean_accuracy": {}}
    (folder / "sharp" / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


def drawn_set(folder: Path) -> Path:
    """The demonstration set where FER2013 would lie, and by its name."""
    data = folder / "data" / "fer2013.zip"
    data.parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / "pages" / "sample" / DEMO_NAME, data)
    return data


@pytest.fixture
def app(models: Path, tmp_path: Path) -> Iterator[Server]:
    places = {"PHOTO_TO_EMOJI_MODELS": str(models), "PHOTO_TO_EMOJI_DATA": str(tmp_path / "data")}
    with running_server(env={**os.environ, **places}) as running:
        yield running


def drawn(label: str) -> np.ndarray:
    """The person with this expression, (480, 640, 3) uint8 BGR."""
    pose = Pose(x=WIDTH / 2, y=HEIGHT * 0.46, size_px=260)
    return picture(
        backdrop(WIDTH, HEIGHT, _WHO), [Sitter(character(_WHO), expression(label), pose)]
    )


def test_the_whole_loop_from_a_capture_to_a_model_that_is_taken_back(
    acting: Browser, app: Server, models: Path, tmp_path: Path
):
    page = open_page(acting, f"{app.url}/my_emoji", camera=True, owner_of=app)

    capture_all(page)
    use_on_live(page)
    correct_on_photo(page, tmp_path)
    run = fine_tune(page, models)
    expect(page.get_by_text("Your faces named rightly")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Use it in Live and Photo").click()
    expect(page.get_by_text("Live and Photo use this model now.")).to_be_visible()
    promoted = serving_name(models)
    page.get_by_role("button", name="Go back to sharp").click()
    expect(page.get_by_role("button", name="Use it in Live and Photo")).to_be_visible()

    outcome = outcome_of(next(one for one in list_runs(models) if one.name == run).card)
    assert outcome is not None and outcome.after > outcome.before
    assert (promoted, serving_name(models)) == (run, "sharp")


def capture_all(page: Page) -> None:
    """Take every burst, look at it as a line drawing, and use the set."""
    page.get_by_text("Learn my face from it, too").click()
    wait_idle(page)
    page.get_by_role("button", name="Open the camera").click()
    for number in range(_FACES):
        capture(page, "sad")
        if number:  # the last one comes from Photo
            capture(page, "disgust")
    page.get_by_role("radio", name="Line drawing").click()
    wait_idle(page)
    page.get_by_role("button", name="Use it now").click()
    expect(page.get_by_text("Live and Photo now draw with My emoji.")).to_be_visible()


def use_on_live(page: Page) -> None:
    page.get_by_role("link", name="Go live").click()
    expect(page.get_by_role("heading", name="Live", exact=True)).to_be_visible()
    expect(page.get_by_text("My emoji").last).to_be_visible(timeout=20_000)


def capture(page: Page, label: str) -> None:
    """Take a burst for this expression and keep it."""
    page.get_by_role("radio", name=re.compile(f"^{label}, ")).click()
    wait_idle(page)
    page.get_by_role("button", name="Take it: 3, 2, 1").click(timeout=20_000)
    page.get_by_role("button", name="Keep", exact=True).click(timeout=20_000)
    expect(page.get_by_text(f"Kept for {label}").last).to_be_visible(timeout=30_000)
    wait_idle(page)


def correct_on_photo(page: Page, folder: Path) -> None:
    """Send a photo that is misread, put it right, and let it be kept."""
    path = folder / "me.png"
    cv2.imwrite(str(path), drawn("disgust"))
    page.get_by_role("link", name="Photo", exact=True).click()
    page.locator('input[type="file"]').first.set_input_files(path)
    wait_idle(page)
    expect(page.get_by_text("My emoji").last).to_be_visible(timeout=20_000)
    page.get_by_text("Keep faces that I correct").click()
    wait_idle(page)
    page.get_by_role("radio", name="disgust", exact=True).click()
    expect(page.get_by_text("Kept as disgust", exact=False)).to_be_visible(timeout=20_000)


def fine_tune(page: Page, models: Path) -> str:
    """Start it on My emoji and wait on the Training page; the run's name."""
    page.get_by_role("link", name="My emoji", exact=True).click()
    page.get_by_role("radio", name="Teach it", exact=True).click()
    expect(page.get_by_text(f"disgust {_FACES}")).to_be_visible()
    page.get_by_role("button", name="Fine-tune on me").click()
    expect(page.get_by_role("heading", name="Training", exact=True)).to_be_visible()
    expect(page.get_by_text("Finished after", exact=False)).to_be_visible(timeout=240_000)
    return next(one.name for one in list_runs(models) if one.name.startswith("on-me"))
