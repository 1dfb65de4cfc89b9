"""Teach it my face: what is kept to learn from, learning, the honest result, use and way back."""

from collections import Counter
from dataclasses import replace

import numpy as np
import streamlit as st

from core.labels import EMOTIONS
from core.own.store import OwnStore
from core.personal.trial import Trial, missing
from pages.own.fine_tune import show_fine_tune
from pages.own.in_use import show_in_use
from pages.shared import models, own, personal
from pages.shared.change import show_change


def show_teach() -> None:
    """Learn how one person shows the seven expressions; the honest result; use, and way back."""
    st.subheader("Teach it my face", anchor=False)
    st.markdown(
        "Keep faces with the right expression, from **My set** or by correcting a photo. "
        "The app then learns how *you* look, and shows whether that helped."
    )
    _show_learning(own.own_store())
    show_in_use()


def _show_learning(store: OwnStore) -> None:
    faces = [face for face in store.faces() if face.label in EMOTIONS]
    labels = [face.label for face in faces]
    counts = Counter(labels)
    st.markdown(" ".join(f":gray-badge[{name} {counts[name]}]" for name in EMOTIONS))
    if said := missing(labels):
        st.info(said, icon=":material/face:")
        st.page_link("photo.py", label="Correct a photo", icon=":material/photo_library:")
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
        _show_trial(trial)
    show_fine_tune(ready=not said)


def _show_trial(trial: Trial) -> None:
    show_change(
        before=trial.before,
        after=trial.after,
        general_before=trial.general_before,
        general_after=trial.general_after,
    )
    if trial.refused:
        st.warning(f"Not used. {trial.refused}", icon=":material/block:")
        return
    if st.button("Use it for me", type="primary", key="own-use-trial"):
        about = {
            "faces": trial.faces,
            "before": trial.before,
            "after": trial.after,
            "general_before": trial.general_before,
            "general_after": trial.general_after,
        }
        known = personal.layer_of(personal.reading_model())
        personal.use(f"My face, {trial.faces} faces", replace(known, head=trial.head), about)
        personal.remember(None)
        st.rerun()
