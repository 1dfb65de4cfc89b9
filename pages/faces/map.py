"""The map: faces that the network finds alike lie side by side; a drawn line selects them."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import streamlit as st

from core.dataset.fixes import Fixes
from core.labels import COLORS, EMOTIONS
from pages.faces.filters import show_filters
from pages.faces.hover import hovered_face
from pages.faces.look import Look, corners_of, go, turned
from pages.faces.panel import show_panel
from pages.faces.table import Table, matching
from pages.faces.view import show_grid
from pages.shared.figures import SIGNS
from pages.shared.plot import clickable_plot

_QUIET: Final = "rgba(140,140,140,0.35)"
_ACCENT: Final = "#f5a524"
_COLOURS: Final = {"label": "Label", "read": "What was read", "check": "Check"}
_HEIGHT_PX: Final = 520
_POINT_PX: Final = 3
_MANY: Final = 5_000  # points; fewer are drawn larger
_BESIDE: Final = 42  # faces beside the map


def show_map(look: Look, table: Table, fixes: Fixes) -> None:
    """The map, and beside it the chosen face or those inside the line."""
    show_filters(look, table)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        _show_points(look, table)
    with right:
        if look.face:
            if st.button("Back to the faces", icon=":material/arrow_back:", type="tertiary"):
                go(replace(look, face=""))
            show_panel(look, table, fixes)
        else:
            rows = matching(table, look)
            show_grid(replace(look, size="S"), table, rows, on_page=_BESIDE)


def _show_points(look: Look, table: Table) -> None:
    """The points in their colours; a click chooses one, a line several."""
    colour = look.colour or "label"
    rows = matching(table, turned(look, region=()))
    touched = clickable_plot(
        "map", map_figure(table, rows, colour, look), height=_HEIGHT_PX, drag=True
    )
    hovered_face(table)
    if touched.picked is not None:
        go(turned(look, face=table.faces.names[int(touched.picked)]))
    if touched.region:
        go(turned(look, region=corners_of([list(corner) for corner in touched.region])))
    st.caption("Draw a line around faces to see them. Scroll to zoom, click a point to open it.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            "Coloured by",
            list(_COLOURS),
            format_func=_COLOURS.__getitem__,
            default=colour,
            required=True,
            key=f"colour-{colour}",
        )
        if chosen != colour:
            go(turned(look, colour=chosen))
        if look.region:
            if st.button("Take the line away", icon=":material/close:"):
                go(turned(look, region=()))
            if st.button("Open in Faces", icon=":material/grid_view:"):
                go(turned(look, view="faces"))


def map_figure(table: Table, rows: np.ndarray, colour: str, look: Look) -> dict[str, Any]:
    """A point a face, coloured by label, by reading or by check; a click gives its row."""
    places = table.places if table.places is not None else np.zeros((len(table.labels), 2))
    size = _POINT_PX if len(rows) > _MANY else 2 * _POINT_PX
    traces = []
    for name, shade, members in _groups(table, rows, colour):
        # On points that are very small no shape is told from another.
        symbol = SIGNS[name].symbol if name in SIGNS and len(rows) <= _MANY else "circle"
        traces.append(
            {
                "type": "scattergl",
                "mode": "markers",
                "name": f"{name} ({len(members):,})",
                "x": np.round(places[members, 0], 2).tolist(),
                "y": np.round(places[members, 1], 2).tolist(),
                "customdata": members.tolist(),
                "marker": {"size": size, "color": shade, "symbol": symbol},
                "hoverinfo": "none",
                "selected": {"marker": {"opacity": 1}},
                "unselected": {"marker": {"opacity": 1}},
            }
        )
    line = "M " + " L ".join(f"{x},{y}" for x, y in look.region) + " Z"
    drawn = {"type": "path", "path": line, "line": {"color": _ACCENT, "width": 2, "dash": "dot"}}
    bare = {"showticklabels": False, "zeroline": False, "showgrid": False}
    return {
        "data": traces,
        "layout": {"xaxis": bare, "yaxis": bare, "shapes": [drawn] if look.region else []},
    }


def _groups(table: Table, rows: np.ndarray, colour: str) -> list[tuple[str, str, np.ndarray]]:
    """Name, colour and rows of each kind of point, those that matter drawn last."""
    if colour == "check":
        found = np.zeros(len(table.labels), bool)
        for members in table.checks.values():
            found[members] = True
        here = found[rows]
        return [("nothing found", _QUIET, rows[~here]), ("found by a check", _ACCENT, rows[here])]
    kinds = table.read if colour == "read" and table.read is not None else table.labels
    return [(name, COLORS[name], rows[kinds[rows] == i]) for i, name in enumerate(EMOTIONS)]
