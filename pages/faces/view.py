"""Pages of faces with the chosen one beside them; keys and buttons move through both."""

from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.dataset.fixes import Fixes
from pages.faces.filters import show_filters
from pages.faces.fix import fix_many
from pages.faces.grid import face_grid
from pages.faces.look import SIZES, Look, go
from pages.faces.pager import pager, pages_of
from pages.faces.panel import show_panel
from pages.faces.table import Table, matching

_FACES_ON_PAGE: Final = {"S": 150, "M": 72, "L": 30}


def show_faces(look: Look, table: Table, fixes: Fixes) -> None:
    """Filters, the faces that match them, and the panel of one."""
    show_filters(look, table)
    rows = matching(table, look)
    with st.container(key="faces"):
        grid, panel = st.columns([7, 3], gap="medium")
    with grid:
        marked = show_grid(look, table, rows)
    with panel, st.container(key="chosen-face"):
        if look.face or len(rows):  # else there is none to choose
            show_panel(look, table, fixes)
        if len(rows) and (marked or look.is_filtered):
            names = [table.faces.names[row] for row in rows]
            fix_many(fixes, table, marked, names)


def show_grid(
    look: Look, table: Table, rows: np.ndarray, *, on_page: int | None = None
) -> tuple[str, ...]:
    """One page of these rows; returns the names of the faces marked in it.

    Args:
        on_page: How many faces; as many as suit their size if left out.
    """
    if not len(rows):
        st.info(
            "No face matches all of these filters. Clear them, or take one back.",
            icon=":material/search_off:",
        )
        return ()
    size = on_page or _FACES_ON_PAGE[look.size]
    pages = pages_of(len(rows), size)
    row = table.row(look.face)
    at = np.flatnonzero(rows == row) if row is not None else []
    page = int(at[0]) // size + 1 if len(at) else min(look.page, pages)
    total = int(table.kept.sum())
    words = f"**{len(rows):,}** of {total:,} faces" if look.is_filtered else f"**{total:,}** faces"
    asked = pager(words, page, pages, "pager")
    if asked is not None:
        go(replace(look, page=asked, face=""))
    shown = rows[(page - 1) * size : page * size]
    touched = face_grid("grid", table, shown, side_px=SIZES[look.size], chosen=look.face)
    if touched.chosen is not None and touched.chosen != look.face:
        go(replace(look, face=touched.chosen, page=page))
    if touched.turn:
        to = page + touched.turn
        if 1 <= to <= pages:
            edge = (to - 1) * size if touched.turn > 0 else to * size - 1
            go(replace(look, face=table.faces.names[rows[edge]], page=to))
    st.caption("Click a face or use the arrow keys. X or Ctrl-click marks several.")
    return touched.marked
