"""Records and arrays in, Plotly figures out as it describes them; no Streamlit here."""

from typing import Any, Final

import numpy as np

from core.labels import EMOTIONS
from core.text import percent

_ACCENT: Final = "#f5a524"
_INK: Final = "#1a140c"
_FAINT: Final = 0.65  # a share whose cell is closer to the page than to the accent
_QUIET: Final = "rgba(128,128,128,0.7)"


def confusion_figure(counts: np.ndarray, *, hint: str = "") -> dict[str, Any]:
    """True against read expressions as shares of the true one; customdata is [true, read, n].

    Args:
        counts: (7, 7), rows are the label, columns what was read.
        hint: What a click does, for the words beside the pointer.
    """
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    cells = [
        [[label, read, int(counts[i, j])] for j, read in enumerate(EMOTIONS)]
        for i, label in enumerate(EMOTIONS)
    ]
    heat = {
        "type": "heatmap",
        "z": shares.tolist(),
        "x": list(EMOTIONS),
        "y": list(EMOTIONS),
        "customdata": cells,
        "colorscale": [[0, "rgba(240,150,30,0.04)"], [1, "rgba(240,150,30,1)"]],
        "zmin": 0,
        "zmax": 1,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hovertemplate": "Of the faces labelled %{y}, %{z:.0%} (%{customdata[2]:,}) were read as "
        f"%{{x}}. {hint}<extra></extra>",
    }
    words = [
        {
            "x": read,
            "y": label,
            "text": percent(shares[i, j]),
            "showarrow": False,
            # Dark on the accent; on a fainter cell the theme's own colour.
            "font": {"size": 11} | ({"color": _INK} if shares[i, j] > _FAINT else {}),
        }
        for i, label in enumerate(EMOTIONS)
        for j, read in enumerate(EMOTIONS)
    ]
    return {
        "data": [heat],
        "layout": {
            "annotations": words,
            "xaxis": {"title": {"text": "read as"}, "tickangle": 0, "showgrid": False},
            "yaxis": {"title": {"text": "labelled"}, "autorange": "reversed", "showgrid": False},
        },
    }


def reliability_figure(bins: list[dict[str, Any]]) -> dict[str, Any]:
    """How often the network is right against how sure it says it is.

    Args:
        bins: The report's `reliability`: n, confidence and accuracy of each bin.
    """
    even = {
        "x": [0, 1],
        "y": [0, 1],
        "mode": "lines",
        "line": {"color": _QUIET, "dash": "dot"},
        "hoverinfo": "skip",
    }
    measured = {
        "x": [one["confidence"] for one in bins],
        "y": [one["accuracy"] for one in bins],
        "customdata": [one["n"] for one in bins],
        "mode": "lines+markers",
        "line": {"color": _ACCENT, "width": 3},
        "marker": {"size": 9},
        "hovertemplate": "When it says %{x:.0%} sure, %{y:.0%} of %{customdata:,} faces were right."
        "<extra></extra>",
    }
    words = {"text": "dotted: as sure as right", "x": 0.98, "y": 0.4, "xanchor": "right"}
    share = {"range": [0, 1], "tickformat": ".0%"}
    return {
        "data": [even, measured],
        "layout": {
            "annotations": [words | {"showarrow": False}],
            "showlegend": False,
            "xaxis": share | {"title": {"text": "says it is sure"}},
            "yaxis": share | {"title": {"text": "is right"}},
        },
    }
