"""A word to who looks elsewhere while a run goes on: the tab's title, and a notice if asked for."""

from pathlib import Path
from typing import Final

from streamlit.components.v2 import component

from pages.run.charts import name_of
from pages.run.words import STATES, share_1, share_done
from pages.shared.mount import mount
from training.runs.run import Run, RunState

_HTML: Final = (
    "<button hidden>Tell me when it ends</button>"
    "<span hidden>Your browser will tell you when it ends, as long as this page is open.</span>"
)
_CSS: Final = """
button {font: .9rem var(--st-font); color: var(--st-text-color); background: none; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: .5rem; padding: .3rem .8rem}
button:hover, button:focus-visible {border-color: var(--st-primary-color)}
span {font: .85rem var(--st-font); color: var(--st-text-color); opacity: .75}
[hidden] {display: none}
"""
_notice = component(
    "run_notice",
    html=_HTML,
    css=_CSS,
    js=(Path(__file__).parent / "notice.js").read_text(encoding="utf-8"),
)


def show_notice(run: Run) -> None:
    """Follow the run in the tab's title, and offer to tell when it is over."""
    going = run.state == RunState.RUNNING
    mount(
        _notice,
        "run-notice",
        {"run": run.name, "going": going, "done": share_done(run), "words": ended_words(run)},
    )


def ended_words(run: Run) -> str:
    """How a run came out, in one line."""
    best = f", {share_1(run.validation)} of validation right" if run.validation is not None else ""
    return f"{name_of(run)} is {STATES[run.state].lower()}{best}"
