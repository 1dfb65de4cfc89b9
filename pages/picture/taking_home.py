"""The buttons that save a picture in every form, and all pictures at once."""

from functools import partial

import streamlit as st

from pages.picture import outputs
from pages.picture.gallery import finished
from pages.picture.look import Look
from pages.shared.album import Album, Picture


def save_buttons(picture: Picture, look: Look) -> None:
    """The whole picture, and stickers of its faces; each made when it is pressed, in a thread
    that has no session: what it needs is gathered here."""
    ready = finished(picture, look)
    saved = (
        ("Save as PNG", outputs.png, "png", "image/png"),
        ("Save as JPEG", outputs.jpeg, "jpg", "image/jpeg"),
    )
    with st.container(horizontal=True, key="save"):
        for label, make, suffix, kind in saved:
            st.download_button(
                label,
                partial(make, ready),
                ready.file_name(suffix),
                kind,
                key=f"save-{suffix}",
                icon=":material/download:",
                on_click="ignore",
            )
        st.download_button(
            "Stickers",
            partial(outputs.sticker_pack, ready),
            ready.file_name("zip").replace("photo-to-emoji", "photo-to-emoji-stickers"),
            "application/zip",
            key="save-stickers",
            icon=":material/add_reaction:",
            on_click="ignore",
            disabled=not ready.marks(),
            help="Transparent WebP pictures of 512 pixels: each face cut out with its emoji, and "
            "each emoji in the face's pose.",
        )


def save_all(album: Album, look: Look, *, waiting: int) -> None:
    """One zip of every picture, with a csv of the scores, once all are read."""
    good = [picture for picture in album.pictures if not picture.problem]
    st.download_button(
        f"All {len(good)} pictures as one zip",
        partial(outputs.all_pictures, [finished(picture, look) for picture in good]),
        f"photo-to-emoji-{len(good)}-pictures.zip",
        "application/zip",
        key="save-all",
        icon=":material/folder_zip:",
        on_click="ignore",
        type="primary",
        disabled=waiting > 0,
        help="With a table of all scores, as a csv file.",
    )
