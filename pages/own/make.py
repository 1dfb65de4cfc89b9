"""Make the set: tiles, the look, and where the chosen tile's picture comes from."""

import numpy as np
import streamlit as st

from core.cartoon import LOOKS as CARTOON_LOOKS
from core.emojis import EmojiSet
from core.errors import UserError
from core.labels import EMOTIONS
from core.own.sets import mixed
from pages.own.take import show_ways
from pages.own.take_home import show_take_home
from pages.own.tiles import show_tiles
from pages.shared import own, widgets
from pages.shared.emoji_sets import shipped_sets

LOOK_NAMES = {"comic": "Comic", "watercolour": "Watercolour", "line": "Line drawing"}


def show_make() -> None:
    """The whole of making a set."""
    chosen = own.making()
    rest = next(iter(shipped_sets().values()))
    tiles, ways = st.columns([3, 2], gap="large")
    with tiles:
        chosen.look = st.segmented_control(
            "Look",
            list(CARTOON_LOOKS),
            format_func=LOOK_NAMES.__getitem__,
            default=chosen.look,
            required=True,
            key="own-look",
        )
        emojis, mine = _set_now(chosen, rest)
        touched = show_tiles(emojis, mine, chosen.label)
        if touched != chosen.label:
            chosen.label = touched
            st.rerun()
        show_take_home(emojis, mine)
    with ways, st.container(key="own-ways"):
        show_ways(chosen.label, widgets.emoji_data_url(rest, chosen.label))


def _set_now(chosen: own.Making, rest: EmojiSet) -> tuple[EmojiSet, frozenset[str]]:
    """The set as it stands, and the labels whose pictures are the visitor's own."""
    drawn: dict[str, np.ndarray] = {}
    problems: list[str] = []
    with st.spinner("Drawing your pictures …"):
        for capture in own.own_store().captures():
            try:
                if capture.label in EMOTIONS:
                    drawn[capture.label] = own.emoji_in_look(capture.picture, chosen.look)
            except UserError as problem:
                problems.append(f"{capture.label}: {problem}")
    for problem in problems:
        st.warning(problem)
    return mixed(chosen.name, drawn, rest), frozenset(drawn)
