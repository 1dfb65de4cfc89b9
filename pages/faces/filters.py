"""The filters above the faces: each is a part of the link, so any view can be shared."""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.dataset.row import SPLITS
from core.labels import EMOTIONS
from pages.faces.look import NUMBERS, SIZES, SORTS, Look, cleared, go, scale_of, turned
from pages.faces.table import Table

_BOX_PX = 158


def show_filters(look: Look, table: Table) -> None:
    """All filters, sort order and size; a change draws the page anew."""
    with st.container():  # one place, so that what stands below is not built anew
        with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
            _choice(look, "split", "Split", {"": "All splits"} | {one: one for one in SPLITS})
            _choice(look, "label", "Label", {"": "All labels"} | {one: one for one in EMOTIONS})
            if table.read is not None:
                words = {"": "Anything", "wrong": "not its label"} | {one: one for one in EMOTIONS}
                _choice(look, "read", "Read as", words)
            if table.checks:
                words = {"": "Any"} | {name: name.capitalize() for name in table.checks}
                _choice(look, "check", "Check", words)
            _choice(look, "sort", "Order", _sorts(table))
            with st.popover("More", icon=":material/tune:"):
                _more(look, table)
            if look.is_filtered and st.button("Clear", icon=":material/filter_alt_off:"):
                go(cleared(look))
        if look.region:
            st.badge("Inside the line drawn on the map", icon=":material/gesture:", color="orange")


def _sorts(table: Table) -> dict[str, str]:
    known = {*table.numbers, ""} | ({"wrong"} if table.read is not None else set())
    return {order: words for order, words in SORTS.items() if order.removeprefix("-") in known}


def _choice(look: Look, name: str, title: str, words: dict[str, str]) -> None:
    """A box whose choice goes into the link; made anew when the link changes by other ways."""
    now = getattr(look, name)
    chosen = st.selectbox(
        title,
        list(words),
        list(words).index(now) if now in words else 0,
        format_func=words.__getitem__,
        key=f"filter-{name}-{now}",
        width=_BOX_PX,
    )
    if chosen != now and now in words:
        go(turned(look, **{name: chosen}))


def _more(look: Look, table: Table) -> None:
    """Ranges of numbers, edits and size."""
    for name, values in table.numbers.items():
        _range(look, name, values)
    states = {"": "All faces", "changed": "With a new label", "left out": "Left out"}
    edited = st.segmented_control(
        "My fixes",
        list(states),
        format_func=states.__getitem__,
        default=look.edited,
        required=True,
        key=f"filter-edited-{look.edited}",
    )
    if edited != look.edited:
        go(turned(look, edited=edited))
    size = st.segmented_control(
        "Size", list(SIZES), default=look.size, required=True, key=f"filter-size-{look.size}"
    )
    if size != look.size:
        go(turned(look, size=size))


def _range(look: Look, name: str, values: np.ndarray) -> None:
    """A slider over all values; the whole of it limits nothing."""
    known = values[np.isfinite(values)]
    if not len(known):
        return
    scale, unit = scale_of(name)
    low, high = int(np.floor(known.min() * scale)), int(np.ceil(known.max() * scale))
    if low >= high:
        return
    now = look.ranges.get(name, (low / scale, high / scale))
    chosen = st.slider(
        NUMBERS[name],
        low,
        high,
        (max(low, round(now[0] * scale)), min(high, round(now[1] * scale))),
        format=f"%d{unit.replace('%', '%%')}",
        key=f"filter-{name}-{now}",
    )
    asked = (chosen[0] / scale, chosen[1] / scale)
    others = {key: pair for key, pair in look.ranges.items() if key != name}
    whole = chosen == (low, high)
    if whole and name in look.ranges and look.ranges[name] != asked:
        go(replace(turned(look), ranges=others, page=1, face=""))
    if not whole and asked != tuple(round(part * scale) / scale for part in now):
        go(turned(look, ranges=others | {name: asked}))
