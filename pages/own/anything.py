"""Teach it anything: classes of the visitor's own, their frames, learning, the result, its use."""

from collections import Counter
from dataclasses import replace

import numpy as np
import streamlit as st

from core.capture import faces_in
from core.labels import EMOTIONS
from core.own.classes import OwnClass, keep_class, own_classes
from core.own.store import OwnFace
from core.personal.classes import CLASS_FACES, USUAL, ClassTrial, checked_class, missing_frames
from core.personal.layer import MAX_OWN, OwnClasses
from core.text import percent
from pages.own.burst import burst
from pages.own.example import show_example
from pages.own.in_use import show_in_use
from pages.shared import models, own, personal, visitor, widgets
from pages.shared.emoji_sets import shipped_sets


def show_anything() -> None:
    """Name, show, learn, use."""
    st.subheader("Teach it anything", anchor=False)
    st.markdown(
        f"A wink, a tongue that is out, glasses: up to {MAX_OWN} of your own. Show each "
        f"{CLASS_FACES} times, and your usual face as often; learning takes some seconds."
    )
    classes, faces = own_classes(own.own_store()), own.own_store().faces()
    if not classes:
        show_example(next(iter(shipped_sets().values())))
        _name_one(classes)
        show_in_use()
        return
    what, camera = st.columns([3, 2], gap="large")
    with what:
        label = _choice(classes, faces)
        _name_one(classes)
        _show_learning(classes, faces)
        show_in_use()
    with camera:
        _take(label, classes)


def _choice(classes: list[OwnClass], faces: list[OwnFace]) -> str:
    """What the camera is to see next."""
    counts = Counter(face.label for face in faces)
    counts[USUAL] += sum(counts[name] for name in EMOTIONS)
    labels = [*(one.name for one in classes), USUAL]
    lacking = (place for place, one in enumerate(labels) if counts[one] < CLASS_FACES)
    return st.radio(
        "What to show now",
        labels,
        next(lacking, 0),
        format_func=lambda one: "My usual face" if one == USUAL else one,
        captions=[f"{counts[one]} of {CLASS_FACES} frames" for one in labels],
        key=f"class-{len(classes)}-{sum(counts[one] >= CLASS_FACES for one in labels)}",
    )


def _name_one(classes: list[OwnClass]) -> None:
    emojis = next(iter(shipped_sets().values()))
    with st.popover(
        "Name another" if classes else "Name the first",
        icon=":material/add:",
        type="secondary" if classes else "primary",
        disabled=len(classes) >= MAX_OWN,
    ):
        name = st.text_input("What it is", max_chars=30, placeholder="wink", key="class-name")
        emoji = st.selectbox("Its emoji", list(emojis.extras), key="class-emoji")
        st.image(emojis.extras[emoji][..., [2, 1, 0, 3]], width=72)
        if st.button("Keep this name", type="primary", key="class-keep"):
            keep_class(own.own_store(), checked_class(name, [one.name for one in classes]), emoji)
            st.rerun()


def _take(label: str, classes: list[OwnClass]) -> None:
    emojis = next(iter(shipped_sets().values()))
    chosen = {one.name: one.emoji for one in classes}.get(label, "")
    example = widgets.sprite_data_url(emojis.extras[chosen]) if chosen in emojis.extras else ""
    prompt = "Your usual face" if label == USUAL else label
    frames = burst(
        "class-burst",
        wanted=label,
        prompt=f"{prompt}, moving a little",
        example=example,
        emojis=emojis,
        frames=CLASS_FACES,
    )
    st.caption(f"Keep sends {CLASS_FACES} frames; kept are small grey faces, {own.place()}.")
    if not frames:
        return
    with st.spinner("Finding your face in each …"):
        for patch in faces_in(frames, visitor.still_detector("yunet")):
            own.own_store().keep_face(patch, label, "class")
    st.rerun()


def _show_learning(classes: list[OwnClass], faces: list[OwnFace]) -> None:
    names = [one.name for one in classes]
    known = [face for face in faces if face.label in (*names, USUAL, *EMOTIONS)]
    labels = [face.label for face in known]
    if said := missing_frames(labels, names):
        st.info(said, icon=":material/face:")
    pressed = st.button(
        "Learn them",
        type="primary",
        icon=":material/school:",
        disabled=bool(said),
        key="class-learn",
    )
    if pressed:
        with st.spinner("Learning … this takes some seconds."):
            patches = np.array([face.patch for face in known])
            personal.remember_classes(
                personal.learned_classes(models.serving_model(), patches, labels, names)
            )
    trial = personal.remembered_classes()
    if trial and {*trial.gate.labels[1:]} <= {*names}:
        _show_trial(trial, {one.name: one.emoji for one in classes})


def _show_trial(trial: ClassTrial, emojis: dict[str, str]) -> None:
    told, usual, others = st.columns(3)
    told.metric(
        "Yours told rightly", percent(trial.told), help="On frames that it had not learned from."
    )
    usual.metric(
        "Usual face mistaken", percent(trial.usual_taken), help="Taken for one of yours by error."
    )
    others.metric(
        "Other people mistaken",
        percent(trial.others_taken),
        help="Of 3,589 validation faces. All others are read by the seven as before.",
    )
    if trial.refused:
        st.warning(f"Not used. {trial.refused}", icon=":material/block:")
        return
    if st.button("Use them on Live and Photo", type="primary", key="class-use"):
        about = {
            "faces": trial.faces,
            "told": trial.told,
            "usual_taken": trial.usual_taken,
            "others_taken": trial.others_taken,
        }
        names = trial.gate.labels[1:]
        layer = personal.layer_of(personal.reading_model())
        taught = OwnClasses(trial.gate, {name: emojis[name] for name in names})
        personal.use(f"My {', '.join(names)}"[:40], replace(layer, own=taught), about)
        personal.remember_classes(None)
        st.rerun()
