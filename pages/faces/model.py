"""The model's eyes: its confusion matrix, its surest mistakes and the faces it is weak on."""

from typing import Any

import numpy as np
import streamlit as st

from core.dataset.row import SPLITS
from core.text import percent
from pages.faces.look import NUMBERS, Look, go, scale_of, turned
from pages.faces.table import Slice, Table, confusion, matching, weak_slices
from pages.shared.figures import confusion_figure
from pages.shared.plot import clickable_plot

_INK = "#1a140c"
_SLICES = 14  # the weakest of about 25; a screen holds them


def show_model(look: Look, table: Table) -> None:
    """Matrix and slices of one model on one split; a click opens the faces behind a number."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        models = list(table.probabilities)
        model = st.selectbox(
            "Model", models, models.index(table.model), key=f"model-{table.model}", width=200
        )
        if model != table.model:
            go(turned(look, model=model))
        splits = ["", *SPLITS]
        split = st.selectbox(
            "Split",
            splits,
            splits.index(look.split),
            format_func=lambda name: name or "All splits",
            key=f"model-split-{look.split}",
            width=200,
        )
        if split != look.split:
            go(turned(look, split=split))
        if st.button("Its surest mistakes", icon=":material/priority_high:"):
            go(turned(Look(look.set, "faces", look.model), split=split, sort="-wrong"))
    rows = matching(table, Look(split=split))
    right = share_right(table, rows)
    st.markdown(
        f"Reads **{percent(right)}** of {len(rows):,} faces as they are labelled."
        + (_by_split(table) if not split else "")
    )
    matrix, slices = st.columns(2, gap="large")
    faces = turned(Look(look.set, "faces", look.model), split=split)
    with matrix:
        st.subheader("What it takes for what", anchor=False)
        figure = confusion_figure(confusion(table, rows), hint="Click to see them.")
        touched = clickable_plot("matrix", figure, height=440)
        if touched.picked:
            label, read, _count = touched.picked
            go(turned(faces, label=label, read=read))
    with slices:
        st.subheader("Where it is weak", anchor=False)
        weak = weak_slices(table, rows)[:_SLICES]
        touched = clickable_plot("slices", slices_figure(weak, right), height=440)
        if touched.picked:
            name, low, high = touched.picked
            go(turned(faces, ranges={name: (low, high)}))


def share_right(table: Table, rows: np.ndarray) -> float:
    """The share of these faces that are read as they are labelled, [0, 1]; 0 of none."""
    if table.read is None or not len(rows):
        return 0.0
    return float((table.read[rows] == table.labels[rows]).mean())


def _by_split(table: Table) -> str:
    """What it reads of each split, for it learned from one of them."""
    rows = {name: matching(table, Look(split=name)) for name in SPLITS}
    words = [f"{percent(share_right(table, at))} of {name}" for name, at in rows.items() if len(at)]
    return f" That is {', '.join(words)}." if len(words) > 1 else ""


def slices_figure(slices: list[Slice], whole: float) -> dict[str, Any]:
    """A bar a slice, the weakest on top; a click gives [number, low, high].

    Args:
        whole: The share read rightly of all faces, drawn as a line.
    """
    names = [f"{NUMBERS[one.name]} {_ends(one)}" for one in slices]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [one.accuracy for one in slices],
        "y": names,
        "customdata": [[one.name, one.low, one.high] for one in slices],
        "text": [f"{percent(one.accuracy)} of {one.count:,}" for one in slices],
        "textposition": "inside",
        "insidetextanchor": "start",
        "insidetextfont": {"color": _INK},
        "marker": {"color": "#f5a524"},
        "hovertemplate": "%{y}: %{text} read rightly. Click to see them.<extra></extra>",
    }
    line = {"type": "line", "x0": whole, "x1": whole, "y0": 0, "y1": 1, "yref": "paper"}
    return {
        "data": [bars],
        "layout": {
            "shapes": [line | {"line": {"dash": "dot", "color": "rgba(128,128,128,.9)"}}],
            "xaxis": {"title": {"text": "read rightly; dotted: all"}, "tickformat": ".0%"},
            "yaxis": {
                "autorange": "reversed",
                "ticklabelposition": "outside",
                "ticklabelstandoff": 6,  # else the words touch the bars
            },
        },
    }


def _ends(one: Slice) -> str:
    scale, unit = scale_of(one.name)
    low, high = f"{scale * one.low:.0f}", f"{scale * one.high:.0f}"
    return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"
