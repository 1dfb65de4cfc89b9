"""What may be wrong with the set: each check a ranked list, with what to do beside every case."""

from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.dataset.finding import CHECKS, DISAGREEING, EXACT, LABELS, LEAKS, NEAR, ODD, Finding
from core.dataset.fixes import Fixes
from core.dataset.row import TRAINING
from core.labels import EMOTIONS
from pages.faces.fix import dismiss_button, leave_out_button, relabel_button
from pages.faces.grid import face_grid
from pages.faces.look import Look, go, turned
from pages.faces.pager import pager, pages_of
from pages.faces.table import Table

_EXPLAINED: Final = {
    EXACT: "Faces that are equal to the last pixel. A network gains nothing from the second one.",
    NEAR: "The same photo cut, lit or written over differently, found by perceptual hash and by "
    "the network's features, settled by comparing the pictures.",
    LEAKS: "The same photo in more than one split: what a model is tested on, it may have seen.",
    DISAGREEING: "The same photo under several labels: at most one of them can be right.",
    LABELS: "Confident learning compares each label with what the network says when its last "
    "layer is taught without the face. The score is how little it believes the label.",
    ODD: "Blank, dark, glaring or blurred pictures, and some in which no face is found.",
}
_ON_PAGE: Final = 8
_MOST_SHOWN: Final = 8  # faces of one group
_SIDE_PX: Final = 84


def show_checks(look: Look, table: Table, fixes: Fixes) -> None:
    """The checks with their counts, and the cases of the chosen one."""
    found = {name: [one for one in table.findings if one.check == name] for name in CHECKS}
    check = look.check if look.check in found else next((n for n in CHECKS if found[n]), EXACT)
    chosen = st.pills(
        "Check",
        CHECKS,
        format_func=lambda name: f"{name.capitalize()} · {len(found[name]):,}",
        default=check,
        required=True,
        label_visibility="collapsed",
        key=f"check-{check}",
    )
    if chosen != check:
        go(turned(look, check=chosen))
    cases = found[check]
    st.markdown(_EXPLAINED[check])
    if not cases:
        st.success("Nothing found, or all of it is settled.", icon=":material/check_circle:")
        return
    pages = pages_of(len(cases), _ON_PAGE)
    page = min(look.page, pages)
    faces = len({row for one in cases for row in one.faces})
    what = "**1** case" if len(cases) == 1 else f"**{len(cases):,}** cases"
    to = pager(f"{what}, {faces:,} faces", page, pages, "check-pager")
    if to is not None:
        go(replace(look, check=check, page=to))
    if st.button("See all their faces", icon=":material/grid_view:", type="tertiary"):
        go(turned(Look(look.set, "faces", look.model), check=check))
    first = (page - 1) * _ON_PAGE
    for number, one in enumerate(cases[first : first + _ON_PAGE], first + 1):
        with st.container(border=True):
            _case(look, table, fixes, one, number)


def _case(look: Look, table: Table, fixes: Fixes, one: Finding, number: int) -> None:
    """The faces of one case, why it is one, and the fixes that fit."""
    rows = np.array([row for row in one.faces if table.kept[row]], np.int64)
    widths = [1, 6] if len(rows) == 1 else [5, 4]
    pictures, words = st.columns(widths, vertical_alignment="center")
    with pictures:
        touched = face_grid(
            f"case-{one.check}-{number}",
            table,
            rows[:_MOST_SHOWN],
            side_px=_SIDE_PX,
            chosen="",
        )
    with words:
        st.markdown(f"**{number:,}.** {one.why} Score **{one.score:.2f}**.")
        more = len(rows) - _MOST_SHOWN
        if more > 0:
            st.caption(f"{more:,} more are not drawn.")
        with st.container(horizontal=True):
            _fixes(table, fixes, one, rows, f"{one.check}-{number}")
    if touched.chosen is not None:
        go(turned(Look(look.set, "faces", look.model), face=touched.chosen))


def _fixes(table: Table, fixes: Fixes, one: Finding, rows: np.ndarray, key: str) -> None:
    names = [table.faces.names[row] for row in rows]
    if one.suggested is not None:
        relabel_button(fixes, names, EMOTIONS[one.suggested], f"label-{key}")
    if one.check in (EXACT, NEAR):
        leave_out_button(fixes, names[1:], "Keep only the first", f"first-{key}")
    elif one.check == LEAKS:
        learnt = [name for name, row in zip(names, rows, strict=True) if _is_learnt(table, row)]
        title = "Leave out of Training"
        if 0 < len(learnt) < len(names):
            leave_out_button(fixes, learnt, title, f"leak-{key}")
        else:
            leave_out_button(fixes, names[1:], "Keep only the first", f"first-{key}")
    else:
        title = "Leave all out" if len(names) > 1 else "Leave out"
        leave_out_button(fixes, names, title, f"out-{key}")
    every = [table.faces.names[row] for row in one.faces]
    dismiss_button(fixes, one.check, every, f"dismiss-{key}")


def _is_learnt(table: Table, row: int) -> bool:
    return str(table.faces.split[row]) == TRAINING
