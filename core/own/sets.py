"""Emoji sets of one's own: made of pictures kept and of a shipped set, and read back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from core.emoji_pack import sticker_png
from core.emojis import EmojiSet
from core.labels import EMOTIONS
from core.own.store import OwnSet
from core.sprites import read_png

PREFIX: Final = "own-"  # of the names by which pages tell one's own sets from shipped ones


def mixed(title: str, own: Mapping[str, np.ndarray], rest: EmojiSet) -> EmojiSet:
    """A set of one's own emojis, where there are some, and of another set's for the rest.

    Args:
        own: By label: (512, 512, 4) uint8, BGR and straight alpha.
    """
    sprites = {label: own.get(label, rest.sprites[label]) for label in EMOTIONS}
    whole = all(label in own for label in EMOTIONS)
    return EmojiSet(
        PREFIX, title, "" if whole else rest.credit, sprites, rest.not_sure, rest.extras
    )


def pngs_of(emojis: EmojiSet) -> dict[str, bytes]:
    """The seven pictures as they are kept."""
    return {label: sticker_png(emojis.sprites[label]) for label in EMOTIONS}


def own_emoji_set(own: OwnSet, rest: EmojiSet) -> EmojiSet:
    """A kept set, as Live and Photo draw with it.

    Args:
        rest: Whose mark for "not sure", and whose extras, it uses.

    Raises:
        UserError: One of its pictures is damaged.
    """
    sprites = {
        label: read_png(own.pngs[label], f"{label} of the set {own.name}") for label in own.pngs
    }
    sprites = {label: sprites.get(label, rest.sprites[label]) for label in EMOTIONS}
    return EmojiSet(f"{PREFIX}{own.id}", own.name, "", sprites, rest.not_sure, rest.extras)


def with_own_classes(emojis: EmojiSet, classes: Mapping[str, str]) -> EmojiSet:
    """The set with a further emoji for each class of the visitor's own.

    Args:
        classes: By the class's name: one of the set's extras.
    """
    more = {
        name: emojis.extras.get(emoji, emojis.sprites["neutral"]) for name, emoji in classes.items()
    }
    mark = hashlib.sha256(json.dumps(dict(classes)).encode()).hexdigest()[:12]
    return replace(emojis, name=f"{emojis.name}+{mark}", sprites={**emojis.sprites, **more})
