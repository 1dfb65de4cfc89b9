"""What a visitor reads when a page fails: one sentence, and what to do next."""

from typing import Final

import streamlit as st

from core.errors import UserError

OUR_FAULT: Final = (
    "Something went wrong here, and it is not your fault. Reload the page; if it happens again, "
    "whoever runs this app finds the reason in the server's log."
)


def show_error(error: Exception) -> bool:
    """Show it in words, in place of Streamlit's box; its traceback is already in the log."""
    st.error(str(error) if isinstance(error, UserError) else OUR_FAULT, icon=":material/error:")
    return True
