"""The server: `streamlit run app.py` finds `app` here and serves the menu's script with it."""

from pathlib import Path

import streamlit as st

from pages.opening import opened_in_browser
from pages.script_errors import show_error

app = st.App(
    Path(__file__).resolve().parent / "pages" / "menu.py",
    lifespan=opened_in_browser,
    on_script_error=show_error,
)
