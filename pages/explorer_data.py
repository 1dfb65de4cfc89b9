"""Caches of the explorer: each set is read once for all visitors. Named here and nowhere else."""

import os
from pathlib import Path
from typing import Final

import numpy as np
import streamlit as st

from core.corrections import Corrections
from core.dataset import FaceSet, read_faces
from core.votes import read_votes
from pages import shared
from pages.faces_table import Table

# Another folder of data sets and corrections than the repository's own.
DATA: Final = Path(os.environ.get("PHOTO_TO_EMOJI_DATA") or shared.ROOT / "data")
VOTES_FILE: Final = "fer2013new.csv"
_SET_SUFFIXES: Final = (".zip", ".csv")


def list_sets() -> list[str]:
    """Names of the sets in the data folder that every visitor may look at, FER2013 first."""
    if not DATA.is_dir():
        return []
    names = [
        path.name
        for path in DATA.iterdir()
        if (path.suffix.lower() in _SET_SUFFIXES and path.name != VOTES_FILE)
        or (path / "train").is_dir()
    ]
    return sorted(names, key=lambda name: (not name.lower().startswith("fer2013"), name))


def changed_at(path: Path) -> float:
    """When a set last changed, as part of its cache's key; 0 where there is none."""
    return path.stat().st_mtime if path.exists() else 0.0


@st.cache_resource(max_entries=2, show_spinner=False)
def face_set(path: Path, changed: float) -> FaceSet:
    """The faces of a set; do not write into them.

    Raises:
        FileNotFoundError, ValueError: Nothing is there, or nothing that can be used.
    """
    return read_faces(path)


@st.cache_resource(max_entries=2, show_spinner=False)
def votes_of(path: Path, changed: float) -> np.ndarray | None:
    """(N, 10) votes on the faces of a set; None where nobody voted on them."""
    votes_file = DATA / VOTES_FILE
    if not votes_file.exists():
        return None
    votes = read_votes(votes_file, face_set(path, changed))
    return votes if votes.any() else None


def corrections(path: Path) -> Corrections:
    """The fixes to this set, beside it."""
    return Corrections(DATA / "corrections" / f"{path.stem}.sqlite")


def table(path: Path, model: str) -> Table:
    """The set with all that is known of it now."""
    changed = changed_at(path)
    faces = face_set(path, changed)
    votes = votes_of(path, changed)
    labels, kept = corrections(path).marked(faces)
    numbers = {}
    if votes is not None:
        numbers["agreement"] = agreement(votes)
    return Table(faces, labels, kept, numbers, votes=votes)


def agreement(votes: np.ndarray) -> np.ndarray:
    """(N,) float32: the share of people who named what most did; NaN where nobody was asked."""
    asked = votes.sum(axis=1)
    shares = votes.max(axis=1) / np.maximum(asked, 1)
    return np.where(asked > 0, shares, np.nan).astype(np.float32)
