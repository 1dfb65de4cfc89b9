"""The pieces of work that a failing disk must not spoil: what they do, and what must stay."""

import contextlib
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.classifier import Classifier
from core.dataset.bring import import_path
from core.dataset.cache import open_faces
from core.dataset.fixes import Fixes
from core.labels import EMOTIONS
from core.own.store import OwnStore
from tests.support.folders import MODELS
from training.runs import serving
from training.runs.config import RunConfig
from training.runs.notes import read_notes, set_note, set_title
from training.runs.store import list_runs, read_run

_SHIPPED: Final = "tutorial"
_OTHER: Final = "sharp"
_PATCH: Final = np.full((48, 48), 9, np.uint8)


@dataclass(frozen=True)
class Work:
    """All four take the folder that the work is done in."""

    prepare: Callable[[Path], None]  # what is there before, and must not be lost
    do: Callable[[Path], str]  # "" when it is done, else a sentence; or it raises
    nothing_lost: Callable[[Path], None]  # right after a failure; raises AssertionError
    is_done: Callable[[Path], None]  # after a second try; likewise


def _drawn_zip(path: Path, count: int) -> None:
    random = np.random.default_rng(0)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            label, split = EMOTIONS[number % 7], ("Training", "PublicTest")[number // 7 % 2]
            face = random.integers(0, 256, (48, 48), np.uint8)
            png = cv2.imencode(".png", face)[1].tobytes()
            archive.writestr(f"train/{label}/{split}_{number:05d}.png", png)


def _two_models(folder: Path) -> None:
    for name in (_SHIPPED, _OTHER):
        (folder / name).mkdir()
        for file in ("card.json", "config.json", "model.tflite"):
            shutil.copyfile(MODELS / name / file, folder / name / file)


def _one_serves(folder: Path) -> None:
    name = serving.serving_name(folder)
    assert name in (_SHIPPED, _OTHER)
    Classifier.load(folder / name)


# One run: from the command that starts it to the model that it leaves.


def _prepare_run(folder: Path) -> None:
    import training.train  # noqa: F401 - loaded once, in the process that all others come from

    _drawn_zip(folder / "faces.zip", 42)
    (folder / "models").mkdir()
    _two_models(folder / "models")
    serving.promote(folder / "models", _SHIPPED, "the fault test's own choice")
    settings = {
        **asdict(RunConfig()),
        **{"network": "residual-xs", "data": str(folder / "faces.zip"), "epochs": 2},
        **{"batch_size": 8, "optimizer": "sgd", "flip": 0.0},
    }
    (folder / "recipe.json").write_text(json.dumps(settings), encoding="utf-8")


def _do_run(folder: Path) -> str:
    from training import train  # here, because Keras takes seconds that no other work needs

    models = folder / "models"
    if (models / "mine" / "config.json").exists():
        words = ["--resume", "mine"]
    else:
        words = ["--config", str(folder / "recipe.json"), "--name", "mine"]
    try:
        ended = train.main([*words, "--models", str(models)])
    except SystemExit as refused:
        return f"The command ends with status {refused.code}, having said why."
    if ended == 0:
        return ""
    # A run that failed before its first event is not begun; who started it reads why right there.
    return read_run(models, "mine").problem or "The command ends, having said why."


def _run_lost_nothing(folder: Path) -> None:
    from training.checkpoints import newest_checkpoint

    models = folder / "models"
    assert serving.serving_name(models) == _SHIPPED
    _one_serves(models)
    runs = {run.name: run for run in list_runs(models)}
    assert {_SHIPPED, _OTHER} <= set(runs)
    if "mine" in runs:
        epochs = len(runs["mine"].epochs)
        kept = newest_checkpoint(models / "mine" / "checkpoints")
        assert (kept.progress.epoch if kept else 0) in (epochs, epochs - 1)
        if runs["mine"].is_model:
            Classifier.load(models / "mine")


def _run_is_done(folder: Path) -> None:
    models = folder / "models"
    run = read_run(models, "mine")
    assert (run.state, run.problem, run.is_model) == ("finished", "", True)
    assert len(run.epochs) == 2
    Classifier.load(models / "mine")
    assert serving.serving_name(models) == _SHIPPED, "a new model never serves unasked"
    left = [path.name for path in (models / "mine").rglob("*writing*")]
    assert not left, left


# One import of a set, beside one that is there.


def _prepare_import(folder: Path) -> None:
    _drawn_zip(folder / "source.zip", 14)
    (folder / "data").mkdir()
    _drawn_zip(folder / "data" / "older.zip", 7)


def _do_import(folder: Path) -> str:
    _, faces = import_path(folder / "source.zip", folder / "data", folder / "data" / "cache")
    assert len(faces.labels) == 14
    return ""


def _import_lost_nothing(folder: Path) -> None:
    assert len(open_faces(folder / "data" / "older.zip", folder / "data" / "cache").labels) == 7


def _import_is_done(folder: Path) -> None:
    _import_lost_nothing(folder)
    data = folder / "data"
    copies = [path for path in data.glob("*.zip") if path.name != "older.zip"]
    assert copies, "a disk that became read-only may have kept the copy of the first try"
    assert {len(open_faces(path, data / "cache").labels) for path in copies} == {14}


# One fix, and one face kept, after others.


def _prepare_fix(folder: Path) -> None:
    Fixes(folder / "fixes.sqlite").exclude(["first.png"])
    OwnStore(folder / "own.sqlite").keep_face(_PATCH, "sad", "test")


def _do_fix(folder: Path) -> str:
    fixes, store = Fixes(folder / "fixes.sqlite"), OwnStore(folder / "own.sqlite")
    if fixes.count() < 2:
        fixes.relabel(["second.png"], "happy")
    if len(store.faces()) < 2:
        store.keep_face(_PATCH, "happy", "test")
    fixes.copy_to(folder / "copy.sqlite")
    return ""


def _fix_lost_nothing(folder: Path) -> None:
    assert Fixes(folder / "fixes.sqlite").edits()[0].names == ("first.png",)
    assert OwnStore(folder / "own.sqlite").faces()[0].label == "sad"


def _fix_is_done(folder: Path) -> None:
    _fix_lost_nothing(folder)
    assert [edit.label for edit in Fixes(folder / "fixes.sqlite").edits()] == [None, "happy"]
    assert [face.label for face in OwnStore(folder / "own.sqlite").faces()] == ["sad", "happy"]
    assert Fixes(folder / "copy.sqlite").count() == 2


# One promotion, with the way back and a run's name.


def _prepare_promotion(folder: Path) -> None:
    _two_models(folder)
    serving.promote(folder, _SHIPPED, "the fault test's own choice")
    set_title(folder / _OTHER, "An older name")


def _do_promotion(folder: Path) -> str:
    with contextlib.suppress(ValueError):  # it serves already, at a second try
        serving.promote(folder, _OTHER)
    set_note(folder / _OTHER, "What was tried")
    return ""


def _promotion_lost_nothing(folder: Path) -> None:
    _one_serves(folder)
    assert read_notes(folder / _OTHER).title == "An older name"


def _promotion_is_done(folder: Path) -> None:
    assert serving.serving_name(folder) == _OTHER
    assert read_notes(folder / _OTHER).note == "What was tried"
    assert serving.rollback(folder) == _SHIPPED


WORKS: Final = {
    "run": Work(_prepare_run, _do_run, _run_lost_nothing, _run_is_done),
    "import": Work(_prepare_import, _do_import, _import_lost_nothing, _import_is_done),
    "fix": Work(_prepare_fix, _do_fix, _fix_lost_nothing, _fix_is_done),
    "promotion": Work(
        _prepare_promotion, _do_promotion, _promotion_lost_nothing, _promotion_is_done
    ),
}
