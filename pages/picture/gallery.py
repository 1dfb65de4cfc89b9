"""All pictures of the visit, three across: each with its emojis, to be edited or removed."""

from html import escape
from typing import Final

import streamlit as st

from pages.picture import outputs, reading
from pages.picture.look import Look
from pages.picture.outputs import Finished
from pages.shared.album import Album, Picture

_ACROSS: Final = 3


def finished(picture: Picture, look: Look) -> Finished:
    """The picture as it stands, ready to be drawn."""
    return Finished(picture.name, picture.data, reading.faces_of(picture, look.detector), look)


def gallery(album: Album, look: Look) -> None:
    """A card for each picture; one that waits or is bad says so."""
    pictures = album.pictures
    for start in range(0, len(pictures), _ACROSS):
        for place, picture in zip(
            st.columns(_ACROSS), pictures[start : start + _ACROSS], strict=False
        ):
            with place, st.container(border=True, key=f"card-{picture.number}"):
                _card(album, picture, look)


def _card(album: Album, picture: Picture, look: Look) -> None:
    known = reading.read(picture, look.detector)
    if picture.problem:
        st.error(picture.problem, icon=":material/broken_image:")
    elif known is None:
        st.html('<div class="waiting" role="img" aria-label="Waits for its turn"></div>')
    else:
        ready = finished(picture, look)
        shown = (look.key, picture.version, len(known.readings))
        if shown not in picture.thumbnails:
            picture.thumbnails = {shown: outputs.thumbnail(ready, known.preview, known.width)}
        st.image(picture.thumbnails[shown], width="stretch")
    st.html(f'<div class="picture-name">{escape(picture.name)}</div>')
    with st.container(horizontal=True):
        here = picture is album.current()
        if known and st.button(
            "Shown above" if here else "Edit", key=f"edit-{picture.number}", disabled=here
        ):
            album.choose(picture)
            st.rerun()
        if st.button("Remove", key=f"remove-{picture.number}", type="tertiary"):
            album.remove(picture)
            st.rerun()
