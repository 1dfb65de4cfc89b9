"""One's own face becomes the emoji set. The parts are in pages/own; here is the choice."""

import streamlit as st

from core.errors import UserError
from pages.own.anything import show_anything
from pages.own.data import show_data
from pages.own.make import show_make
from pages.own.teach import show_teach

PARTS = {"make": "My set", "teach": "Teach it", "anything": "Anything", "data": "My data"}

st.title("My emoji")
st.markdown("Make seven faces, and they become your emojis. Nothing is kept before you press Keep.")
part = st.segmented_control(
    "Part",
    list(PARTS),
    format_func=PARTS.__getitem__,
    default="make",
    required=True,
    key="own-part",
    label_visibility="collapsed",
)
try:
    if part == "make":
        show_make()
    elif part == "teach":
        show_teach()
    elif part == "anything":
        show_anything()
    else:
        show_data()
except UserError as problem:
    st.error(str(problem))
