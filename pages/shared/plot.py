"""Plotly figures that keep zoom, hidden traces and slider when their numbers change.

`st.plotly_chart` forgets all three at every update. Plotly itself goes to the browser by its
address: 4.8 MB that it keeps, and not a message on each visit.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from streamlit.components.v2 import component

from pages.shared import assets
from pages.shared.mount import mount

_HERE: Final = Path(__file__).parent / "plot"
_SCRIPTS: Final = ("theme.js", "library.js", "matrix.js", "plot.js")
_LIBRARY: Final = "plotly.min.js"
_plots = component(
    "plots",
    html='<div class="plots"></div>',
    css=(_HERE / "plot.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS),
    isolate_styles=False,  # what Plotly writes into the page's own style must reach the figures
)


@dataclass(frozen=True)
class Pointed:
    """What the visitor did to a figure since the last run; None and empty where nothing."""

    picked: Any = None  # customdata of the mark that was clicked
    region: tuple[tuple[float, float], ...] = ()  # the line that was drawn around marks


def plots(figures: list[dict[str, Any]], *, run: str, key: str) -> None:
    """Draw figures below each other, two abreast where there is room.

    Args:
        figures: `id`, `title`, and Plotly's `data` and `layout` or our `matrix` of each.
        run: What is shown; zoom and choices are kept as long as it stays the same.
    """
    mount(_plots, key, {"library": library_address(), "run": run, "figures": figures})


def clickable_plot(key: str, figure: dict[str, Any], *, height: int, drag: bool = False) -> Pointed:
    """Draw one figure whose marks can be clicked; returns what was done to it.

    Args:
        figure: Plotly's `data` and `layout`, or our `matrix`. `customdata` of a mark is what a
            click on it gives.
        height: In pixels.
        drag: Whether it can be zoomed, moved and lassoed.
    """
    whole = {"id": key, "height": height, "clickable": True, "drag": drag, **figure}
    values = {"library": library_address(), "run": key, "figures": [whole]}
    result = mount(_plots, key, values, hears=("picked", "region"))
    region = result.region or []
    return Pointed(result.picked, tuple((float(x), float(y)) for x, y in region))


@cache
def library_address() -> str:
    """Where a browser gets Plotly from, relative to the app's address."""
    script = files("plotly") / "package_data" / _LIBRARY
    return assets.publish(_LIBRARY, script.read_bytes())
