"""One face, explained: what the network saw, what came close; and a way to say that it is wrong."""

from typing import Final

import streamlit as st

from core.edited import EditedFace
from core.errors import UserError
from core.labels import EMOTIONS, NOT_SURE, looks
from core.text import percent
from core.why import enlarged, glowing
from pages.picture import reading
from pages.picture.look import Look
from pages.shared import explaining, own, personal, widgets
from pages.shared.album import Album, Picture

_SIDE_PX: Final = 192


def about_face(album: Album, picture: Picture, look: Look) -> None:
    """The chosen face, or the largest: how it looks, why, and what to do if that is wrong."""
    faces = reading.faces_of(picture, look.detector)
    if not faces:
        return
    number, face = next(
        ((at, one) for at, one in enumerate(faces, start=1) if one.id == album.face), (1, faces[0])
    )
    seen = face.reading.prediction
    which = f"Face {number}: " if len(faces) > 1 else ""
    sure = face.reading.shows(look.min_confidence) != NOT_SURE
    words = f"**{looks(seen.label).capitalize()}**," if sure else f"**Not sure**, {seen.label} is"
    st.markdown(f"{which}{words} {percent(seen.confidence)} {'sure' if sure else 'likely'}")
    widgets.score_bars(seen.scores)
    _this_is_wrong(picture, face, look)
    _why(picture, face, look)


def _this_is_wrong(picture: Picture, face: EditedFace, look: Look) -> None:
    said = st.pills(
        "This is wrong? To me it looks",
        EMOTIONS,
        default=face.edit.label,
        wrap=True,
        key=f"wrong-{picture.number}-{face.id}-{picture.version}",
    )
    keep = st.toggle(
        "Keep faces that I correct, to learn from",
        key="photo-consent",
        persist_state="session",
        help=f"Only the grey cut-out of 48 × 48 pixels and the word. It stays {own.place()}; see, "
        "take home or delete all of it on My emoji.",
    )
    if said == face.edit.label:
        return
    history = reading.history(picture, look.detector)
    picture.edits[look.detector] = history.changed(face.id, label=said, emoji=None)
    picture.version += 1
    if keep and said is not None:
        _keep(picture, face, said, look)
    st.rerun()


def _keep(picture: Picture, face: EditedFace, label: str, look: Look) -> None:
    known = reading.read(picture, look.detector)
    if known is None:
        return
    try:
        kept = picture.kept.get(face.id)
        store = own.own_store()
        if kept is None:
            picture.kept[face.id] = store.keep_face(known.patches[face.id], label, "photo")
        else:
            store.relabel_face(kept, label)
    except UserError as problem:
        st.toast(str(problem), icon=":material/error:")
    else:
        st.toast(f"Kept as {label}, {own.place()}.", icon=":material/bookmark_added:")


def _why(picture: Picture, face: EditedFace, look: Look) -> None:
    opened = st.expander(
        "Why this emoji?", icon=":material/psychology_alt:", key="photo-why", on_change="rerun"
    )
    known = reading.read(picture, look.detector)
    if not opened.open or known is None:
        return  # the reasons are half a second of work that not everybody asks for
    with opened:
        why = explaining.explanation(known.patches[face.id].tobytes(), personal.reading_model())
        patch, heat = st.columns(2)
        patch.image(enlarged(why.patch, _SIDE_PX), width="stretch", caption="What is looked at")
        heat.image(
            glowing(why, _SIDE_PX), channels="BGR", width="stretch", caption="Warm: what mattered"
        )
        st.markdown(why.words)
