"""The face under the pointer on the map, asked for one at a time: 35,887 need not travel."""

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2 import component

from core.labels import EMOTIONS
from pages.faces.grid import face_url
from pages.faces.table import Table
from pages.shared.mount import mount

_SIDE_PX: Final = 144
_CSS: Final = """
.face-hover {position: fixed; z-index: 999; width: 8rem; padding: .4rem; border-radius: .6rem;
  background: var(--st-background-color); color: var(--st-text-color);
  font: .8rem var(--st-font); box-shadow: 0 2px 14px rgba(0,0,0,.35); pointer-events: none}
.face-hover[hidden] {display: none}
.face-hover img {width: 100%; border-radius: .4rem; display: block; margin-bottom: .2rem}
"""
_hover = component(
    "face_hover",
    html='<div class="face-hover" hidden><img alt=""><span></span></div>',
    css=_CSS,
    js=(Path(__file__).parent / "hover.js").read_text(encoding="utf-8"),
)


@st.fragment
def hovered_face(table: Table) -> None:
    """Draws itself again whenever the pointer rests on another face."""
    asked = mount(_hover, "hover-asks", hears=("asked",)).asked
    if asked is None or not 0 <= int(asked) < len(table.labels):
        return
    row = int(asked)
    words = f"labelled {EMOTIONS[table.labels[row]]}"
    if table.read is not None:
        words += f", read as {EMOTIONS[table.read[row]]}"
    picture = face_url(table.faces.images[row], side_px=_SIDE_PX)
    mount(_hover, "hover-card", {"face": row, "picture": picture, "words": words})
