"""A Plotly figure whose marks can be clicked and whose ground can be lassoed; it keeps its zoom."""

from dataclasses import dataclass
from typing import Any

from streamlit.components.v2 import component

from pages.shared.mount import mount
from pages.shared.plot import script

_plot = component(
    "explorer_plot",
    html='<div class="explorer-plot" style="overflow:hidden"></div>',
    js=script("clickable_plot.js"),
    isolate_styles=False,  # what Plotly writes into the page's own style must reach the figure
)


@dataclass(frozen=True)
class Touched:
    """What the visitor did since the last run; None and empty where nothing."""

    picked: Any = None  # customdata of the mark that was clicked
    region: tuple[tuple[float, float], ...] = ()  # the line that was drawn around marks


def clickable_plot(key: str, figure: dict[str, Any], *, height: int, drag: bool = False) -> Touched:
    """Draw a figure; returns what was done to it.

    Args:
        figure: Plotly's `data` and `layout`. `customdata` of a mark is what a click on it gives.
        drag: Whether it can be zoomed, moved and lassoed.
    """
    values = {"id": key, "height": height, "drag": drag, **figure}
    result = mount(_plot, key, values, hears=("picked", "region"))
    region = result.region or []
    return Touched(result.picked, tuple((float(x), float(y)) for x, y in region))
