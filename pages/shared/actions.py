"""What only the owner may do with runs, asked and answered in one place."""

from collections.abc import Callable

import streamlit as st

from core.errors import in_words
from pages.shared import owner


def done_by_owner(action: Callable[[], object]) -> bool:
    """Do it if the visitor is the owner; what stands in the way is said in a sentence."""
    try:
        _as_owner(action)
    except (ValueError, OSError) as problem:
        st.error(in_words(problem))
        return False
    return True


def _as_owner(action: Callable[[], object]) -> None:
    owner.require_owner()
    action()


def show(*, run: str = "", view: str = "") -> None:
    """Draw the page anew with this run or view, which the address then names."""
    st.query_params.update({"run": run} if run else {})
    st.query_params.update({"view": view} if view else {})
    st.rerun()
