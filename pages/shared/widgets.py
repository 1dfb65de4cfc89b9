"""Pieces that more than one page shows: score bars, the choice of emojis and style."""

from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Final

import cv2
import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.emojis import EmojiSet
from core.labels import COLORS, EMOTIONS, colour, looks
from core.text import percent
from pages.shared import emoji_sets, own, personal, visitor

DETECTOR_NAMES: Final = {"yunet": "YuNet", "classic": "Classic (Haar)"}
STYLE_NAMES: Final = {"cover": "Cover", "badge": "Badge", "classic": "Classic"}
# Less empty space above the title, so that the main thing shows without scrolling at 1280 x 800.
EMOJI_SET: Final = "emoji-set"  # the key under which the chosen set is remembered
PAGE_CSS: Final = """
<style>
[data-testid="stMainBlockContainer"] {padding-top: 4.5rem; padding-bottom: 2rem}
[data-testid="stMainBlockContainer"] h1 {padding-top: 0; font-size: 2.2rem}
/* Streamlit writes white on the accent, 2 to 1 in the dark theme; this is 9 to 1 in both. */
button:is([data-testid="stBaseButton-primary"], [data-testid="stPopoverButton"][kind="primary"]) {
  background: #f5a524; border-color: #f5a524; color: #1a140c}
button:is(
  [data-testid="stBaseButton-primary"], [data-testid="stPopoverButton"][kind="primary"]):hover {
  background: #ffb94a; border-color: #ffb94a; color: #1a140c}
/* On a phone Streamlit lays columns below each other, with the gaps of a wide screen. */
@media (max-width: 640px) {
  [data-testid="stExpandSidebarButton"]::after {content: "Menu"; font-size: 1rem}
  div[data-testid="stHorizontalBlock"] {gap: 1rem}
  div.st-key-set, div.st-key-fixes {justify-content: flex-start}
  .st-key-numbers div[data-testid="stColumn"] {min-width: 6rem; flex: 1 1 6rem}
  /* Five views in one row. */
  [class*="st-key-view-"] button {padding-inline: .4rem; font-size: .85rem}
  /* The chosen face above the others, not many screens below them. */
  .st-key-faces > div > div[data-testid="stHorizontalBlock"] {flex-wrap: wrap-reverse}
  .st-key-chosen-face {scroll-margin-top: 4.5rem}
}
</style>
"""
# Sent with every refresh of the live scores: at most 9 kB, since Streamlit keeps messages from
# 10 kB on in a cache of the browser's, and a fragment that runs often may miss them there.
_THUMBNAIL_PX = 192
_THUMBNAIL_QUALITY = 70
_BARS_CSS = """
<style>
dl.scores {display: grid; padding: 0; grid-template-columns: auto 1fr 3.2em; gap: .45em .7em;
  align-items: center; margin: 0; font-size: .95rem; line-height: 1.2}
.scores dt {margin: 0; font-weight: 400} .scores dt.top {font-weight: 700}
.scores dd {margin: 0}
.scores .track {height: .8em; border-radius: .4em; background: rgba(128,128,128,.22)}
.scores .fill {height: 100%; border-radius: .4em}
.scores .share {text-align: right; font-variant-numeric: tabular-nums}
</style>
"""


def score_bars(scores: dict[str, float] | None, labels: Sequence[str] = EMOTIONS) -> None:
    """A bar for each expression, and each own class, in its colour; empty without scores.

    Args:
        labels: What has a bar while there are no scores.
    """
    top = max(scores, key=scores.__getitem__) if scores else None
    rows = []
    for name in scores or labels:
        share = scores[name] if scores else 0.0
        number = percent(share) if scores else "–"
        bold = ' class="top"' if name == top else ""
        rows.append(
            f'<dt{bold}>{escape(name)}</dt><dd class="track">'
            f'<div class="fill" style="width:{share:.1%};'
            f'background:{colour(name)}"></div></dd><dd class="share">{number}</dd>'
        )
    st.html(f'{_BARS_CSS}<dl class="scores">{"".join(rows)}</dl>')


def colour_names() -> None:
    """Which colour stands for which expression, in one line."""
    names = "".join(
        f'<span style="white-space:nowrap"><span style="display:inline-block;width:.7em;'
        f'height:.7em;border-radius:50%;background:{COLORS[name]};margin-right:.35em"></span>'
        f"{name}</span>"
        for name in EMOTIONS
    )
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:.2rem 1.1rem">{names}</div>')


def headline(emojis: EmojiSet, label: str | None, confidence: float, *, waiting: str) -> None:
    """The big emoji with its sentence, always of one height."""
    if label is None:
        st.html(f'<div style="min-height:7.5rem;display:flex;align-items:center">{waiting}</div>')
        return
    picture, name, said = emoji_data_url(emojis, label), escape(label), escape(looks(label))
    st.html(
        '<div style="min-height:7.5rem;display:flex;gap:1.2rem;align-items:center">'
        f'<img src="{picture}" alt="{name} emoji" style="width:7rem;height:7rem">'
        f'<div><div style="font-size:1.5rem;font-weight:700">{said[:1].upper() + said[1:]}</div>'
        f"<div>{percent(confidence)} sure</div></div></div>"
    )


@lru_cache(maxsize=64)
def emoji_data_url(emojis: EmojiSet, label: str) -> str:
    """A small copy of an emoji as a data address for an HTML page."""
    return sprite_data_url(emojis.sprites[label])


def sprite_data_url(sprite: np.ndarray) -> str:
    """A small copy of a sprite, (h, w, 4) uint8 BGRA, as a data address, kept by no cache."""
    small = cv2.resize(sprite, (_THUMBNAIL_PX, _THUMBNAIL_PX), interpolation=cv2.INTER_AREA)
    quality = [cv2.IMWRITE_WEBP_QUALITY, _THUMBNAIL_QUALITY]
    data = cv2.imencode(".webp", small, quality)[1].tobytes()
    return "data:image/webp;base64," + b64encode(data).decode()


def emoji_choice() -> EmojiSet:
    """Which emoji set to draw with: one choice for the visit, on every page."""
    sets = emoji_sets.emoji_sets()
    if visitor.choice(EMOJI_SET) not in {None, *sets}:  # it was deleted, or kept anew
        visitor.choose(EMOJI_SET, next(iter(sets)))
    name = st.segmented_control(
        "Emoji set",
        list(sets),
        format_func=lambda name: sets[name].title,
        default=next(iter(sets)),
        required=True,
        key=EMOJI_SET,
        persist_state="session",
    )
    own_classes = personal.layer_of(personal.reading_model()).own
    return own.with_classes(sets[name], own_classes.emojis) if own_classes else sets[name]


def style_choice() -> str:
    """How the emoji is put to the face: one choice for the visit, on every page."""
    return st.segmented_control(
        "Style",
        list(STYLE_NAMES),
        format_func=STYLE_NAMES.__getitem__,
        default="cover",
        required=True,
        key="emoji-style",
        persist_state="session",
        help="Cover hides the face. Badge sits beside it. Classic draws a box and a big emoji.",
    )


def detector_choice(place: DeltaGenerator) -> str:
    """How faces are found."""
    return place.selectbox(
        "Face finder",
        list(DETECTOR_NAMES),
        format_func=DETECTOR_NAMES.__getitem__,
        key="face-finder",
        persist_state="session",
        help="YuNet finds tilted, small and dark faces too. Classic is the tutorial's.",
    )
