"""Let a finished run's model serve Live and Photo, after it was held against the present one."""

import streamlit as st

from core.errors import in_words
from pages.run.words import share_1
from pages.shared import folders
from pages.shared.actions import done_by_owner, show
from pages.shared.owner import is_owner
from training.runs.run import Run
from training.runs.serving import (
    MIN_REASON,
    Gate,
    compare,
    promote,
    read_serving,
    rollback,
    serving_name,
)


def show_in_use() -> None:
    """Which model Live and Photo use now, and the way back to the one before."""
    name = serving_name(folders.MODELS)
    if name is None:
        st.markdown("No model is in use yet: the first finished run becomes it.")
        return
    chosen = read_serving(folders.MODELS)
    before = chosen.previous if chosen and chosen.model == name else ""
    words, way_back = st.columns([3, 2], vertical_alignment="center")
    words.markdown(f"Live and Photo use **{name}**.")
    if before:
        pressed = way_back.button(
            f"Go back to {before}",
            icon=":material/undo:",
            disabled=not is_owner(),
            width="stretch",
        )
        if pressed and done_by_owner(lambda: rollback(folders.MODELS)):
            show()


def show_promote(run: Run) -> None:
    """The gate: both models on the same faces, and the button; a worse one needs a reason."""
    st.subheader("Use it", anchor=False)
    if run.name == serving_name(folders.MODELS):
        st.markdown("Live and Photo use this model now.")
        return
    if run.is_demo:
        st.markdown("It learned from drawn faces and cannot read people, so it never serves.")
        return
    try:
        gate = compare(folders.MODELS, run.name)
    except (ValueError, OSError) as problem:
        st.error(in_words(problem))
        return
    if gate.refused:
        st.markdown("What it learned is not worth what it would cost, so it never serves.")
        return
    st.markdown(_held_against(gate))
    reason = ""
    if not gate.better:
        reason = st.text_input(
            f"Why use it all the same? At least {MIN_REASON} characters.",
            max_chars=300,
            disabled=not is_owner(),
            key=f"reason-{run.name}",
        )
    pressed = st.button(
        "Use it in Live and Photo",
        type="primary",
        icon=":material/rocket_launch:",
        disabled=not is_owner(),
    )
    if pressed and done_by_owner(lambda: promote(folders.MODELS, run.name, reason)):
        show(run=run.name)


def _held_against(gate: Gate) -> str:
    mine, theirs = gate.candidate_accuracy, gate.present_accuracy
    if not gate.comparable or mine is None or theirs is None:
        return (
            f"It was not measured on the same validation faces as **{gate.present}**, which is in "
            "use, so nobody can tell which is better."
        )
    verdict = "It is **worse**."
    if gate.better:
        verdict = (
            "It is better or as good." if mine >= theirs else "So much it may cost to know you."
        )
    return (
        f"Of the same validation faces, **{gate.candidate}** names {share_1(mine)} rightly and "
        f"**{gate.present}**, in use now, {share_1(theirs)}. {verdict}"
    )
