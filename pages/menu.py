"""Page config, style and the menu, the app's only list of screens; app.py serves it.

Streamlit runs this file for every visitor, so paths of screens are relative to this folder.
"""

import streamlit as st

from pages.server import limits
from pages.server.counts import counts
from pages.shared import folders, widgets

st.set_page_config(
    page_title="Photo to Emoji",
    page_icon=str(folders.ICON),
    layout="wide",
    menu_items={},
)
st.html(widgets.PAGE_CSS)
screen = st.navigation(
    [
        st.Page("home.py", title="Home", icon=":material/home:", default=True),
        st.Page("live.py", title="Live", icon=":material/videocam:"),
        st.Page("photo.py", title="Photo", icon=":material/photo_library:"),
        st.Page("my_emoji.py", title="My emoji", icon=":material/mood:"),
        st.Page("explorer.py", title="Explorer", icon=":material/grid_view:"),
        st.Page("train.py", title="Training", icon=":material/model_training:"),
        st.Page("about.py", title="About", icon=":material/info:"),
    ],
    position="top",
)
limits.require_room()
with counts().timed("page"):
    screen.run()
