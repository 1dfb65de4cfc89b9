"""*Fine-tune on me*: who is offered the run, what it is started with, and what it then tells."""

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import folders, owner
from tests.pages.test_teach import kept, shelf
from tests.support.folders import ROOT
from tests.support.screens import opened
from training.runs.serving import promote, serving_name


def offers(shown: AppTest) -> list[bool]:
    """Whether each button that starts a run can be pressed."""
    return [not one.disabled for one in shown.button if one.label == "Fine-tune on me"]


def test_the_owner_is_offered_a_run_once_enough_is_kept(own_visit, tmp_path, drawn_faces):
    (tmp_path / "fer2013.zip").symlink_to(drawn_faces)
    before = offers(shelf(own_visit))
    kept(tmp_path, "sad", "neutral", 6)
    kept(tmp_path, "surprise", "fear", 6)

    assert (before, offers(own_visit.run())) == ([False], [True])


def test_what_is_started_mixes_the_set_that_is_at_hand(
    own_visit, tmp_path, drawn_faces, monkeypatch
):
    started = []
    monkeypatch.setattr("pages.own.fine_tune.start_run", lambda *given: started.append(given))
    (tmp_path / "fer2013.zip").symlink_to(drawn_faces)
    kept(tmp_path, "sad", "neutral", 6)
    kept(tmp_path, "surprise", "fear", 6)

    shelf(own_visit).button(key="own-fine-tune").click().run()

    ((_, config, name),) = started
    assert config.own == str(tmp_path / "own.sqlite") and config.start == "sharp"
    assert config.data == str(tmp_path / "fer2013.zip") and name.startswith("on-me-")


def test_no_guest_is_offered_one(own_visit, tmp_path, drawn_faces, monkeypatch):
    (tmp_path / "fer2013.zip").symlink_to(drawn_faces)
    monkeypatch.setattr(owner, "is_proven", lambda *_: False)

    assert offers(shelf(own_visit)) == []


@pytest.mark.skipif(
    Path("data/fer2013.zip").exists(), reason="the set that the model learned from is at hand"
)
def test_without_a_set_of_people_there_is_the_last_layer_alone(own_visit):
    assert offers(shelf(own_visit)) == []


@pytest.mark.parametrize(
    ("refused", "may_be_used"), [("", True), ("That may be chance.", False)], ids=["gain", "chance"]
)
def test_a_run_that_learned_a_person_tells_what_it_brought(
    own_visit, tmp_path, monkeypatch, refused, may_be_used
):
    monkeypatch.setattr(folders, "MODELS", models_with_a_person(tmp_path / "models", refused))

    shown = opened(own_visit, "train", run="on-me")

    figures = {one.label: (one.value, one.delta) for one in shown.metric}
    assert figures["Your faces named rightly"] == ("75 %", "+25.0 points")
    assert figures["Other people's faces"] == ("68 %", "-1.0 points")
    assert any(one.label == "Use it in Live and Photo" for one in shown.button) == may_be_used
    assert any(refused in one.value for one in shown.warning) == bool(refused)
    assert not shown.exception


def models_with_a_person(folder: Path, refused: str) -> Path:
    """The app's model and a copy of it whose card tells of a person."""
    for source, name in (("sharp", "sharp"), ("yunet", "yunet"), ("sharp", "on-me")):
        shutil.copytree(ROOT / "models" / source, folder / name)
    file = folder / "on-me" / "card.json"
    card = json.loads(file.read_text(encoding="utf-8"))
    told = {"faces": 20, "before": 0.5, "after": 0.75, "gained": 6, "lost": 1, "share": 1.0}
    told |= {"general_before": 0.69, "general_after": 0.68, "refused": refused}
    card |= {"name": "on-me", "data": {**card["data"], "personal": told}}
    card["config"]["own"] = "own.sqlite"
    file.write_text(json.dumps(card), encoding="utf-8")
    config = folder / "on-me" / "config.json"
    values = json.loads(config.read_text(encoding="utf-8")) | {"own": "own.sqlite"}
    config.write_text(json.dumps(values), encoding="utf-8")
    return folder


def test_my_data_deletes_what_learned_the_owner_with_the_rest(own_visit, tmp_path, monkeypatch):
    models = models_with_a_person(tmp_path / "models", "")
    monkeypatch.setattr(folders, "MODELS", models)
    promote(models, "on-me")
    kept(tmp_path, "sad", "neutral", 3)

    shown = opened(own_visit, "my_emoji").segmented_control(key="own-part").set_value("data").run()
    said = [one.value for one in shown.markdown]
    shown.button(key="own-delete-all").click().run()

    assert "This deletes 3 faces and 1 fine-tuned model, for good." in said
    assert not shown.exception
    assert not (models / "on-me").exists() and serving_name(models) == "sharp"
    assert any("Nothing of yours is kept" in one.value for one in shown.info)
