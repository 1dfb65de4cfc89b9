"""Which set is looked at."""

from pathlib import Path

import streamlit as st

from pages import explorer_data
from pages.explorer_address import Look, go


def show_open(look: Look) -> Path:
    """The set that the link asks for, once it is read; without any the page says so and ends."""
    sets = explorer_data.list_sets()
    if not sets:
        st.info(
            "No set of faces is here yet. Put `fer2013.zip` into the folder `data`, and its "
            "faces stand here.",
            icon=":material/folder_open:",
        )
        st.stop()
    asked = look.set or sets[0]
    if asked not in sets:
        st.warning(f"There is no set called {asked[:80]!r} here; {sets[0]} is shown.")
        asked = sets[0]
    if len(sets) > 1:
        chosen = st.selectbox("Set", sets, sets.index(asked), key=f"set-{asked}")
        if chosen != asked:
            go(Look(set=chosen, view=look.view))
    path = explorer_data.DATA / asked
    try:
        with st.spinner("Reading the faces; this takes half a minute the first time …"):
            explorer_data.face_set(path, explorer_data.changed_at(path))
    except (ValueError, OSError) as problem:
        st.error(str(problem))
        st.stop()
    return path
