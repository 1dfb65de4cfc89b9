"""A run that learns from a set as a person fixed it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.dataset.face_set import read_faces
from core.dataset.fixes import Fixes
from tests.support.screens import new_visit, opened
from tests.support.trained import arguments, keras_warnings, reasons
from training import fit, train
from training.fixes import FIXES_FILE, fixed_faces
from training.runs.config import RunConfig
from training.runs.events import EVENTS_FILE, RunStarted, read

pytestmark = pytest.mark.slow


@pytest.fixture
def fixes(tmp_path: Path, drawn_faces: Path) -> Fixes:
    """Two training faces that should be sad, one that is left out, and one of PrivateTest."""
    made = Fixes(tmp_path / "mine.sqlite")
    names = read_faces(drawn_faces).names
    made.relabel(names[:2], "sad")
    made.exclude([names[2], names[-1]])
    return made


def test_training_is_fixed_and_the_last_test_stays_as_it_is(fixes, drawn_faces, tmp_path):
    faces = read_faces(drawn_faces)
    config = RunConfig(corrections=str(tmp_path / "mine.sqlite"))

    fixed = fixed_faces(tmp_path, config, faces)

    assert len(fixed.labels) == len(faces.labels) - 1
    assert faces.names[2] not in fixed.names
    np.testing.assert_array_equal(fixed.labels[:2], [5, 5])
    np.testing.assert_array_equal(
        fixed.part("PrivateTest").labels, faces.part("PrivateTest").labels
    )


def test_a_fix_made_later_does_not_change_a_run_under_way(fixes, drawn_faces, tmp_path):
    faces = read_faces(drawn_faces)
    config = RunConfig(corrections=str(tmp_path / "mine.sqlite"))
    before = fixed_faces(tmp_path, config, faces)

    fixes.exclude(faces.names[:50])
    after = fixed_faces(tmp_path, config, faces)

    assert (tmp_path / FIXES_FILE).exists()
    assert after.names == before.names


@keras_warnings
def test_a_run_on_the_command_line_learns_from_the_fixed_set(
    fixes, drawn_faces, tmp_path, monkeypatch
):
    models, finished = tmp_path / "models", []
    monkeypatch.setattr(fit, "finish_run", lambda *given: finished.append(given))
    wanted = ["--corrections", str(tmp_path / "mine.sqlite")]

    status = train.main([*arguments(drawn_faces, models, "fixed", epochs=1), *wanted])

    (started,) = (
        one for one in read(models / "fixed" / EVENTS_FILE) if isinstance(one, RunStarted)
    )
    assert (status, reasons(models / "fixed")) == (0, ["finished"])
    assert started.counts["Training"] == [19, 19, 19, 20, 20, 22, 20]
    ((_run, config, faces, _best, _twins),) = finished
    assert config.corrections.endswith("mine.sqlite"), "the card will tell it"
    assert len(faces.part("Training").labels) == 139


def test_fixes_that_are_not_there_are_refused_before_the_run(drawn_faces, tmp_path, capsys):
    wanted = ["--corrections", str(tmp_path / "gone.sqlite")]

    with pytest.raises(SystemExit):
        train.main([*arguments(drawn_faces, tmp_path / "models", "fixed"), *wanted])

    assert "There are no fixes at" in capsys.readouterr().err
    assert not (tmp_path / "models" / "fixed").exists()


@pytest.fixture
def form(drawn_faces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The form of a new run on the drawn faces, as their owner sees it."""
    monkeypatch.setattr("pages.shared.owner.is_proven", lambda *_: True)
    monkeypatch.setattr("pages.shared.folders.DATA", tmp_path)
    app = opened(new_visit(), "train", view="new")
    data = next(one for one in app.text_input if one.label == "Data set")
    yield data.set_value(str(drawn_faces)).run()


def test_the_form_offers_fixes_only_where_some_were_made(form, tmp_path, drawn_faces):
    before = [one.label for one in form.checkbox]
    names = read_faces(drawn_faces).names

    Fixes(tmp_path / "corrections" / "drawn.zip.sqlite").exclude(names[:3])
    after = [one.label for one in form.run().checkbox]

    assert before == []
    assert after == ["With my fixes (1 fix)"]
