"""What a run that learned one person brought, and why it may not be used if it may not."""

import streamlit as st

from core.errors import in_words
from pages.shared.change import show_change
from training.runs.personal import outcome_of
from training.runs.run import Run


def show_outcome(run: Run) -> None:
    """The person's faces and everybody's, before and after; nothing of any other run."""
    try:
        outcome = outcome_of(run.card)
    except ValueError as problem:
        st.error(in_words(problem))
        return
    if outcome is None:
        return
    st.subheader("What it learned of you", anchor=False)
    show_change(
        before=outcome.before,
        after=outcome.after,
        general_before=outcome.general_before,
        general_after=outcome.general_after,
    )
    st.caption(
        f"Of your {outcome.faces} faces, held out in four turns, it names {outcome.gained} more "
        f"rightly and {outcome.lost} more wrongly. PrivateTest was not looked at."
    )
    if outcome.refused:
        st.warning(f"Not used. {outcome.refused}", icon=":material/block:")
