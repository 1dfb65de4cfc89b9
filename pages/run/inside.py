"""Look inside a run: faces, network, settings, log, files; a tab for each."""

from collections.abc import Callable
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from pages.run.faces import show_mistakes, show_samples
from pages.run.manage import show_manage
from pages.shared.owner import is_owner
from training.runs.run import Run, RunState
from training.runs.store import SUMMARY_FILE, log_tail

_LOG_LINES: Final = 100
_FILES: Final = {
    "model.tflite": "Model for serving (LiteRT)",
    "model.keras": "Model for Keras",
    "card.json": "Card",
    "report.json": "Report",
    "events.jsonl": "Events",
    "config.json": "Settings",
}


def show_inside(run: Run) -> None:
    """Everything else there is to know of a run."""
    st.subheader("Look inside", anchor=False)
    names = ["Sample faces", "Mistakes", "Network", "Settings", "Log", "Files", "Name and note"]
    faces, mistakes, network, settings, log, files, manage = st.tabs(names)
    with faces:
        st.fragment(run_every=2.0 if run.state == RunState.RUNNING else None)(show_samples)(run)
    with mistakes:
        show_mistakes(run)
    with network:
        _network(run)
    with settings:
        _settings(run)
    with log:
        _log(run)
    with files:
        _files(run)
    with manage:
        show_manage(run)


def _network(run: Run) -> None:
    if run.started:
        st.markdown(f"{run.started.parameters:,} weights that can learn.")
    summary, picture = run.folder / SUMMARY_FILE, run.folder / "model.png"
    if summary.exists():
        st.code(summary.read_text(encoding="utf-8", errors="replace"), language=None, height=420)
    if picture.exists():
        with st.expander("The network as a picture", icon=":material/account_tree:"):
            st.image(picture.read_bytes())
    if not summary.exists() and not picture.exists():
        over = run.state in (RunState.STOPPED, RunState.FAILED)
        words = "It ended before its network was written down."
        st.info(words if over else "The network's layers stand here once the trainer has built it.")


def _settings(run: Run) -> None:
    if run.config is None:
        st.error("This run's settings cannot be read.")
        return
    st.json(asdict(run.config))
    if run.started and run.started.command and is_owner():
        st.markdown("Started by")
        st.code(run.started.command, language="bash", wrap_lines=True)
    if run.started:
        st.markdown(
            "With " + ", ".join(f"{k} {escape(v)}" for k, v in run.started.versions.items())
        )


def _log(run: Run) -> None:
    if not is_owner():
        st.info("The log names folders of this machine, so only its owner sees it.")
        return
    words = log_tail(run.folder, _LOG_LINES)
    if words:
        st.code(words, language=None, height=420)
    else:
        st.info("What the trainer prints stands here, if it was started from this page.")


def _files(run: Run) -> None:
    there = [name for name in _FILES if (run.folder / name).exists()]
    if not there:
        st.info("The model, its card and its events can be downloaded here once they are there.")
    for name in there:
        st.download_button(
            f"{_FILES[name]}: {name}",
            _reader(run.folder / name),
            f"photo-to-emoji-{run.name}-{name}",
            icon=":material/download:",
            on_click="ignore",
        )


def _reader(path: Path) -> Callable[[], bytes]:
    """Reads the file only when somebody wants it."""
    return path.read_bytes
