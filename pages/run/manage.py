"""A run's name for people, its note, and its end."""

import streamlit as st

from pages.run.charts import name_of
from pages.shared import folders
from pages.shared.actions import done_by_owner, show
from pages.shared.owner import is_owner
from training.runs.notes import MAX_NOTE, MAX_TITLE, set_note, set_title
from training.runs.run import Run, RunState
from training.runs.store import delete_run


def show_manage(run: Run) -> None:
    """Rename, remember, delete."""
    allowed = is_owner()
    title = st.text_input(
        "Name", run.title, max_chars=MAX_TITLE, placeholder=run.name, disabled=not allowed
    )
    note = st.text_area(
        "Note", run.note, max_chars=MAX_NOTE, disabled=not allowed, placeholder="What was tried?"
    )
    save, delete = st.columns(2)
    saved = save.button("Save", icon=":material/save:", disabled=not allowed, width="stretch")
    if saved and done_by_owner(lambda: _save(run, title, note)):
        show(run=run.name)
    running = run.state == RunState.RUNNING
    with delete.popover(
        "Delete …", icon=":material/delete:", disabled=not allowed or running, width="stretch"
    ):
        st.markdown(
            f"**{name_of(run)}** goes with its curves, its checkpoints and its model. "
            "It cannot be brought back."
        )
        pressed = st.button(
            "Delete for good", icon=":material/delete_forever:", disabled=not allowed or running
        )
        if pressed and done_by_owner(lambda: delete_run(folders.MODELS, run.name)):
            st.query_params.pop("run", None)
            st.rerun()


def _save(run: Run, title: str, note: str) -> None:
    set_title(run.folder, title)
    set_note(run.folder, note)
