"""What learning one person changed: of that person's faces, and of other people's."""

import streamlit as st

from core.text import percent


def show_change(
    *, before: float, after: float, general_before: float, general_after: float
) -> None:
    """Shares named rightly in [0, 1], each with its change in points."""
    mine, others = st.columns(2)
    mine.metric(
        "Your faces named rightly",
        percent(after),
        _points(after - before),
        help="By models that had not seen the face; the smaller figure is the change.",
    )
    others.metric(
        "Other people's faces",
        percent(general_after),
        _points(general_after - general_before),
        help="PublicTest's, which it did not learn from.",
    )


def _points(change: float) -> str:
    return f"{100 * change:+.1f} points"
