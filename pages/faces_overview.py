"""Counts of a set: pictures per class and split as bars that open their faces."""

from typing import Any, Final

import numpy as np
import streamlit as st

from core.dataset import SPLITS
from core.labels import COLORS, EMOTIONS
from pages.explorer_address import Look, go, turned
from pages.explorer_plot import clickable_plot
from pages.faces_table import Table

_SHADES: Final = {"Training": 1.0, "PublicTest": 0.62, "PrivateTest": 0.36}  # opacity


def show_overview(look: Look, table: Table) -> None:
    """Pictures per class and split."""
    st.subheader("Pictures per class", anchor=False)
    touched = clickable_plot("counts", counts_figure(counts(table)), height=300)
    if touched.picked:
        split, label = touched.picked
        go(turned(look, view="faces", split=split, label=label))


def counts(table: Table) -> dict[str, list[int]]:
    """Pictures per class of every split that has any, as a person corrected them."""
    inside = {split: (table.faces.split == split) & table.kept for split in SPLITS}
    return {
        split: np.bincount(table.labels[here], minlength=len(EMOTIONS)).tolist()
        for split, here in inside.items()
        if here.any()
    }


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
