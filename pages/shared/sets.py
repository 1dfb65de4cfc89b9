"""Caches of the explorer: each set is read once for all visitors. Named here and nowhere else."""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

import numpy as np
import streamlit as st

from core.dataset.cache import cache_folder, kept_array, open_faces
from core.dataset.face_set import FaceSet
from core.dataset.finding import DISAGREEING, LABELS, Finding
from core.dataset.fixed import marked
from core.dataset.fixes import Fixes
from core.dataset.measures import Measures, mean_faces, measure
from core.dataset.votes import read_votes
from core.occlusion import heat_map
from pages.faces.table import Table
from pages.shared import folders, models
from training.study.studies import Study, read_predictions, read_study, study_stamp

VOTES_FILE: Final = "fer2013new.csv"
_SET_SUFFIXES: Final = (".zip", ".csv")


def list_sets() -> list[str]:
    """Names of the sets that every visitor may look at: FER2013 first, the drawn faces last."""
    names = [
        path.name
        for path in (folders.DATA.iterdir() if folders.DATA.is_dir() else ())
        if (path.suffix.lower() in _SET_SUFFIXES and path.name != VOTES_FILE)
        or (path / "train").is_dir()
    ]
    shown = [name for name in names if not name.startswith(".")]
    shown = [name for name in shown if name != folders.DEMO.name]
    shown.sort(key=lambda name: (not name.lower().startswith("fer2013"), name))
    return [*shown, folders.DEMO.name]


def path_of(name: str) -> Path:
    """Where the set with one of these names lies."""
    return folders.DEMO if name == folders.DEMO.name else folders.DATA / name


def title_of(name: str) -> str:
    """A set's name as it is offered."""
    return "Drawn faces (demo)" if name == folders.DEMO.name else name


def changed_at(path: Path) -> float:
    """When a file or folder last changed, as part of its cache's key; 0 where there is none."""
    return path.stat().st_mtime if path.exists() else 0.0


@st.cache_resource(max_entries=2, show_spinner=False)
def face_set(path: Path, changed: float) -> FaceSet:
    """The faces of a set; do not write into them.

    Raises:
        FileNotFoundError, ValueError: Nothing is there, or nothing that can be used.
    """
    faces = open_faces(path, folders.CACHE)
    if path == folders.DEMO:
        _keep_demo_study()
    return faces


@st.cache_resource(max_entries=2, show_spinner=False)
def votes_of(path: Path, changed: float, voted: float) -> np.ndarray | None:
    """(N, 10) votes on the faces of a set; None where nobody voted on them.

    Raises:
        ValueError: The file of votes, last changed at `voted`, is none.
    """
    if not voted:
        return None
    faces = face_set(path, changed)
    votes = kept_array(
        path,
        folders.CACHE,
        f"votes-{voted:.6f}",
        lambda: read_votes(folders.DATA / VOTES_FILE, faces),
    )
    return votes if votes.any() else None


@st.cache_resource(max_entries=2, show_spinner=False)
def measures_of(path: Path, changed: float) -> dict[str, np.ndarray]:
    """Brightness and contrast in percent of the whole range and sharpness times 100, (N,) each."""
    images = face_set(path, changed).images

    def measured() -> np.ndarray:
        return np.stack(list(vars(measure(images)).values()))

    rows = kept_array(path, folders.CACHE, "measures", measured)
    names = [field.name for field in fields(Measures)]
    return dict(zip(names, np.round(100 * rows, 1), strict=True))


@st.cache_resource(max_entries=2, show_spinner=False)
def mean_faces_of(path: Path, changed: float) -> np.ndarray:
    """(7, 48, 48) uint8: the mean face of each class, by the set's own labels."""
    return mean_faces(face_set(path, changed))


@dataclass(frozen=True, eq=False)
class Known:
    """What studies have found of a set so far."""

    probabilities: dict[str, np.ndarray] = field(default_factory=dict)  # (N, 7) by model
    study: Study | None = None  # by one model; None before it is done


@st.cache_resource(max_entries=4, show_spinner=False)
def _known(path: Path, model: str, stamp: tuple[int, ...]) -> Known:
    return Known(
        read_predictions(folders.MODELS, path, folders.CACHE),
        read_study(folders.MODELS, model, path, folders.CACHE),
    )


def known(path: Path, model: str) -> Known:
    """What is known now; read again only when a study has written something."""
    return _known(path, model, study_stamp(folders.MODELS, model, path, folders.CACHE))


@st.cache_data(max_entries=200, show_spinner=False)
def heat_of(model: models.ModelVersion, face: bytes, label: str) -> np.ndarray:
    """(48, 48) float32 in [0, 1]: how much each place of a 48 x 48 grey face matters."""
    side = 48
    patch = np.frombuffer(face, np.uint8).reshape(side, side)
    return heat_map(models.classifier(model), patch, label)


def _keep_demo_study() -> None:
    """Put what the model that ships finds in the drawn faces where a study would."""
    into = cache_folder(folders.DEMO, folders.CACHE)
    with suppress(OSError):  # a full disk costs a study, nothing else
        shutil.copytree(folders.DEMO_STUDY, into, dirs_exist_ok=True)


def fixes_file(path: Path) -> Path:
    """Where the fixes to this set are kept; it may not exist yet."""
    return folders.DATA / "corrections" / f"{path.name}.sqlite"


def fixes(path: Path) -> Fixes:
    """The fixes to this set."""
    return Fixes(fixes_file(path))


def table(path: Path, model: str) -> Table:
    """The set with all that is known of it now.

    Args:
        model: Whose readings and study; empty for the one that Live and Photo use.

    Raises:
        ValueError, OSError: The votes beside the set or the fixes to it cannot be read.
    """
    changed = changed_at(path)
    faces = face_set(path, changed)
    votes = votes_of(path, changed, changed_at(folders.DATA / VOTES_FILE))
    made = fixes(path)
    labels, kept = marked(faces, made.edits())
    numbers = {}
    if votes is not None:
        numbers["agreement"] = agreement(votes)
    numbers |= measures_of(path, changed)
    chosen = model or models.serving_card().name
    found = known(path, chosen)
    read = None
    if chosen in found.probabilities:
        seen = found.probabilities[chosen]
        read, numbers = seen.argmax(axis=1), {"sure": seen.max(axis=1)} | numbers
    study = found.study
    if study is not None and study.face_heights is not None:
        numbers = numbers | {"face_size": np.round(100 * study.face_heights, 1)}
    findings = []
    if study is not None:
        findings = open_findings(study.findings, labels, kept, faces, made.dismissed())
    return Table(
        faces,
        labels,
        kept,
        numbers,
        model=chosen,
        read=read,
        votes=votes,
        neighbours=None if study is None else study.neighbours,
        places=None if study is None else study.embedding,
        probabilities=found.probabilities,
        findings=findings,
    )


def open_findings(
    findings: list[Finding],
    labels: np.ndarray,
    kept: np.ndarray,
    faces: FaceSet,
    dismissed: frozenset[tuple[str, frozenset[str]]] = frozenset(),
) -> list[Finding]:
    """The findings that no fix has answered yet and nobody dismissed.

    A group is answered when at most one of its faces is kept, a likely label error when the face
    has another label, and a group of disagreeing labels when it agrees.
    """
    changed = labels != faces.labels

    def is_open(one: Finding) -> bool:
        if dismissed:
            names = frozenset(faces.names[row] for row in one.faces)
            if (one.check, names) in dismissed:
                return False
        rows = [row for row in one.faces if kept[row]]
        if len(one.faces) > 1:
            differ = one.check != DISAGREEING or len(np.unique(labels[rows])) > 1
            return len(rows) > 1 and differ
        return bool(rows) and not (one.check == LABELS and changed[rows[0]])

    return [one for one in findings if is_open(one)]


def agreement(votes: np.ndarray) -> np.ndarray:
    """(N,) float32: the share of people who named what most did; NaN where nobody was asked."""
    asked = votes.sum(axis=1)
    shares = votes.max(axis=1) / np.maximum(asked, 1)
    return np.where(asked > 0, shares, np.nan).astype(np.float32)
