"""The explorer where something beside or in a set is damaged: a sentence, and nothing is lost."""

from pathlib import Path

import pytest

from tests.pages.test_explorer_page import opened
from tests.support.planted import live_in, planted_home


@pytest.fixture
def home(unbroken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `models` and `data`, whose set nobody has studied."""
    made = planted_home(tmp_path, unbroken)
    live_in(made, monkeypatch)
    return made


@pytest.mark.slow
def test_a_damaged_set_is_told_in_a_sentence(home):
    (home / "data" / "broken.zip").write_bytes(b"PK\x03\x04 no zip at all")

    shown = opened(set="broken.zip")

    assert "broken.zip" in shown.error[0].value


@pytest.mark.slow
def test_damaged_fixes_are_told_in_a_sentence_and_left_alone(home):
    file = home / "data" / "corrections" / "planted.zip.sqlite"
    file.parent.mkdir()
    file.write_bytes(b"no database " * 100)

    shown = opened(view="faces")

    assert "move the file away" in shown.error[0].value
    assert file.read_bytes().startswith(b"no database")


@pytest.mark.slow
def test_votes_of_another_kind_are_told_in_a_sentence(home):
    (home / "data" / "fer2013new.csv").write_text("name,age\n")

    shown = opened(view="faces")

    assert "needs the columns" in shown.error[0].value


@pytest.mark.slow
def test_without_a_set_the_drawn_faces_stand_there_and_the_page_says_what_to_do(home):
    (home / "data" / "planted.zip").unlink()

    shown = opened()

    assert "drawn by this app" in shown.info[0].value
    assert "put it into the folder `data`" in shown.info[0].value
