"""The picture that is edited, with all that belongs to it; it runs alone when an edit comes."""

import streamlit as st

from pages.picture import outputs, reading
from pages.picture.editor import Wish, photo_editor
from pages.picture.gallery import finished, gallery
from pages.picture.look import Look
from pages.picture.taking_home import save_buttons
from pages.picture.why import about_face
from pages.shared.album import Album, Answer, Picture
from pages.shared.parts import rerun_part


@st.fragment
def desk(album: Album, look: Look) -> None:
    """The picture above, its buttons and its faces below, and the gallery of all pictures."""
    picture = album.current()
    if picture is None:
        st.info("Your pictures with their emojis will stand here.", icon=":material/image:")
        return
    if picture.problem:
        if len(album.pictures) == 1:
            st.error(picture.problem, icon=":material/broken_image:")
    elif reading.read(picture, look.detector) is None:
        st.html('<div class="waiting" role="status" aria-label="Reading the picture"></div>')
    else:
        _edit(album, picture, look)
    if len(album.pictures) > 1:
        gallery(album, look)


def _edit(album: Album, picture: Picture, look: Look) -> None:
    known = reading.read(picture, look.detector)
    if known is None:
        return
    reading.read_added(picture, look.detector)
    answer, album.answer = album.answer, None
    history = reading.history(picture, look.detector)
    done = photo_editor(picture, known, history, look, answer)
    for edited in (done.edited, done.wish.edited if done.wish else None):
        if edited is not None and edited.version > picture.version:
            picture.version = edited.version
            picture.edits[look.detector] = edited.history
    album.face = done.face or album.face
    if done.wish and done.wish.number != album.last_wish:
        album.last_wish = done.wish.number
        album.answer = _made(picture, done.wish, look)
    if album.answer or reading.read_added(picture, look.detector):
        rerun_part()  # the browser waits for it
    save_buttons(picture, look)
    about_face(album, picture, look)


def _made(picture: Picture, wish: Wish, look: Look) -> Answer:
    ready = finished(picture, look)
    if wish.kind == "png":
        return Answer(wish.number, ready.file_name("png"), "image/png", outputs.png(ready))
    return Answer(wish.number, ready.file_name("jpg"), "image/jpeg", outputs.jpeg(ready))
