"""The Training page by AppTest: what guests and owners see, and what damage and strangers get.

AppTest runs no JavaScript, so live curves are in tests/browser.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.owner import GUEST, guest_words
from tests.support import screens
from tests.support.folders import ROOT
from training.runs.config import RunConfig
from training.runs.serving import promote, serving_name
from training.runs.store import create_run, list_runs

pytestmark = pytest.mark.slow


@pytest.fixture
def models(unbroken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models that holds one finished run."""
    folder = tmp_path / "models"
    shutil.copytree(unbroken, folder / "unbroken")
    shutil.copytree(ROOT / "models" / "yunet", folder / "yunet")
    monkeypatch.setattr("pages.shared.folders.MODELS", folder)
    return folder


@pytest.fixture
def as_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    # An AppTest has no connection whose headers could say where it comes from.
    monkeypatch.setattr("pages.shared.owner.is_proven", lambda *_: True)


@pytest.fixture
def app(models: Path) -> Iterator[AppTest]:
    yield screens.new_visit()


def opened(app: AppTest, **address: str) -> AppTest:
    return screens.opened(app, "train", **address)


def buttons(shown: AppTest) -> dict[str, bool]:
    """Every button and whether it can be pressed."""
    return {button.label: not button.disabled for button in shown.button}


def copied(models: Path, name: str, *, accuracy: float) -> None:
    """A second model like the first, whose card claims this validation accuracy."""
    shutil.copytree(models / "unbroken", models / name)
    card = json.loads((models / name / "card.json").read_text())
    card["accuracy"]["PublicTest"] = accuracy
    (models / name / "card.json").write_text(json.dumps(card | {"name": name}))


def test_a_finished_run_shows_its_state_and_best_value(app):
    shown = opened(app)

    assert not shown.exception
    assert any("epoch" in metric.label for metric in shown.metric)
    assert shown.selectbox[0].options[0].startswith("unbroken · finished, best ")


def test_a_guest_sees_why_the_buttons_are_off(app):
    shown = opened(app)

    assert shown.info[0].value == guest_words()
    assert not any(buttons(shown).values()), "nothing can be pressed"


def test_a_guests_form_says_why_it_starts_nothing_and_looks_at_no_file(app, models):
    shown = opened(app, view="new")

    assert "the owner alone starts a run" in shown.caption[0].value
    assert not buttons(shown)["Start training"]
    assert not any("The set holds" in text.value for text in shown.markdown)
    assert [run.name for run in list_runs(models)] == ["unbroken"]


def test_a_guest_who_gets_at_a_button_is_refused_where_the_action_is_done(app, models, monkeypatch):
    with monkeypatch.context() as drawn_for_the_owner:
        drawn_for_the_owner.setattr("pages.run.manage.is_owner", lambda: True)
        shown = opened(app)

        press(shown, "Delete for good")

    assert guest_words() in [error.value for error in shown.error]
    assert (models / "unbroken").exists()


@pytest.mark.usefixtures("as_owner")
def test_the_owner_sees_no_guests_words(app):
    shown = opened(app)

    assert not any(GUEST in info.value for info in shown.info)
    assert buttons(shown)["Save"]


@pytest.mark.usefixtures("as_owner")
def test_a_value_out_of_range_is_refused_in_words(app, drawn_faces):
    shown = opened(app, view="new")

    shown.text_input(key="quick-data").set_value(str(drawn_faces))
    shown.number_input(key="quick-epochs").set_value(0).run()

    assert shown.error[0].value == "Epochs must lie between 1 and 1000, not 0."
    assert "Start training" not in buttons(shown)


@pytest.mark.usefixtures("as_owner")
def test_the_estimate_and_the_count_stand_before_the_start(app, drawn_faces):
    shown = opened(app, view="new")

    shown.text_input(key="quick-data").set_value(str(drawn_faces)).run()

    words = " ".join(text.value for text in shown.markdown)
    assert "**196** pictures: Training 140, PublicTest 28, PrivateTest 28" in words
    assert "GB** of memory" in words
    assert buttons(shown)["Start training"]


@pytest.mark.usefixtures("as_owner")
def test_a_data_set_that_is_not_there_is_named(app):
    shown = opened(app, view="new")

    shown.text_input(key="quick-data").set_value("nowhere/faces.zip").run()

    assert "No data set at" in shown.error[0].value


def test_a_worse_model_needs_a_reason(app, models, as_owner):
    copied(models, "worse", accuracy=0.01)
    shown = opened(app, run="worse")

    press(shown, "Use it in Live and Photo")

    assert "give a reason" in shown.error[0].value
    assert serving_name(models) == "unbroken"


def press(shown: AppTest, label: str) -> None:
    next(button for button in shown.button if button.label == label).click().run()


def test_a_better_model_is_promoted_and_one_click_goes_back(app, models, as_owner):
    copied(models, "better", accuracy=1.0)
    promote(models, "unbroken", "a choice to start from")
    shown = opened(app, run="better")

    press(shown, "Use it in Live and Photo")
    promoted = serving_name(models)
    press(shown, "Go back to unbroken")

    assert promoted == "better"
    assert serving_name(models) == "unbroken"
    assert not shown.exception


@pytest.mark.parametrize(
    "name",
    ["../../etc", "<script>alert(1)</script>", "x" * 5000, "gone"],
    ids=["path", "markup", "long", "unknown"],
)
def test_a_run_that_is_not_there_gets_a_sentence(app, name):
    shown = opened(app, run=name)

    assert shown.warning[0].value.startswith("There is no run called")
    assert len(shown.warning[0].value) < 200
    assert not shown.exception


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("events.jsonl", '{"kind": "EpochRecord"}\n'),
        ("events.jsonl", "\x00" * 1000 + "\n"),
        ("config.json", '{"epochs": "many"}'),
        ("config.json", "[" * 100_000),
        ("notes.json", '{"title": 3}'),
        ("card.json", '{"name": ["unbroken"], "accuracy": "best"}'),
        ("samples.npz", "no archive"),
        ("mistakes.npz", "no archive"),
    ],
    ids=["event", "zeros", "config", "nested", "notes", "card", "samples", "mistakes"],
)
@pytest.mark.parametrize("view", ["watch", "new", "compare"])
def test_a_damaged_file_gets_a_sentence_and_no_traceback(
    app, models, as_owner, file, content, view
):
    (models / "unbroken" / file).write_text(content)

    shown = opened(app, view=view, run="unbroken")

    assert not shown.exception
    assert [heading.value for heading in shown.title] == ["Training"]


def test_a_run_that_never_started_can_be_started(app, models, as_owner):
    create_run(models, "waiting", RunConfig())

    shown = opened(app, run="waiting")

    assert buttons(shown)["Start"]


def test_a_run_is_renamed_and_remembered(app, models, as_owner):
    shown = opened(app, run="unbroken")

    next(box for box in shown.text_input if box.label == "Name").set_value("First try")
    shown.text_area[0].set_value("=1+1 drawn faces")
    press(shown, "Save")

    assert shown.selectbox[0].options[0].startswith("First try · ")


def test_deleting_asks_and_then_takes_the_whole_run(app, models, as_owner):
    copied(models, "other", accuracy=0.01)
    shown = opened(app, run="other")

    press(shown, "Delete for good")

    assert not (models / "other").exists()
    assert not shown.exception


def test_the_model_in_use_cannot_be_deleted(app, models, as_owner):
    shown = opened(app, run="unbroken")

    press(shown, "Delete for good")

    assert "Promote another model first" in shown.error[0].value
    assert (models / "unbroken" / "card.json").exists()


def test_without_any_run_the_page_offers_the_first(tmp_path, monkeypatch, as_owner):
    monkeypatch.setattr("pages.shared.folders.MODELS", tmp_path)

    shown = opened(screens.new_visit())

    assert buttons(shown)["Start one"]
    assert not shown.exception
