"""Every run as it stands now, read once for all visitors."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.shared import folders
from training.runs.run import Run
from training.runs.store import list_runs


@dataclass
class _Runs:
    """All runs as they were last read, for every visitor; replaced whole by any one's run."""

    newest_first: tuple[Run, ...] = ()


@st.cache_resource(show_spinner=False)
def _runs(models: Path) -> _Runs:
    return _Runs()


def runs() -> tuple[Run, ...]:
    """Every run as it stands now, the newest first; only what is new in them is read."""
    known = _runs(folders.MODELS)
    known.newest_first = tuple(list_runs(folders.MODELS, known.newest_first))
    return known.newest_first


def run(name: str) -> Run | None:
    """One run as it stands now; None if there is none of this name."""
    return next((run for run in runs() if run.name == name), None)
