"""Teach it anything: a class is named, learned from frames, used by Photo and Live, deleted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.crop import face_patch
from core.drawn.character import character
from core.drawn.expression import REST, Expression
from core.drawn.face import true_face
from core.drawn.pose import Pose
from core.drawn.scene import Sitter, picture
from core.face import Face
from core.own.classes import keep_class
from core.own.store import OwnStore
from core.personal.layer import Layer
from tests.support.screens import html_of, opened, without_a_browser

pytestmark = pytest.mark.slow

EYES_SHUT = replace(REST, eye_open=0.05, lower_lid=0.3)


def shown(app: AppTest) -> AppTest:
    opened(app, "my_emoji")
    return app.segmented_control(key="own-part").set_value("anything").run()


def frame(looks: Expression, seed: int) -> np.ndarray:
    """(48, 48) grey: one drawn person, a little different each time."""
    random = np.random.default_rng(seed)
    who = character(3)
    pose = Pose(
        x=60 + random.uniform(-3, 3),
        y=60 + random.uniform(-3, 3),
        size_px=66,
        tilt_deg=random.uniform(-8, 8),
        yaw_deg=random.uniform(-10, 10),
    )
    ground = np.full((120, 120, 3), (120, 90, 60), np.uint8)
    face = true_face(who, looks, pose)
    return face_patch(
        picture(ground, [Sitter(who, looks, pose)]), Face(face.box, 1, face.landmarks)
    )


def taught(folder: Path) -> OwnStore:
    store = OwnStore(folder / "own.sqlite")
    keep_class(store, "eyes shut", "sleeping")
    for label, looks in (("eyes shut", EYES_SHUT), ("usual face", REST)):
        for number in range(20):
            store.keep_face(frame(looks, number), label, "class")
    return store


def test_a_class_is_named_and_what_is_missing_is_said(own_visit, tmp_path):
    shelf = shown(own_visit)
    empty = html_of(shelf)

    shelf.text_input(key="class-name").set_value("wink").run()
    shelf.selectbox(key="class-emoji").set_value("winking").run()
    shelf.button(key="class-keep").click().run()

    assert "Name it" in empty and "20 frames of it" in empty, "what it does"
    assert "“wink” has 0 of 20 frames. Take 20 more." in shelf.info[0].value
    assert shelf.button(key="class-learn").disabled
    assert not shelf.exception


def test_what_was_taught_reads_photo_and_is_taken_back(own_visit, tmp_path):
    store = taught(tmp_path)
    shelf = shown(own_visit)

    shelf.button(key="class-learn").click().run()
    figures = {metric.label: metric.value for metric in shelf.metric}
    shelf.button(key="class-use").click().run()
    used = store.used_model()
    photo = own_visit.switch_page("photo.py").run()

    assert used is not None and used.about["classes"] == ["eyes shut"]
    assert used.about["told"] >= 0.9 and used.about["others_taken"] <= 0.02
    own = Layer.from_bytes(used.weights).own
    assert own is not None and own.emojis == {"eyes shut": "sleeping"}
    assert set(figures) == {"Yours told rightly", "Usual face mistaken", "Other people mistaken"}
    assert any("eyes shut" in html.body for html in photo.get("html")), "it has a bar of its own"
    assert not photo.exception
    shown(own_visit).button(key="own-undo").click().run()
    assert store.used_model() is None


@pytest.mark.parametrize("place", ["browser", pytest.param("server", marks=pytest.mark.long)])
def test_live_knows_what_was_taught(own_visit, tmp_path, place, monkeypatch):
    without_a_browser(monkeypatch)
    taught(tmp_path)
    shelf = shown(own_visit)
    shelf.button(key="class-learn").click().run()
    shelf.button(key="class-use").click().run()

    live = own_visit.switch_page("live.py").run()
    live.segmented_control(key="live-place").set_value(place).run()

    assert not live.exception
