"""One face, explained: what the network saw, what came close; and a way to say that it is wrong."""

from typing import Final

import streamlit as st

from core.edited import EditedFace
from core.labels import EMOTIONS, LOOKS
from core.text import percent
from core.why import enlarged, glowing
from pages.picture import reading
from pages.picture.look import Look
from pages.shared import explaining, models, widgets
from pages.shared.album import Album, Picture
from pages.shared.parts import rerun_part

_SIDE_PX: Final = 192


def about_face(album: Album, picture: Picture, look: Look) -> None:
    """The chosen face, or the largest: how it looks, why, and what to do if that is wrong."""
    faces = reading.faces_of(picture, look.detector)
    if not faces:
        st.info(
            "No face was found. It helps when a face is larger than 30 pixels, looks toward the "
            "camera and is lit from the front. Or draw a box around it: **Add a face**.",
            icon=":material/face_retouching_off:",
        )
        return
    number, face = next(
        ((at, one) for at, one in enumerate(faces, start=1) if one.id == album.face), (1, faces[0])
    )
    seen = face.reading.prediction
    which = f"Face {number}: " if len(faces) > 1 else ""
    st.markdown(f"{which}**{LOOKS[seen.label].capitalize()}**, {percent(seen.confidence)} sure")
    widgets.score_bars(seen.scores)
    _this_is_wrong(picture, face, look)
    _why(picture, face, look)


def _this_is_wrong(picture: Picture, face: EditedFace, look: Look) -> None:
    said = st.pills(
        "This is wrong? To me it looks",
        EMOTIONS,
        default=face.edit.label,
        key=f"wrong-{picture.number}-{face.id}-{picture.version}",
    )
    if said == face.edit.label:
        return
    history = reading.history(picture, look.detector)
    picture.edits[look.detector] = history.changed(face.id, label=said, emoji=None)
    picture.version += 1
    rerun_part()


def _why(picture: Picture, face: EditedFace, look: Look) -> None:
    opened = st.expander(
        "Why this emoji?", icon=":material/psychology_alt:", key="photo-why", on_change="rerun"
    )
    known = reading.read(picture, look.detector)
    if not opened.open or known is None:
        return  # the reasons are half a second of work that not everybody asks for
    with opened:
        why = explaining.explanation(known.patches[face.id].tobytes(), models.serving_model())
        patch, heat = st.columns(2)
        patch.image(enlarged(why.patch, _SIDE_PX), width="stretch", caption="What is looked at")
        heat.image(
            glowing(why, _SIDE_PX), channels="BGR", width="stretch", caption="Warm: what mattered"
        )
        st.markdown(why.words)
