"""A picture with words for who cannot see it: `st.image` has none."""

from html import escape

import streamlit as st

from pages.shared import media


def still(jpeg: bytes, words: str, place: str, *, width: str = "100%") -> None:
    """Show it.

    Args:
        place: Tells it from the page's other pictures; a new one replaces the old.
        width: As CSS has it.
    """
    address = media.address(jpeg, "image/jpeg", place)
    st.html(
        f'<img src="{escape(address)}" alt="{escape(words)}" '
        f'style="width:{width};border-radius:.8rem;display:block">'
    )
