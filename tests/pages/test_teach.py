"""Teach it: what is missing to learn from, the honest result, its use, and the way back."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.drawn.demo import demo_face
from core.own.store import OwnStore
from tests.support.screens import opened

pytestmark = pytest.mark.slow


def shelf(app: AppTest) -> AppTest:
    opened(app, "my_emoji")
    return app.segmented_control(key="own-part").set_value("teach").run()


def kept(folder: Path, label: str, drawn: str, count: int) -> None:
    """Faces that are drawn to look one way, and that their person calls another."""
    store = OwnStore(folder / "own.sqlite")
    for number in range(count):
        store.keep_face(demo_face(5000 + number, drawn), label, "capture")


def test_too_few_faces_are_told_what_is_missing(own_visit, tmp_path):
    kept(tmp_path, "happy", "happy", 3)

    shown = shelf(own_visit)

    assert "Keep 9 more" in shown.info[0].value
    assert shown.button(key="own-teach").disabled


def test_a_persons_own_way_is_learned_used_and_taken_back(own_visit, tmp_path):
    kept(tmp_path, "sad", "neutral", 10)
    kept(tmp_path, "surprise", "fear", 10)
    shown = shelf(own_visit)

    shown.button(key="own-teach").click().run()
    figures = {metric.label: metric.value for metric in shown.metric}
    shown.button(key="own-use-trial").click().run()
    used = OwnStore(tmp_path / "own.sqlite").used_model()
    shown.button(key="own-undo").click().run()

    assert set(figures) == {"Your faces named rightly", "Other people's faces"}
    assert used is not None and used.about["after"] > used.about["before"]
    assert used.about["general_before"] - used.about["general_after"] <= 0.02
    assert OwnStore(tmp_path / "own.sqlite").used_model() is None
    assert not shown.exception


def test_the_page_says_with_what_its_visitor_is_read(own_visit, tmp_path):
    kept(tmp_path, "sad", "neutral", 10)
    kept(tmp_path, "surprise", "fear", 10)
    shown = shelf(own_visit)

    shown.button(key="own-teach").click().run()
    shown.button(key="own-use-trial").click().run()

    assert any("read you with" in text.value for text in shown.markdown)
    assert not shown.switch_page("photo.py").run().exception
