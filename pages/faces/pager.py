"""Where one stands among pages of faces or cases, and how to turn them or go to any."""

import math
from typing import Final

import streamlit as st

_FEW: Final = 3  # pages: the buttons reach them all
_FIELD_PX: Final = 150


def pages_of(count: int, per_page: int) -> int:
    """How many pages hold so many things; at least one."""
    return max(1, math.ceil(count / per_page))


def pager(words: str, page: int, pages: int, key: str) -> int | None:
    """Draw where one stands; returns the page that was asked for, or None.

    Args:
        words: What there is how many of, in Markdown.
        page: The page that is shown, from 1.
    """
    asked = None
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        st.markdown(f"{words} · page {page:,} of {pages:,}", width="content")
        for title, icon, to in (
            ("Previous", "chevron_left", page - 1),
            ("Next", "chevron_right", page + 1),
        ):
            pressed = st.button(
                title,
                icon=f":material/{icon}:",
                disabled=not 1 <= to <= pages,
                type="tertiary",
                key=f"{key}-{icon}",
            )
            if pressed:
                asked = to
        if pages > _FEW:
            wanted = st.number_input(
                "Go to page",
                1,
                pages,
                page,
                label_visibility="collapsed",
                icon=":material/tag:",
                width=_FIELD_PX,
                key=f"{key}-to-{page}",
            )
            asked = wanted if wanted != page and asked is None else asked
    return asked
