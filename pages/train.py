"""Launch a run, watch it, compare, choose the model. The work is in training/; here is wiring."""

import streamlit as st

from pages.run.compare import show_compare
from pages.run.form import show_form
from pages.run.promote import show_in_use
from pages.run.view import show_run
from pages.run.words import title_of
from pages.shared import all_runs, folders
from pages.shared.actions import show
from pages.shared.owner import is_owner, show_forgetting, show_guest_note, show_way_out
from training.runs.run import RunState
from training.runs.serving import serving_name

VIEWS = {"watch": "Watch", "new": "New run", "compare": "Compare"}

words, present = st.columns([3, 2], gap="large", vertical_alignment="bottom")
with words:
    st.title("Training")
    st.markdown("Train the network yourself, watch it learn, and let the best one read faces.")
with present:
    show_in_use()
if not is_owner():
    show_guest_note()
show_way_out()
show_forgetting()

views, run_choice, button = st.columns([3, 5, 2], vertical_alignment="center")
asked_view = st.query_params.get("view", "watch")
view = views.segmented_control(
    "View",
    list(VIEWS),
    format_func=VIEWS.__getitem__,
    default=asked_view if asked_view in VIEWS else "watch",
    required=True,
    label_visibility="collapsed",
    width="stretch",
)
st.query_params["view"] = view

runs = all_runs.runs()
if view == "new":
    show_form()
elif not runs:
    st.info("No run yet. The first one takes two minutes.", icon=":material/timeline:")
    words, icon = ("Start one", "play_arrow") if is_owner() else ("Look at the settings", "tune")
    if st.button(words, type="primary", icon=f":material/{icon}:"):
        show(view="new")
elif view == "compare":
    show_compare(runs)
else:
    names = [run.name for run in runs]
    running = next((run.name for run in runs if run.state == RunState.RUNNING), None)
    in_use = serving_name(folders.MODELS)
    usual = running or (in_use if in_use in names else names[0])
    asked = st.query_params.get("run", usual)
    if asked not in names:
        st.warning(f"There is no run called {asked[:80]!r}; {usual} is shown.")
        asked = usual
    titles = {run.name: title_of(run) for run in runs}
    chosen = run_choice.selectbox(
        "Run",
        names,
        names.index(asked),
        format_func=titles.__getitem__,
        label_visibility="collapsed",
    )
    st.query_params["run"] = chosen
    show_run(runs[names.index(chosen)], button)
