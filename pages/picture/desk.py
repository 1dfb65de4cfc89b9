"""The picture that is edited: what the browser tells of it is kept, what it waits for is made."""

from html import escape

import streamlit as st

from pages.picture import intake, outputs, reading
from pages.picture.editor import Wish, photo_editor
from pages.picture.gallery import finished
from pages.picture.look import Look
from pages.shared.album import Album, Answer, Picture


def desk(album: Album, look: Look) -> None:
    """The picture with its faces; without one that can be read, why, and what to do."""
    picture = album.current()
    if picture is None:
        st.info("Your pictures with their emojis will stand here.", icon=":material/image:")
        intake.back_to_sample(album)
    elif picture.problem:
        if len(album.pictures) == 1:
            st.html(f'<div class="picture-name">{escape(picture.name)}</div>')
            st.error(picture.problem, icon=":material/broken_image:")
            intake.back_to_sample(album)
    elif reading.read(picture, look.detector) is None:
        st.html('<div class="waiting" role="status" aria-label="Reading the picture"></div>')
    else:
        _edit(album, picture, look)


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
        st.rerun()  # the browser waits for it
    if not reading.faces_of(picture, look.detector):
        st.info(
            "No face was found. It helps when a face is larger than 30 pixels, looks toward the "
            "camera and is lit from the front. Or draw a box around it: **Add a face**.",
            icon=":material/face_retouching_off:",
        )


def _made(picture: Picture, wish: Wish, look: Look) -> Answer:
    ready = finished(picture, look)
    if wish.kind == "png":
        return Answer(wish.number, ready.file_name("png"), "image/png", outputs.png(ready))
    return Answer(wish.number, ready.file_name("jpg"), "image/jpeg", outputs.jpeg(ready))
