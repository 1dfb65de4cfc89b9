"""Teach it my face: what is kept to learn from, learning, the honest result, use and way back."""

from collections import Counter

import numpy as np
import streamlit as st

from core.errors import UserError
from core.labels import EMOTIONS
from core.own.store import OwnModel, OwnStore
from core.personal.trial import Trial, missing
from core.text import percent
from pages.shared import models, own, personal


def show_teach() -> None:
    """Learn how one person shows the seven expressions; the honest result; use, and way back."""
    st.subheader("Teach it my face", anchor=False)
    st.markdown(
        "Keep faces with the right expression, from **My set** or by correcting a photo. "
        "The app then learns how *you* look, and shows whether that helped."
    )
    _show_learning(own.own_store())
    _show_in_use(own.own_store())


def _show_learning(store: OwnStore) -> None:
    faces = [face for face in store.faces() if face.label in EMOTIONS]
    labels = [face.label for face in faces]
    counts = Counter(labels)
    st.markdown(" ".join(f":gray-badge[{name} {counts[name]}]" for name in EMOTIONS))
    if said := missing(labels):
        st.info(said, icon=":material/face:")
    pressed = st.button(
        "Learn my face",
        type="primary",
        icon=":material/school:",
        disabled=bool(said),
        key="own-teach",
    )
    if pressed:
        with st.spinner("Learning your face … this takes some seconds."):
            patches = np.array([face.patch for face in faces])
            personal.remember(personal.learned(models.serving_model(), patches, labels))
    if trial := personal.remembered():
        _show_trial(store, trial)


def _show_trial(store: OwnStore, trial: Trial) -> None:
    mine, others = st.columns(2)
    mine.metric(
        "Your faces named rightly",
        percent(trial.after),
        _points(trial.after - trial.before),
        help="By heads that had not seen the face; the smaller figure is the change.",
    )
    others.metric(
        "Other people's faces",
        percent(trial.general_after),
        _points(trial.general_after - trial.general_before),
        help="3,589 validation faces that it did not learn from.",
    )
    if trial.refused:
        st.warning(f"Not used. {trial.refused}", icon=":material/block:")
        return
    if st.button("Use it for me", type="primary", key="own-use-trial"):
        about = {
            "base": models.serving_model().sha256,
            "faces": trial.faces,
            "before": trial.before,
            "after": trial.after,
            "general_before": trial.general_before,
            "general_after": trial.general_after,
        }
        number = store.keep_model(f"My face, {trial.faces} faces", about, trial.head.to_bytes())
        store.use_model(number)
        personal.remember(None)
        st.rerun()


def _show_in_use(store: OwnStore) -> None:
    used = store.used_model()
    if used is None:
        return
    with st.container(border=True):
        words, back = st.columns([3, 2], vertical_alignment="center")
        words.markdown(
            f"Photo, and Live on the server, read you with **{used.name}**. {_measured(used)}"
        )
        if back.button("Go back to the one before", icon=":material/undo:", key="own-undo"):
            try:
                store.undo_use()
            except UserError as problem:
                st.error(str(problem))
                return
            st.rerun()


def _measured(used: OwnModel) -> str:
    about = used.about
    if "after" not in about:
        return ""
    before, after = float(about["before"]), float(about["after"])
    return f"Your faces: {percent(before)} before, {percent(after)} now."


def _points(change: float) -> str:
    return f"{100 * change:+.1f} points"
