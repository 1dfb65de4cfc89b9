"""Plotly figures that keep zoom, hidden traces and slider when their numbers change.

`st.plotly_chart` forgets all three at every update.
"""

from pathlib import Path
from typing import Any, Final

import plotly
from streamlit.components.v2 import component

from pages.shared.mount import mount

_HERE: Final = Path(__file__).parent
_LIBRARY: Final = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def script(name: str) -> str:
    """A component's script beside this file, with what all figures share before it."""
    return "\n".join((_HERE / part).read_text(encoding="utf-8") for part in ("plot_theme.js", name))


_library = component(
    "plotly_library",
    js=_LIBRARY.read_text(encoding="utf-8") + "\nexport default function () {}",
)
_plots = component(
    "plots",
    html='<div class="plots"></div>',
    css=(_HERE / "plot.css").read_text(encoding="utf-8"),
    js=script("plot.js"),
    isolate_styles=False,  # what Plotly writes into the page's own style must reach the figures
)


def load_library() -> None:
    """Bring Plotly to the browser, once for all figures of a page; outside what refreshes."""
    mount(_library, "plotly_library")


def plots(
    figures: list[dict[str, Any]], *, run: str, key: str, matrix: dict[str, Any] | None = None
) -> None:
    """Draw figures below each other, two abreast where there is room.

    Args:
        figures: `id`, `title`, and Plotly's `data` and `layout` of each.
        run: What is shown; zoom and choices are kept as long as it stays the same.
        matrix: `labels`, `epochs` and `counts`, (E, C, C), of a matrix with a slider over epochs.
    """
    mount(_plots, key, {"run": run, "figures": figures, "matrix": matrix})
