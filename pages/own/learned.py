"""Runs that learned the owner's faces: My data lists them, and deletes them with the rest."""

import streamlit as st

from core.errors import UserError, in_words
from pages.run.charts import name_of
from pages.shared import all_runs, folders, owner
from training.runs.run import Run, RunState
from training.runs.serving import withdraw
from training.runs.store import delete_run


def learned_runs() -> list[Run]:
    """Those that lie in the models' folder, for the owner; a guest's models lie in the store."""
    if not owner.is_owner():
        return []
    return [run for run in all_runs.runs() if run.learns_a_person]


def counted(runs: list[Run]) -> str:
    """How many: "1 fine-tuned model"."""
    return f"{len(runs)} fine-tuned {'model' if len(runs) == 1 else 'models'}"


def forget(runs: list[Run]) -> str:
    """Delete them with all they made; tells what is gone.

    One that serves makes room first for the model before it.

    Raises:
        UserError: The visitor is not the owner, one is still learning, or the disk says no.
    """
    try:
        owner.require_owner()
        for run in runs:
            if run.state != RunState.RUNNING:  # which is refused
                withdraw(folders.MODELS, run.name)
            delete_run(folders.MODELS, run.name)
    except (ValueError, OSError) as problem:
        raise UserError(in_words(problem)) from problem
    return " and ".join(name_of(run) for run in runs)


def show_learned(runs: list[Run]) -> Run | None:
    """List them; the run whose Delete was pressed, if any."""
    pressed = None
    st.subheader(f"Fine-tuned models ({len(runs)})", anchor=False)
    st.caption("Runs of the Training page that learned your faces. They hold none of them.")
    for run in runs:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(name_of(run))
            if st.button("Delete", key=f"del-run-{run.name}", icon=":material/delete:"):
                pressed = run
    return pressed
