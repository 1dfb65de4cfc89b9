"""My emoji by Streamlit's own AppTest: what is kept, used, listed and deleted, and for whom."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.labels import EMOTIONS
from core.own.store import OwnStore
from core.photos import decode_photo
from pages.shared import folders, owner
from tests.support.sample import SAMPLE
from tests.support.screens import new_visit, opened, without_a_browser

pytestmark = pytest.mark.slow

PHOTO = ("me.jpg", SAMPLE.read_bytes(), "image/jpeg")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    """The app of a visitor at the machine itself, with an empty folder of data."""
    without_a_browser(monkeypatch)
    monkeypatch.setattr(folders, "DATA", tmp_path)
    monkeypatch.setattr(owner, "is_proven", lambda *_: True)
    st.cache_resource.clear()  # the store of the test before
    return new_visit()


def store(folder: Path) -> OwnStore:
    return OwnStore(folder / "own.sqlite")


def press(shown: AppTest, label: str) -> AppTest:
    next(button for button in shown.button if button.label == label).click()
    return shown.run()


def part(shown: AppTest, name: str) -> AppTest:
    return shown.segmented_control(key="own-part").set_value(name).run()


def test_the_page_opens_with_a_whole_set_and_keeps_nothing(app, tmp_path):
    shown = opened(app, "my_emoji")

    assert [title.value for title in shown.title] == ["My emoji"]
    assert not shown.exception and not shown.error
    assert list(tmp_path.iterdir()) == []


def test_a_photo_is_shown_first_and_kept_only_by_keep(app, tmp_path):
    shown = opened(app, "my_emoji")

    shown.file_uploader(key="own-photo-happy").set_value(PHOTO).run()
    before = store(tmp_path).captures()
    press(shown, "Keep")

    (kept,) = store(tmp_path).captures()
    assert before == [] and kept.label == "happy"
    assert decode_photo(kept.picture).shape[0] < 512, "the head alone"
    assert store(tmp_path).faces() == [], "a face to learn from needs its own word"


def test_a_face_is_kept_to_learn_from_where_that_is_wanted(app, tmp_path):
    shown = opened(app, "my_emoji")
    shown.toggle(key="own-learn").set_value(True)

    shown.file_uploader(key="own-photo-happy").set_value(PHOTO).run()
    press(shown, "Keep")

    assert [(face.label, face.source) for face in store(tmp_path).faces()] == [("happy", "capture")]


def test_after_a_picture_the_next_expression_is_asked_for(app):
    shown = opened(app, "my_emoji")

    shown.file_uploader(key="own-photo-happy").set_value(PHOTO).run()
    press(shown, "Keep")

    assert "Look neutral" in [heading.value for heading in shown.subheader]


def test_a_set_in_use_is_the_first_choice_on_photo(app, tmp_path):
    for label in EMOTIONS:
        store(tmp_path).keep_capture(head(), label)
    shown = opened(app, "my_emoji")

    press(shown, "Use it now")
    shown.switch_page("photo.py").run()

    choice = shown.segmented_control(key="emoji-set")
    assert choice.options[0] == "My emoji" and choice.value == "own-1"


def test_my_data_lists_and_deletes_one_and_all(app, tmp_path):
    for label in ("happy", "sad"):
        store(tmp_path).keep_capture(head(), label)
    shown = part(opened(app, "my_emoji"), "data")

    press(shown, "Delete")
    after_one = [kept.label for kept in store(tmp_path).captures()]
    press(shown, "Yes, delete everything")

    assert after_one == ["happy"], "the newest stands first"
    assert store(tmp_path).captures() == []
    assert any("Nothing of yours is kept" in info.value for info in shown.info)


def test_a_guest_keeps_in_memory_alone(app, tmp_path, monkeypatch):
    monkeypatch.setattr(owner, "is_proven", lambda *_: False)
    shown = opened(app, "my_emoji")

    shown.file_uploader(key="own-photo-happy").set_value(PHOTO).run()
    press(shown, "Keep")
    part(shown, "data")

    assert any("1 captured picture" in text.value for text in shown.markdown)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_picture_gets_a_sentence(app):
    shown = opened(app, "my_emoji")

    shown.file_uploader(key="own-photo-happy").set_value(
        ("me.jpg", b"only words", "image/jpeg")
    ).run()

    assert len(shown.error) == 1 and "JPEG" in shown.error[0].value
    assert not shown.exception


def test_a_damaged_store_gets_a_sentence_and_the_app_still_draws(app, tmp_path):
    (tmp_path / "own.sqlite").write_bytes(b"no database" * 400)

    shown = opened(app, "my_emoji")

    assert any("cannot be read" in error.value for error in shown.error)
    assert not shown.exception
    assert shown.switch_page("photo.py").run().segmented_control(key="emoji-set").options


def head() -> bytes:
    """The sample's own file, as a picture that was kept."""
    return SAMPLE.read_bytes()
