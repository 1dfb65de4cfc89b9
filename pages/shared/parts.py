"""Parts of a page that run again by themselves."""

import streamlit as st
from streamlit.errors import StreamlitAPIException


def rerun_part() -> None:
    """Run the fragment again that this is called in; the page, where the whole page is running."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:  # Streamlit's word for "the whole page is running"
        st.rerun()
