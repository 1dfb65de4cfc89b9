"""The form of a whole RunConfig: a preset, anything in it changed, checked before it starts."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import streamlit as st

from core.dataset.row import PUBLIC_TEST, TRAINING
from core.errors import in_words
from pages.run.fields import GROUPS, MEANINGS, PRESETS, Field
from pages.run.words import duration
from pages.shared import all_runs, folders, sets
from pages.shared.actions import done_by_owner, show
from pages.shared.owner import is_owner
from training.runs.config import CHOICES, RunConfig, config_from
from training.runs.estimate import estimate
from training.runs.launch import NO_TRAINER, can_train, running_run, start_run
from training.runs.recipes import RECIPES

_START: Final = "Start training"
_START_ICON: Final = ":material/play_arrow:"
_DEMO_BATCH: Final = 16  # of a few hundred faces
_DEMO_EPOCHS: Final = 15  # of a second or two each


def show_form() -> None:
    """Preset, settings, what it will take, and the button, which only an owner can press."""
    if not is_owner():
        st.caption("Every setting can be tried here; the owner alone starts a run.")
    preset = st.segmented_control(
        "Preset",
        list(PRESETS),
        format_func=lambda name: PRESETS[name][0],
        default="quick",
        required=True,
        key="preset",
    )
    st.markdown(PRESETS[preset][1])
    values = _settings(preset, _at_hand(asdict(RECIPES[preset])))
    name = st.text_input(
        "Name of the run",
        f"{preset}-{datetime.now():%Y%m%d-%H%M}",
        help="Small letters, digits, dots and dashes.",
        max_chars=64,
        key=f"{preset}-name",  # else the turn of a minute would forget what was typed
    )
    config = _checked(values)
    if config is None:
        return
    if not is_owner():  # who could ask for any file of this machine, if their set were read
        st.button(_START, type="primary", icon=_START_ICON, disabled=True)
        return
    pictures = _counted(config.data)
    if not pictures:
        return
    needs = estimate(config, pictures)
    st.markdown(
        f"About **{duration(needs.seconds)}** on this machine with nothing else to do, and "
        f"**{needs.memory_mb / 1000:.1f} GB** of memory."
    )
    if not can_train():
        st.info(NO_TRAINER, icon=":material/cloud_off:")
    busy = running_run(folders.MODELS)
    if busy:
        st.info(f"{busy} is being trained now. One run at a time: stop it or wait.")
    pressed = st.button(
        _START, type="primary", icon=_START_ICON, disabled=bool(busy) or not can_train()
    )
    if pressed and done_by_owner(lambda: start_run(folders.MODELS, config, name.strip())):
        show(run=name.strip(), view="watch")


def _at_hand(values: dict[str, Any]) -> dict[str, Any]:
    """A preset as it can be started here: without FER2013 it learns the drawn faces."""
    if _is_there(values["data"]):
        return values
    st.info(
        "FER2013 is not here, so this learns from faces that the app has drawn: a model of them "
        "never reads people, and its figures are the drawings' own. FER2013 comes with Kaggle's "
        "*Challenges in Representation Learning: Facial Expression Recognition Challenge*; put it "
        "into the folder `data`.",
        icon=":material/draw:",
    )
    demo = str(folders.DEMO.relative_to(folders.ROOT))
    return {
        **values,
        **{"data": demo, "votes": "", "teachers": "", "batch_size": _DEMO_BATCH},
        "epochs": max(values["epochs"], _DEMO_EPOCHS),
    }


def _is_there(data: str) -> bool:
    return (folders.ROOT / Path(data).expanduser()).exists()


def _settings(preset: str, values: dict[str, Any]) -> dict[str, Any]:
    """What the form says; every preset has widgets of its own, so that it opens as it is."""
    data, network, start = st.columns(3)
    values["data"] = data.text_input(
        "Data set", values["data"], help="A FER2013 zip, folder or csv.", key=f"{preset}-data"
    )
    with data:
        values["corrections"] = _fixes(str(values["data"]), preset)
    values["network"] = network.selectbox(
        "Network",
        CHOICES["network"],
        CHOICES["network"].index(values["network"]),
        key=f"{preset}-network",
    )
    finished = ["", *(run.name for run in all_runs.runs() if run.is_model)]
    values["start"] = start.selectbox(
        "Start from",
        finished,
        finished.index(values["start"]) if values["start"] in finished else 0,
        format_func=lambda name: name or "scratch",
        help="From scratch: with weights drawn by chance. Else with those of a finished model of "
        "the same network.",
        key=f"{preset}-start",
    )
    for group, settings in GROUPS.items():
        with st.expander(group, expanded=group == "Length"):
            if group in MEANINGS:
                st.caption(MEANINGS[group])
            columns = st.columns(3)
            for position, (field, words) in enumerate(settings.items()):
                with columns[position % 3]:
                    values[field] = _widget(field, words, values[field], f"{preset}-{field}")
    return values


def _fixes(data: str, preset: str) -> str:
    """The file of the owner's fixes to this set, if there are any and they are wanted."""
    path = folders.ROOT / Path(data).expanduser()
    try:
        edits = sets.fixes(path).edits() if is_owner() else []
    except OSError as problem:
        st.warning(in_words(problem))
        return ""
    made = sum(edit.kind != "dismiss" for edit in edits)  # those change nothing of the set
    if not made:
        return ""
    words = "1 fix" if made == 1 else f"{made:,} fixes"
    wanted = st.checkbox(
        f"With my fixes ({words})",
        key=f"{preset}-corrections",
        help="New labels and faces left out in the explorer, for Training and PublicTest; "
        "PrivateTest stays as it is, so that runs can be compared.",
    )
    return str(sets.fixes_file(path)) if wanted else ""


def _widget(field: str, words: Field, value: Any, key: str) -> Any:
    """Numbers have no limits here: RunConfig refuses what is out of range, in words."""
    hint = words.help or None
    if field in CHOICES:
        options = CHOICES[field]
        return st.selectbox(words.label, options, options.index(value), help=hint, key=key)
    if isinstance(value, str):
        return st.text_input(words.label, value, help=hint, key=key)
    if isinstance(value, int):
        return st.number_input(words.label, value=value, step=1, help=hint, key=key)
    return st.number_input(
        words.label, value=value, step=words.step, format=words.form, help=hint, key=key
    )


def _checked(values: dict[str, Any]) -> RunConfig | None:
    """The config, or a sentence in the form's own words on what is wrong with it."""
    try:
        return config_from(values)
    except ValueError as problem:
        words = str(problem)
        for settings in GROUPS.values():
            for field, one in settings.items():
                words = words.replace(f"{field} must", f"{one.label} must")
        st.error(words)
        return None


def _counted(data: str) -> int:
    """Pictures to learn from; 0, and a sentence, where the set cannot be used."""
    path = folders.ROOT / Path(data).expanduser()
    try:
        faces = sets.face_set(path, sets.changed_at(path))
    except (ValueError, OSError) as problem:
        st.error(in_words(problem))
        return 0
    totals = {split: sum(counts) for split, counts in faces.counts().items()}
    words = ", ".join(f"{split} {total:,}" for split, total in totals.items())
    st.markdown(f"The set holds **{sum(totals.values()):,}** pictures: {words}.")
    if faces.problems:
        with st.expander(f"{len(faces.problems):,} left out", icon=":material/warning:"):
            st.text("\n".join(faces.problems[:100]))
    if not totals.get(TRAINING) or not totals.get(PUBLIC_TEST):
        st.error("Training needs pictures in Training to learn from and in PublicTest to choose.")
        return 0
    return totals[TRAINING]
