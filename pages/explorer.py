"""The explorer: know a data set's faces, and mend them. Here are the views and their wiring."""

import streamlit as st

from pages import explorer_data, plot, shared
from pages.explorer_address import VIEWS, go, read_look, turned
from pages.faces_overview import show_overview

shared.need_menu()
look = read_look(st.query_params.to_dict())
st.title("Explorer")
sets = explorer_data.list_sets()
if not sets:
    st.info("No set of faces is here yet. Put `fer2013.zip` into the folder `data`.")
    st.stop()
plot.load_library()
view = st.segmented_control(
    "View",
    list(VIEWS),
    format_func=VIEWS.__getitem__,
    default=look.view,
    required=True,
    label_visibility="collapsed",
    key=f"view-{look.view}",
)
if view != look.view:
    go(turned(look, view=view))
path = explorer_data.DATA / (look.set or sets[0])
faces = explorer_data.face_set(path, explorer_data.changed_at(path))
if look.view == "overview":
    show_overview(look, faces)
