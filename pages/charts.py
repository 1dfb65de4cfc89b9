"""Records and arrays in, Plotly figures out; no Streamlit here."""

from typing import Any, Final

import plotly.graph_objects as go

from core.labels import EMOTIONS

_CLEAR: Final = "rgba(0,0,0,0)"
_ACCENT: Final = "#f5a524"
_INK: Final = "#1a140c"
_FAINT: Final = 0.65  # a share whose cell is closer to the page than to the accent
_QUIET: Final = "rgba(128,128,128,0.7)"


def confusion_figure(confusion: list[list[int]]) -> go.Figure:
    """A matrix of true against read expressions, each row as shares of its true class.

    Args:
        confusion: Counts; rows are the true class, columns the read one, in EMOTIONS' order.
    """
    totals = [max(sum(row), 1) for row in confusion]
    shares = [[n / total for n in row] for row, total in zip(confusion, totals, strict=True)]
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=EMOTIONS,
            y=EMOTIONS,
            customdata=confusion,
            colorscale=[[0, "rgba(240,150,30,0.04)"], [1, "rgba(240,150,30,1)"]],
            zmin=0,
            zmax=1,
            hovertemplate="Of the faces labelled %{y}, %{z:.0%} (%{customdata}) were read as %{x}."
            "<extra></extra>",
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    for label, row in zip(EMOTIONS, shares, strict=True):
        for read, share in zip(EMOTIONS, row, strict=True):
            # Dark on the accent; on a fainter cell the theme's own colour, light in the dark one.
            font = {"color": _INK} if share > _FAINT else {}
            figure.add_annotation(x=read, y=label, text=f"{share:.0%}", showarrow=False, font=font)
    figure.update_layout(
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        height=430,
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
    )
    figure.update_xaxes(title="read as", tickangle=0, showgrid=False)
    figure.update_yaxes(title="labelled", autorange="reversed", showgrid=False)
    return figure


def reliability_figure(bins: list[dict[str, Any]]) -> go.Figure:
    """How often the network is right against how sure it says it is.

    Args:
        bins: The report's `reliability`: n, confidence and accuracy of each bin.
    """
    says = [one["confidence"] for one in bins]
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": _QUIET, "dash": "dot"}, hoverinfo="skip"
    )
    figure.add_scatter(
        x=says,
        y=[one["accuracy"] for one in bins],
        customdata=[one["n"] for one in bins],
        mode="lines+markers",
        line={"color": _ACCENT, "width": 3},
        marker={"size": 9},
        hovertemplate="When it says %{x:.0%} sure, %{y:.0%} of %{customdata:,} faces were right."
        "<extra></extra>",
    )
    figure.add_annotation(
        x=0.98, y=0.4, text="dotted: as sure as right", showarrow=False, xanchor="right"
    )
    figure.update_layout(
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        height=360,
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
        showlegend=False,
    )
    figure.update_xaxes(title="says it is sure", range=[0, 1], tickformat=".0%")
    figure.update_yaxes(title="is right", range=[0, 1], tickformat=".0%")
    return figure
