"""The emoji sets that a visitor may draw with: their own, then those that ship."""

import logging

import streamlit as st

from core.emojis import EmojiSet, load_emoji_sets
from core.errors import UserError
from pages.shared import folders, own

logger = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False)
def shipped_sets() -> dict[str, EmojiSet]:
    """Every shipped set that can be used, by its folder's name; a damaged one is logged.

    What all visitors see is drawn with these: another visitor's own set shows their face.
    """
    loaded = load_emoji_sets(folders.EMOJIS)
    for problem in loaded.problems:
        logger.warning("%s", problem)
    return loaded.sets


def emoji_sets() -> dict[str, EmojiSet]:
    """Every set that this visitor may draw with, by its name, their own first."""
    shipped = shipped_sets()
    try:
        return {**own.own_sets(next(iter(shipped.values()))), **shipped}
    except UserError as problem:  # My emoji says so; the others still work
        logger.warning("%s", problem)
        return shipped
