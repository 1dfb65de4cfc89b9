"""The server: `streamlit run app.py` finds `app` here and serves the menu's script with it."""

import streamlit as st

from pages.server.application import MENU, parts

app = st.App(MENU, **parts())
