"""A visitor's own things: the owner's lie on disk, a guest's in the memory of their session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import streamlit as st

from core.cartoon import LOOKS
from core.cutout import HeadCutter
from core.emojis import EmojiSet
from core.own.emoji import emoji_of
from core.own.sets import own_emoji_set, with_own_classes
from core.own.store import OwnStore
from pages.server.hoster import hoster
from pages.shared import folders, owner, visitor

FILE: Final = "own.sqlite"  # in the folder of data
OWNERS_PLACE: Final = "on this computer, in `data/own.sqlite`, until you delete it"
FORGETFUL_PLACE: Final = (
    "on this server's disk, which its host empties whenever it starts the app anew"
)
GUESTS_PLACE: Final = "in this app's memory, for this visit only"


def own_store() -> OwnStore:
    """The visitor's own store; nothing is written before something is kept."""
    return _owners() if owner.is_owner() else _guests()


def place() -> str:
    """Where what this visitor keeps lies, as the end of a sentence."""
    if not owner.is_owner():
        return GUESTS_PLACE
    return FORGETFUL_PLACE if hoster().forgets else OWNERS_PLACE


@st.cache_resource(show_spinner=False)
def _owners() -> OwnStore:
    return OwnStore(folders.DATA / FILE)


@st.cache_resource(scope="session", show_spinner=False)
def _guests() -> OwnStore:
    return OwnStore(None)


@dataclass
class Making:
    """What the visitor chose on My emoji, so that it is there when they come back."""

    label: str = "happy"
    look: str = LOOKS[0]
    name: str = "My emoji"


@st.cache_resource(scope="session", show_spinner=False)
def making() -> Making:
    """This visitor's choices; only the visitor's own runs change them."""
    return Making()


@st.cache_resource(show_spinner=False)
def head_cutter() -> HeadCutter:
    """One for all: it lets in one thread at a time, for 20 ms."""
    return HeadCutter(folders.ROOT / "models")


@st.cache_resource(scope="session", max_entries=30, show_spinner=False)
def emoji_in_look(picture: bytes, look: str) -> np.ndarray:
    """The emoji of a kept picture: (512, 512, 4) uint8, BGRA; gone when the visitor is.

    Raises:
        UserError: There is no face in it.
    """
    return emoji_of(picture, look, visitor.still_detector("yunet"), head_cutter())


def own_sets(rest: EmojiSet) -> dict[str, EmojiSet]:
    """The visitor's own emoji sets by name, the newest first.

    Args:
        rest: The set that fills what theirs lack.

    Raises:
        UserError: The store, or a picture in it, is damaged.
    """
    found = (_own_set(number, at, rest.name, rest) for number, _, at in own_store().set_names())
    return {emojis.name: emojis for emojis in found}


@st.cache_resource(scope="session", max_entries=10, show_spinner=False)
def _own_set(number: int, kept_at: float, rest_name: str, _rest: EmojiSet) -> EmojiSet:
    """Read once for each time it was kept: the same object as long as it is the same set."""
    (own,) = (one for one in own_store().sets() if one.id == number)
    return own_emoji_set(own, _rest)


def with_classes(emojis: EmojiSet, classes: Mapping[str, str]) -> EmojiSet:
    """A set with an emoji for each class of the visitor's own; the same object for the same two.

    Args:
        classes: By name: one of the set's extras.
    """
    return _with_classes(emojis, tuple(classes.items()))[1]


@st.cache_resource(scope="session", max_entries=6, show_spinner=False, hash_funcs={EmojiSet: id})
def _with_classes(
    emojis: EmojiSet, classes: tuple[tuple[str, str], ...]
) -> tuple[EmojiSet, EmojiSet]:
    """The set as it came, which is held so that its number stays its own, and with the classes."""
    return emojis, with_own_classes(emojis, dict(classes))
