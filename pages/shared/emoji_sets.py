"""The emoji sets that a visitor may draw with."""

import logging

import streamlit as st

from core.emojis import EmojiSet, load_emoji_sets
from pages.shared import folders

logger = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False)
def emoji_sets() -> dict[str, EmojiSet]:
    """Every emoji set that can be used, by its folder's name; a damaged one is logged."""
    loaded = load_emoji_sets(folders.EMOJIS)
    for problem in loaded.problems:
        logger.warning("%s", problem)
    return loaded.sets
