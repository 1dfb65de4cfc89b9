"""Without FER2013 nobody meets an empty room: the drawn faces are there, studied, and apart."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.classifier import read_card
from core.dataset.finding import EXACT, LABELS, LEAKS
from pages.shared import folders, sets
from tests.support.folders import MODELS
from tests.support.screens import new_visit, opened
from training.runs.serving import compare, is_of_demo, serving_name

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data in which there is nothing."""
    monkeypatch.setattr(folders, "DATA", tmp_path)
    monkeypatch.setattr(folders, "CACHE", tmp_path / "cache")
    st.cache_resource.clear()
    return tmp_path


@pytest.fixture
def app(data: Path) -> AppTest:
    return new_visit()


def test_the_drawn_faces_are_studied_already(data):
    found = sets.table(folders.DEMO, "")

    assert len(found.labels) == 392
    assert found.is_studied and found.places is not None and found.read is not None
    kinds = {finding.check for finding in found.findings}
    assert {EXACT, LEAKS, LABELS} <= kinds


@pytest.mark.parametrize("view", ["overview", "faces", "map", "model", "checks"])
def test_every_view_is_full_for_a_guest(app, view):
    shown = opened(app, "explorer", view=view)

    assert not shown.exception and not shown.error
    assert any("drawn by this app" in info.value for info in shown.info)
    assert not [button for button in shown.button if button.label == "Study the set"]


def test_a_newcomer_can_start_a_run(app, monkeypatch):
    monkeypatch.setattr("pages.shared.owner.is_proven", lambda *_: True)
    monkeypatch.setattr("pages.run.form._is_there", lambda _data: False)
    shown = opened(app, "train", view="new")

    (start,) = [button for button in shown.button if button.label == "Start training"]
    assert not start.disabled
    assert Path(str(shown.text_input(key="quick-data").value)).name == "demo.zip"


def test_a_model_of_drawn_faces_never_serves(tmp_path):
    for name in ("sharp", "tutorial"):
        shutil.copytree(MODELS / name, tmp_path / name)
    card = read_card(MODELS / "sharp")
    text = (tmp_path / "sharp" / "card.json").read_text(encoding="utf-8")
    (tmp_path / "sharp" / "card.json").write_text(text.replace("fer2013.zip", folders.DEMO.name))

    assert is_of_demo(replace(card, data={**card.data, "file": folders.DEMO.name}))
    assert serving_name(tmp_path) == "tutorial"
    with pytest.raises(ValueError, match="drawn faces"):
        compare(tmp_path, "sharp")
