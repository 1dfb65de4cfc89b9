"""Page config and the menu; `streamlit run app.py` starts here."""

import streamlit as st

from pages import shared, widgets

st.set_page_config(
    page_title="Photo to Emoji",
    page_icon=str(shared.ICON),
    layout="wide",
    menu_items={},
)
st.html(widgets.PAGE_CSS)
shared.navigation().run()
