"""The explorer: know a data set's faces, and mend them. Here are the views and their wiring."""

import streamlit as st

from core.errors import in_words
from pages.faces.checks import show_checks
from pages.faces.fix import show_fixes
from pages.faces.look import VIEWS, go, read_look, turned
from pages.faces.map import show_map
from pages.faces.model import show_model
from pages.faces.open import show_open
from pages.faces.overview import show_overview
from pages.faces.study import need_study, show_progress
from pages.faces.view import show_faces
from pages.shared import folders, sets
from pages.shared.owner import show_forgetting

look = read_look(st.query_params.to_dict())
words, opening = st.columns([3, 2], gap="large", vertical_alignment="bottom")
words.title("Explorer")
words.markdown("Know a set of faces in five minutes, and mend what is wrong with it.")
with opening:
    path = show_open(look)
if path == folders.DEMO:
    st.info(
        "These people were drawn by this app, so that you can look around: the figures here are of "
        "drawings, not of people. FER2013 comes with Kaggle's *Challenges in Representation "
        "Learning: Facial Expression Recognition Challenge*; put it into the folder `data`.",
        icon=":material/draw:",
    )
fixes = sets.fixes(path)
try:
    table = sets.table(path, look.model)
except (ValueError, OSError) as problem:  # of the fixes or the votes; the set itself is open
    st.error(in_words(problem))
    st.stop()
views, beside = st.columns([5, 4], vertical_alignment="center")
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
with beside:
    show_fixes(fixes, table)
show_forgetting()
with st.container():  # one place, so that what stands below is not built anew
    show_progress(table)
if look.view == "overview":
    show_overview(look, table, sets.mean_faces_of(path, sets.changed_at(path)))
elif look.view == "faces":
    show_faces(look, table, fixes)
elif look.view == "map" and table.places is not None:
    show_map(look, table, fixes)
elif look.view == "map":
    need_study(table, path, "A map on which faces that the network finds alike lie side by side")
elif look.view == "model" and table.read is not None:
    show_model(look, table)
elif look.view == "model":
    need_study(table, path, "What each model takes for what, and where it is weak,")
elif table.is_studied:
    show_checks(look, table, fixes)
else:
    need_study(table, path, "Duplicates, leaks between the splits and likely label errors")
