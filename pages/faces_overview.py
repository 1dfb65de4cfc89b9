"""Counts of a set: pictures per class and split as bars that open their faces."""

from typing import Any, Final

import streamlit as st

from core.dataset import FaceSet
from core.labels import COLORS, EMOTIONS
from pages.explorer_address import Look, go, turned
from pages.explorer_plot import clickable_plot

_SHADES: Final = {"Training": 1.0, "PublicTest": 0.62, "PrivateTest": 0.36}  # opacity


def show_overview(look: Look, faces: FaceSet) -> None:
    """Pictures per class and split."""
    st.subheader("Pictures per class", anchor=False)
    touched = clickable_plot("counts", counts_figure(faces.counts()), height=300)
    if touched.picked:
        split, label = touched.picked
        go(turned(look, view="faces", split=split, label=label))


def counts_figure(counts: dict[str, list[int]]) -> dict[str, Any]:
    """A stacked bar a class, one part a split; a click gives [split, class]."""
    traces = [
        {
            "type": "bar",
            "name": split,
            "x": list(EMOTIONS),
            "y": values,
            "customdata": [[split, label] for label in EMOTIONS],
            "marker": {
                "color": [COLORS[label] for label in EMOTIONS],
                "opacity": _SHADES[split],
            },
            "hovertemplate": f"%{{y:,}} pictures of %{{x}} in {split}. Click to see them."
            "<extra></extra>",
        }
        for split, values in counts.items()
    ]
    return {
        "data": traces,
        "layout": {"barmode": "stack", "yaxis": {"title": {"text": "pictures"}}},
    }
