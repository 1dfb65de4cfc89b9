"""A study of the set by a network: what it would bring, its progress, and the button to start."""

from pathlib import Path
from typing import Final

import streamlit as st

from core.text import percent
from pages.faces.table import Table
from pages.shared import folders, sets
from pages.shared.actions import done_by_owner
from pages.shared.owner import is_owner
from training.study.progress import StudyProgress
from training.study.studies import start_study, study_progress

_REFRESH_S: Final = 1.0
_MS_PER_FACE: Final = 13.0  # the whole study, on two idle cores


def need_study(table: Table, path: Path, what: str) -> None:
    """Says that `what` comes with a study, and offers or shows it."""
    now = study_progress(folders.CACHE)
    if now.running:
        st.info(f"{what} will stand here when the study is done.", icon=":material/hourglass_top:")
        return
    if now.problem and now.data == path.name and is_owner():
        st.warning(f"The last study ended early. {now.problem}", icon=":material/warning:")
    minutes = max(1, round(len(table.labels) * _MS_PER_FACE / 60_000))
    words = "a minute" if minutes == 1 else f"{minutes} minutes"
    st.info(
        f"{what} will stand here once {table.model} has studied the set. It takes about {words} in "
        "the background, once; look around meanwhile.",
        icon=":material/travel_explore:",
    )
    pressed = st.button(
        "Study the set",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not is_owner(),
        help=None if is_owner() else "The owner can start it.",
    )
    if pressed and done_by_owner(lambda: _start(table.model, path)):
        st.rerun()


def show_progress(table: Table) -> None:
    """How far a study is, moving by itself; nothing where none runs."""
    if study_progress(folders.CACHE).running:
        st.fragment(run_every=_REFRESH_S)(_moving)(table.model in table.probabilities)


def _moving(has_readings: bool) -> None:
    """Called again every second; draws the whole page anew when there is more to show."""
    now = study_progress(folders.CACHE)
    if not now.running:
        st.rerun()
    st.progress(now.share, _words(now))
    if not has_readings and now.share > 0 and _has_readings(now):
        st.rerun()


def _has_readings(now: StudyProgress) -> bool:
    path = sets.path_of(now.data)
    return now.model in sets.known(path, now.model).probabilities


def _words(now: StudyProgress) -> str:
    if not now.stage:
        return "The study begins."
    return f"{now.model} studies {now.data}: {now.stage}, {percent(now.share)}"


def _start(model: str, path: Path) -> None:
    start_study(folders.MODELS, model, path, folders.CACHE)
