"""Records and arrays in, Plotly figures out; no Streamlit here."""

import plotly.graph_objects as go

from core.labels import EMOTIONS


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
            texttemplate="%{z:.0%}",
            hovertemplate="Of the faces labelled %{y}, %{z:.0%} (%{customdata}) were read as %{x}."
            "<extra></extra>",
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    figure.update_layout(
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        height=430,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(title="read as", tickangle=0, showgrid=False)
    figure.update_yaxes(title="labelled", autorange="reversed", showgrid=False)
    return figure
