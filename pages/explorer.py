"""The explorer: know a data set's faces, and mend them. Here are the views and their wiring."""

import streamlit as st

from pages import explorer_data, plot, shared
from pages.explorer_address import VIEWS, go, read_look, turned
from pages.explorer_open import show_open
from pages.faces_fix import show_fixes
from pages.faces_overview import show_overview
from pages.faces_view import show_faces

shared.need_menu()
look = read_look(st.query_params.to_dict())
words, opening = st.columns([3, 2], gap="large", vertical_alignment="bottom")
words.title("Explorer")
with opening:
    path = show_open(look)
plot.load_library()
table = explorer_data.table(path, look.model)
corrections = explorer_data.corrections(path)
views, fixes = st.columns([5, 4], vertical_alignment="center")
view = views.segmented_control(
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
with fixes:
    show_fixes(corrections, table)
if look.view == "overview":
    show_overview(look, table)
elif look.view == "faces":
    show_faces(look, table, corrections)
