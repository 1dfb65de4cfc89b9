"""Name the set, use it on Live and Photo at once, take it home, bring it back."""

import streamlit as st

from core.emoji_pack import pack_zip, read_pack, sheet
from core.emojis import EmojiSet
from core.errors import UserError
from core.labels import EMOTIONS
from core.own.sets import PREFIX, pngs_of
from core.photos import encode_png
from pages.shared import own, visitor, widgets


def show_take_home(emojis: EmojiSet, mine: frozenset[str]) -> None:
    """Everything that is done with a whole set.

    Args:
        mine: Labels whose picture is the visitor's own.
    """
    chosen = own.making()
    left = len(EMOTIONS) - len(mine)
    st.caption(
        "All seven are yours."
        if not left
        else f"{len(mine)} of 7 are yours; for the rest it takes Noto's."
    )
    name, use = st.columns([3, 2], vertical_alignment="bottom")
    chosen.name = name.text_input("Name of the set", chosen.name, max_chars=40, key="own-name")
    pressed = use.button(
        "Use it now",
        type="primary",
        icon=":material/mood:",
        disabled=not mine,
        width="stretch",
        help="Keeps the set under this name; Live and Photo then draw with it.",
    )
    if pressed:
        _use(emojis)
    with st.container(horizontal=True, key="own-take-home"):
        st.download_button(
            "Sticker pack",
            lambda: pack_zip(emojis),
            "photo-to-emoji-stickers.zip",
            "application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
            help="Seven pictures of 512 pixels, as PNG and WebP, for messengers and for here.",
        )
        st.download_button(
            "One sheet",
            lambda: encode_png(sheet(emojis)),
            "photo-to-emoji-sheet.png",
            "image/png",
            icon=":material/grid_on:",
            on_click="ignore",
        )
        with st.popover("Bring a pack", icon=":material/upload:"):
            _bring()


def _use(emojis: EmojiSet) -> None:
    try:
        number = own.own_store().keep_set(emojis.title, pngs_of(emojis))
        visitor.choose(widgets.EMOJI_SET, f"{PREFIX}{number}")
    except UserError as problem:
        st.error(str(problem))
        return
    with st.container(horizontal=True):
        st.success(f"Live and Photo now draw with {emojis.title}.", icon=":material/check:")
        st.page_link("live.py", label="Go live", icon=":material/videocam:")
        st.page_link("photo.py", label="Use a photo", icon=":material/photo_library:")


def _bring() -> None:
    sent = st.file_uploader(
        "A sticker pack that was saved here", type="zip", key="own-pack", max_upload_size=20
    )
    if sent is None or not st.button("Keep these seven", type="primary"):
        return
    try:
        pack = read_pack(sent.getvalue())
        for label, png in pack.pngs.items():
            own.own_store().keep_capture(png, label)
    except UserError as problem:
        st.error(str(problem))
        return
    own.making().name = pack.title
    st.rerun()
