"""One run as it goes: where it stands, its curves, and what its owner may do with it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.run.charts import run_figures
from pages.run.inside import show_inside
from pages.run.notice import show_notice
from pages.run.outcome import show_outcome
from pages.run.promote import show_promote
from pages.run.words import duration, progress_of, share_1, share_done
from pages.shared import all_runs, folders
from pages.shared.actions import done_by_owner, show
from pages.shared.owner import is_owner
from pages.shared.plot import plots
from training.runs.launch import resume_run, stop_run
from training.runs.run import Run, RunState
from training.runs.store import STOP_FILE

_REFRESH_S = 1.0
_KEPT = "The best weights so far are kept, and the run can go on later."


def show_run(run: Run, button: DeltaGenerator) -> None:
    """The run, drawn again every second as long as it goes on; `button` takes Stop or Resume."""
    running = run.state == RunState.RUNNING
    with button:
        _stop_or_resume(run)
    st.fragment(run_every=_REFRESH_S if running else None)(_going)(run.name, running=running)
    if run.is_model:
        show_outcome(run)
        show_promote(run)
    show_inside(run)


def _stop_or_resume(run: Run) -> None:
    """Whichever makes sense now."""
    if run.state == RunState.FINISHED or run.config is None:
        return
    allowed = is_owner()
    if run.state != RunState.RUNNING:
        words = "Start" if run.state == RunState.NEW else "Resume"
        pressed = st.button(
            words, icon=":material/play_arrow:", disabled=not allowed, width="stretch"
        )
        if pressed and done_by_owner(lambda: resume_run(folders.MODELS, run.name)):
            show(run=run.name)
        return
    asked = (run.folder / STOP_FILE).exists()
    words = "Stopping …" if asked else "Stop"
    pressed = st.button(
        words,
        icon=":material/stop:",
        disabled=not allowed or asked or run.is_finishing,
        width="stretch",
        help="Ends within seconds. "
        + (_KEPT if run.epochs else "No epoch is over yet, so nothing is kept."),
    )
    if pressed and done_by_owner(lambda: stop_run(folders.MODELS, run.name)):
        show(run=run.name)


def _going(name: str, *, running: bool) -> None:
    """What changes while a run goes on; called again by itself every second."""
    run = all_runs.run(name)
    if run is None or (run.state == RunState.RUNNING) != running:
        st.rerun()  # it ended, or was deleted elsewhere: the whole page changes
    st.progress(share_done(run), progress_of(run))
    show_notice(run)
    if run.problem:
        _problem(run)
    _figures_in_a_row(run)
    if run.epochs or run.steps:
        plots(run_figures(run), run=run.name, key="run-plots")
    elif run.state == RunState.RUNNING:
        st.info("The curves begin with the first second of training.", icon=":material/timeline:")


def _problem(run: Run) -> None:
    if not is_owner():
        st.error(f"{run.name} has a problem, which is told to the owner.")
    elif run.state == RunState.FAILED:
        st.error(f"The run failed. {run.problem}")
    else:
        st.warning(run.problem)


def _figures_in_a_row(run: Run) -> None:
    last, best = (run.epochs[-1] if run.epochs else None), run.best
    row = st.container(horizontal=True, gap="large")
    measure = "Agrees with votes" if run.chosen_by_votes else "Best on validation"
    if not run.learns_a_person:  # which keeps the last epoch's weights, or a part of the way
        row.metric(
            f"{measure}, epoch {best.epoch}" if best else measure,
            share_1(best.val_accuracy) if best else "–",
            help="The share of validation faces named rightly, which is as most people voted where "
            "a run is chosen by that. The weights of this epoch are kept. Runs of FER2013 count "
            "its clean faces; those of before counted all.",
        )
    if run.chosen_by_votes and run.validation is not None:
        row.metric("Validation", share_1(run.validation), help="Named as the labels say.")
    row.metric("Validation, last epoch", share_1(last.val_accuracy) if last else "–")
    row.metric(
        "Train, last epoch",
        share_1(last.accuracy) if last else "–",
        help="The share of training faces named rightly while learning. Far above validation: the "
        "network learns its faces by heart, which is called overfitting.",
    )
    row.metric(
        "Time so far" if run.state == RunState.RUNNING else "Training time", duration(run.seconds)
    )
