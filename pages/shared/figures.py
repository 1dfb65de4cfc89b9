"""Records and arrays in, Plotly figures out as it describes them; no Streamlit here."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from core.labels import COLORS, EMOTIONS

_ACCENT: Final = "#f5a524"
_QUIET: Final = "rgba(128,128,128,0.7)"


class Sign(NamedTuple):
    """What an expression's line and points have beside its colour, in Plotly's words."""

    dash: str
    symbol: str


# Thin lines and small points of some two colours look alike to eyes that lack one kind of cone.
SIGNS: Final = {
    "angry": Sign("solid", "circle"),
    "disgust": Sign("dash", "square"),
    "fear": Sign("solid", "diamond"),
    "happy": Sign("solid", "star"),
    "neutral": Sign("dashdot", "cross"),
    "sad": Sign("dash", "triangle-down"),
    "surprise": Sign("dot", "triangle-up"),
}


def confusion_figure(counts: np.ndarray, *, hint: str = "") -> dict[str, Any]:
    """True against read expressions as shares of the true one; a click gives [true, read, n].

    Args:
        counts: (7, 7), rows are the label, columns what was read.
        hint: What a click does, for the words beside the pointer.
    """
    return _matrix([], [counts.tolist()], hint)


def confusion_over_epochs(epochs: list[int], counts: list[list[list[int]]]) -> dict[str, Any]:
    """The same of every epoch of a run, with a slider that follows the newest."""
    return _matrix(epochs, counts, "")


def _matrix(epochs: list[int], counts: list[Any], hint: str) -> dict[str, Any]:
    """What `plot/matrix.js` draws."""
    return {"matrix": {"labels": EMOTIONS, "epochs": epochs, "counts": counts, "hint": hint}}


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


def expressions_figure(
    number: int,
    times: Sequence[float],
    scores: Sequence[Sequence[float]],
    *,
    ends: float | None = None,
) -> dict[str, Any]:
    """Shares of the seven expressions of one face over time, stacked.

    Args:
        number: The face's.
        times: N, in seconds.
        scores: N, each in the order of EMOTIONS.
        ends: Seconds at the right edge, if not the last of the times.
    """
    traces = [
        {
            "x": list(times),
            "y": [one[index] for one in scores],
            "name": name,
            "stackgroup": "one",
            "mode": "lines",
            "line": {"width": 0.5, "color": COLORS[name]},
            "fillcolor": COLORS[name],
            "hovertemplate": f"{name} %{{y:.0%}}<extra></extra>",
        }
        for index, name in enumerate(EMOTIONS)
    ]
    layout = {
        "showlegend": False,  # the page names the colours once for all figures
        "hovermode": "x unified",
        "xaxis": {"title": {"text": "seconds"}} | ({} if ends is None else {"range": [0, ends]}),
        "yaxis": {"range": [0, 1], "tickformat": ".0%"},
    }
    title = f"Face {number}"
    return {"id": f"timeline-{number}", "title": title, "data": traces, "layout": layout}
