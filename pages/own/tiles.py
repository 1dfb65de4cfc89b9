"""The seven pictures of a set as tiles: one is chosen, to be taken or taken again."""

from pathlib import Path
from typing import Final

from streamlit.components.v2 import component

from core.emojis import EmojiSet
from core.labels import COLORS, EMOTIONS
from pages.shared import widgets
from pages.shared.mount import mount

_HERE: Final = Path(__file__).parent
_tiles = component(
    "own_tiles",
    html='<div class="tiles" role="radiogroup" aria-label="The seven pictures"></div>',
    css=(_HERE / "tiles.css").read_text(encoding="utf-8"),
    js=(_HERE / "tiles.js").read_text(encoding="utf-8"),
)


def show_tiles(emojis: EmojiSet, own: frozenset[str], chosen: str) -> str:
    """Draw the set; returns the label that is chosen now.

    Args:
        own: Labels whose picture is the visitor's own.
    """
    tiles = [
        {
            "label": label,
            "url": widgets.sprite_data_url(emojis.sprites[label]),
            "own": label in own,
            "colour": COLORS[label],
        }
        for label in EMOTIONS
    ]
    touched = mount(_tiles, "tiles", {"tiles": tiles, "chosen": chosen}, hears=("chosen",)).chosen
    return touched if touched in EMOTIONS else chosen
