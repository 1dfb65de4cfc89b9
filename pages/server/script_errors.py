"""What a visitor reads when a page fails: one sentence, and what to do next."""

from typing import Final

import streamlit as st

from core.errors import UserError

OUR_FAULT: Final = (
    "Something went wrong here, and it is not your fault. Reload the page; if it happens again, "
    "whoever runs this app finds the reason in the server's log."
)
# A link and no widget: whatever failed, the page comes anew.
_AGAIN: Final = (
    '<a href="" style="display:inline-block;padding:.45rem 1rem;border-radius:.8rem;'
    'background:#f5a524;color:#1a140c;text-decoration:none">Try again</a>'
)


def show_error(error: Exception) -> bool:
    """Show it in words, in place of Streamlit's box; its traceback is already in the log."""
    st.error(str(error) if isinstance(error, UserError) else OUR_FAULT, icon=":material/error:")
    st.html(_AGAIN)
    return True
