"""Every kind of file that the app reads: where a good one stands, and who reads it."""

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from core import yunet
from core.bulk.ledger import Ledger
from core.classifier import Classifier, read_card
from core.cutout import HeadCutter
from core.dataset.cache import cache_folder, open_faces
from core.dataset.face_set import FaceSet, read_faces
from core.dataset.fixes import Fixes
from core.dataset.votes import read_votes
from core.emoji_pack import pack_zip, read_pack
from core.emojis import load_emoji_set, load_emoji_sets
from core.faces import STILL_SEARCH_PX, YUNET_FILE, FaceDetector
from core.own.store import OwnStore
from core.personal.reference import read_reference
from core.photos import decode_photo
from tests.support.folders import EMOJIS, MODELS, ROOT
from tests.support.histories import make, started
from training.runs import samples, serving
from training.runs.events import RunEnded
from training.runs.notes import set_note
from training.runs.run import Run
from training.runs.store import read_run
from training.study import files as study_files
from training.study.progress import PROGRESS_FILE, ProgressFile, read_progress

_SAMPLE: Final = ROOT / "pages" / "sample" / "astronaut.jpg"
_PATCH: Final = np.zeros((48, 48), np.uint8)


@dataclass(frozen=True)
class Kind:
    """A kind of file."""

    made: Callable[[Path], Path]  # a good one below this folder
    read: Callable[[Path], Any]  # what the app makes of it; raises what a page shows as a sentence


def _copied(source: Path) -> Callable[[Path], Path]:
    """A good file in a folder named as the one that it comes from, with all that stands there."""

    def made(folder: Path) -> Path:
        shutil.copytree(
            source.parent,
            folder / source.parent.name,
            ignore=shutil.ignore_patterns("*.keras", "model-*", "events.jsonl"),
        )
        return folder / source.parent.name / source.name

    return made


def _run_file(name: str) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        run = make(folder, "mine", started(1), RunEnded(2, "finished", 1, 0.5))
        set_note(run, "a note")
        faces = FaceSet(_PATCH[None], np.zeros(1, np.int64), ("a",), np.array(["PublicTest"]))
        samples.write_samples(run, faces, np.zeros(1, int))
        samples.write_mistakes(run, faces, np.eye(7)[[1]])
        return run / name

    return made


def _read_run(path: Path) -> Run:
    run = read_run(path.parents[1], path.parent.name)
    if run.problem:
        raise ValueError(run.problem)
    return run


def _set_zip(folder: Path) -> Path:
    shutil.copyfile(ROOT / "pages" / "sample" / "demo.zip", folder / "faces.zip")
    return folder / "faces.zip"


def _set_csv(folder: Path) -> Path:
    row = f"3,{' '.join(['9'] * 2304)},Training\n"
    (folder / "faces.csv").write_text("emotion,pixels,Usage\n" + 3 * row, encoding="utf-8")
    return folder / "faces.csv"


def _picture_of_a_set(folder: Path) -> Path:
    (folder / "set" / "train" / "happy").mkdir(parents=True)
    with zipfile.ZipFile(ROOT / "pages" / "sample" / "demo.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".png")][:2]
        for place, name in zip(("bad.png", "good.png"), names, strict=True):
            (folder / "set" / "train" / "happy" / place).write_bytes(archive.read(name))
    return folder / "set" / "train" / "happy" / "bad.png"


def _read_set_of(path: Path) -> FaceSet:
    faces = read_faces(path.parents[2])
    assert "good.png" in faces.names, "the healthy one stays"
    return faces


def _cached(name: str) -> Callable[[Path], Path]:
    def made(folder: Path) -> Path:
        source = _set_csv(folder)
        open_faces(source, folder / "cache")
        return cache_folder(source, folder / "cache") / name

    return made


def _read_cached(path: Path) -> FaceSet:
    faces = open_faces(path.parents[2] / "faces.csv", path.parents[1])
    assert len(faces.labels) == 3, "what is damaged is made anew"
    return faces


def _votes(folder: Path) -> Path:
    titles = "neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
    (folder / "votes.csv").write_text(f"{titles}\n{','.join('1' * 10)}\n", encoding="utf-8")
    return folder / "votes.csv"


def _read_votes(path: Path) -> np.ndarray:
    faces = FaceSet(_PATCH[None], np.zeros(1, np.int64), ("fer0000000",), np.array(["Training"]))
    return read_votes(path, faces)


def _fixes(folder: Path) -> Path:
    Fixes(folder / "fixes.sqlite").exclude(["a.png"])
    return folder / "fixes.sqlite"


def _own(folder: Path) -> Path:
    OwnStore(folder / "own.sqlite").keep_face(_PATCH, "happy", "test")
    return folder / "own.sqlite"


def _pack(folder: Path) -> Path:
    (folder / "pack.zip").write_bytes(pack_zip(load_emoji_set(EMOJIS / "noto")))
    return folder / "pack.zip"


def _read_emojis(path: Path) -> object:
    shutil.copytree(EMOJIS / "twemoji", path.parents[1] / "twemoji", dirs_exist_ok=True)
    loaded = load_emoji_sets(path.parents[1])
    assert "twemoji" in loaded.sets, "the healthy one stays"
    if loaded.problems:
        raise ValueError(loaded.problems[0])
    return loaded


def _serving(folder: Path) -> Path:
    _copied(MODELS / "tutorial" / "card.json")(folder)
    serving.keep_present(folder)
    return folder / "serving.json"


def _read_serving(path: Path) -> str:
    name = serving.serving_name(path.parent)
    assert name == "tutorial", "without a choice the most accurate serves"
    return name


def _findings(folder: Path) -> Path:
    study_files.write_findings([], folder)
    return next(folder.glob("findings*"))


def _array(folder: Path) -> Path:
    study_files.write_array(np.zeros((4, 7)), folder / "features.npy")
    return folder / "features.npy"


def _progress(folder: Path) -> Path:
    ProgressFile(folder, "tutorial", folder / "faces.zip").end()
    return folder / PROGRESS_FILE


def _ledger(folder: Path) -> Path:
    with Ledger(folder) as ledger:
        ledger.add({"file": "a.jpg", "bytes": 1, "changed_ns": 1}, {"faces": 0})
    return next(folder.glob("*.jsonl"))


def _read_ledger(path: Path) -> None:
    with Ledger(path.parent):
        pass


def _reference(path: Path) -> object:
    checksum = json.loads((path.parent / "card.json").read_text(encoding="utf-8"))["sha256"]
    return read_reference(path.parent, sha256=checksum)


KINDS: Final = {
    "model card": Kind(_copied(MODELS / "tutorial" / "card.json"), lambda p: read_card(p.parent)),
    "tflite": Kind(
        _copied(MODELS / "tutorial" / "model.tflite"), lambda p: Classifier.load(p.parent)
    ),
    "reference": Kind(_copied(MODELS / "sharp" / "reference.npz"), _reference),
    "choice": Kind(_serving, _read_serving),
    "config": Kind(_run_file("config.json"), _read_run),
    "events": Kind(_run_file("events.jsonl"), _read_run),
    "notes": Kind(_run_file("notes.json"), _read_run),
    "samples": Kind(_run_file("samples.npz"), lambda p: samples.read_samples(p.parent)),
    "mistakes": Kind(_run_file("mistakes.npz"), lambda p: samples.read_mistakes(p.parent)),
    "set zip": Kind(_set_zip, read_faces),
    "set csv": Kind(_set_csv, read_faces),
    "picture of a set": Kind(_picture_of_a_set, _read_set_of),
    "cached pictures": Kind(_cached("images.npy"), _read_cached),
    "cached labels": Kind(_cached("faces.json"), _read_cached),
    "votes": Kind(_votes, _read_votes),
    "fixes": Kind(_fixes, lambda p: Fixes(p).edits()),
    "own things": Kind(_own, lambda p: OwnStore(p).faces()),
    "emoji": Kind(_copied(EMOJIS / "noto" / "happy.png"), _read_emojis),
    "emoji set's words": Kind(_copied(EMOJIS / "noto" / "set.json"), _read_emojis),
    "emoji sheet": Kind(_copied(EMOJIS / "noto" / "extras.webp"), _read_emojis),
    "sticker pack": Kind(_pack, lambda p: read_pack(p.read_bytes())),
    "photo": Kind(_copied(_SAMPLE), lambda p: decode_photo(p.read_bytes())),
    "face finder": Kind(_copied(MODELS / yunet.FILE), lambda p: yunet.YuNet(p.parents[1])),
    "finer face finder": Kind(
        _copied(MODELS / YUNET_FILE),
        lambda p: FaceDetector("yunet", p.parents[1], search_px=STILL_SEARCH_PX),
    ),
    "head cutter": Kind(
        _copied(MODELS / "selfie" / "selfie_segmentation.tflite"),
        lambda p: HeadCutter(p.parents[1]),
    ),
    "study's findings": Kind(_findings, lambda p: study_files.read_findings(p.parent)),
    "study's numbers": Kind(_array, study_files.read_array),
    "study's progress": Kind(
        _progress, lambda p: read_progress(p.parent, running=False, last_words="")
    ),
    "ledger": Kind(_ledger, _read_ledger),
}
