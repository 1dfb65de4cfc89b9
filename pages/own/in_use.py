"""With what this visitor is read now, and the way back."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.errors import UserError
from core.text import percent
from pages.shared import own


def show_in_use() -> None:
    """The personal model in use, what was measured of it, and one click back; nothing without."""
    store = own.own_store()
    used = store.used_model()
    if used is None:
        return
    with st.container(border=True):
        words, back = st.columns([3, 2], vertical_alignment="center")
        words.markdown(f"Photo and Live read you with **{used.name}**. {_measured(used.about)}")
        if back.button("Go back to the one before", icon=":material/undo:", key="own-undo"):
            try:
                store.undo_use()
            except UserError as problem:
                st.error(str(problem))
                return
            st.rerun()


def _measured(about: Mapping[str, Any]) -> str:
    if "after" in about:
        before, after = percent(float(about["before"])), percent(float(about["after"]))
        return f"Your faces: {before} before, {after} now."
    if "told" in about:
        return f"Of your own classes it names {percent(float(about['told']))} rightly."
    return ""
