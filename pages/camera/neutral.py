"""Calibration on Live: ten seconds of a neutral face, used where it helps, undone by one click."""

import time
from dataclasses import replace
from typing import Final

import streamlit as st

from core.errors import UserError
from core.labels import EMOTIONS
from core.personal.head import FloatArray
from core.personal.neutral import (
    EVERY_S,
    MIN_MOMENTS,
    MOST_S,
    SECONDS,
    calibrate,
    missing_moments,
    told_scores,
)
from core.text import percent
from pages.camera.parts import part
from pages.camera.server_view import ServerView
from pages.shared import browser_files, own, personal, visitor
from pages.shared.mount import mount

TITLE: Final = "Read as sad all the time?"
_NAME: Final = "My neutral face"
_part = part("neutral")


def of_browser() -> None:
    """Draw it where the visitor's browser reads faces; scores come here, never pictures."""
    _explain()
    data = {
        "code": browser_files.program().code,
        "seconds": SECONDS,
        "mostS": MOST_S,
        "least": MIN_MOMENTS,
        "everyS": EVERY_S,
        "scores": len(EMOTIONS),
    }
    told = mount(_part, "browser-neutral", data, hears=("told",)).told
    if told is not None:
        _learn(told_scores(told))
    _in_use()


def of_server(view: ServerView) -> None:
    """Draw it where the server reads faces."""
    _explain()
    collected = visitor.neutral()
    st.button(
        "Ten seconds of my neutral face",
        on_click=collected.begin,
        disabled=collected.going,
        key="neutral-go",
    )
    if collected.going:
        _collect(view)
    elif collected.rows:
        _learn(told_scores(collected.take()))
    _in_use()


@st.fragment(run_every=EVERY_S)
def _collect(view: ServerView) -> None:
    collected = visitor.neutral()
    since = time.monotonic() - collected.began
    if since >= (SECONDS if len(collected.rows) >= MIN_MOMENTS else MOST_S):
        collected.going = False
        st.rerun()
    readings = view.snapshot.readings
    if readings:
        scores = readings[0].prediction.scores
        collected.rows.append([scores[name] for name in EMOTIONS])
    st.caption(f"Look into the camera with a calm face: {max(SECONDS - since, 0):.0f} s")


def _explain() -> None:
    st.markdown(
        "Some faces look sad or angry at rest. Show yours for ten seconds; half of the moments "
        "are learned from, and only if the other half is then read better, it is used."
    )


def _learn(scores: FloatArray) -> None:
    """Use it if it helps, and say what came of it."""
    if said := missing_moments(len(scores)):
        st.warning(said)
        return
    model = personal.reading_model()
    try:
        reference = personal.reference(model._replace(own=0, own_at=0.0))
        layer = personal.layer_of(model)
        trial = calibrate(scores, layer.head or reference.head, reference)
        if trial.refused:
            st.info(trial.refused, icon=":material/face:")
            return
        about = {
            "neutral_before": trial.before,
            "neutral_after": trial.after,
            "general_before": trial.general_before,
            "general_after": trial.general_after,
        }
        personal.use(_NAME, replace(layer, head=trial.head), about)
    except UserError as problem:
        st.error(str(problem))
        return
    st.rerun()


def _in_use() -> None:
    used = own.own_store().used_model()
    if used is None or "neutral_after" not in used.about:
        return
    before, after = (float(used.about[f"neutral_{when}"]) for when in ("before", "after"))
    words, back = st.columns([3, 1], vertical_alignment="center")
    words.markdown(
        f"Calibrated: {percent(before)} of the moments that were held out were read as neutral, "
        f"now {percent(after)}. Kept {own.place()}."
    )
    if back.button("Undo", icon=":material/undo:", key="neutral-undo"):
        own.own_store().undo_use()
        st.rerun()
