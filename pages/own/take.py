"""Where the chosen tile's picture comes from: camera, photo, or another set."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.capture import best_shot, head_picture
from core.crop import face_patch
from core.emoji_pack import sticker_png
from core.errors import UserError
from core.labels import EMOTIONS
from core.own.emoji import Found, found_in
from core.photos import PhotoError
from pages.own.burst import burst
from pages.shared import own, personal, visitor
from pages.shared.emoji_sets import shipped_sets

_PROMPTS: Final = {
    "angry": "Look angry",
    "disgust": "Look disgusted",
    "fear": "Look afraid",
    "happy": "Look happy",
    "neutral": "Look neutral",
    "sad": "Look sad",
    "surprise": "Look surprised",
}


def show_ways(label: str, example: str) -> None:
    """The ways to a picture for this label.

    Args:
        example: Data address of the emoji that shows the expression.
    """
    st.subheader(_PROMPTS[label], anchor=False)
    ways = st.container()
    learn = st.toggle(
        "Learn my face from it, too",
        key="own-learn",
        help="Keeps the small grey face beside the picture, for Teach it. Off: the picture alone.",
    )
    st.caption(f"What you keep lies {own.place()}. My data shows and deletes it.")
    camera, photo, other = ways.tabs(["Camera", "Photo", "Another set"])
    try:
        with camera:
            _from_camera(label, example, learn=learn)
        with photo:
            _from_photo(label, learn=learn)
        with other:
            _from_set(label)
    except (UserError, PhotoError) as problem:
        ways.error(str(problem))


def _from_camera(label: str, example: str, *, learn: bool) -> None:
    emojis = next(iter(shipped_sets().values()))
    frames = burst(
        "own-burst", wanted=label, prompt=_PROMPTS[label], example=example, emojis=emojis
    )
    if not frames:
        return
    with st.spinner("Choosing the best of your pictures …"):
        classifier = personal.reader(personal.reading_model())
        shot = best_shot(frames, label, visitor.still_detector("yunet"), classifier)
        face = shot.reading.face
        patch = face_patch(shot.image, face) if learn else None
        _keep(label, Found(head_picture(shot.image, face), patch), f": {shot.score} of 100")


def _from_photo(label: str, *, learn: bool) -> None:
    sent = st.file_uploader(
        "A photo with your face, or a PNG that is cut out already",
        key=f"own-photo-{label}",
        max_upload_size=30,
    )
    with st.popover("Take one picture", icon=":material/photo_camera:"):
        taken = st.camera_input("Take one picture", key=f"own-still-{label}")
    if picture := sent or taken:
        found = found_in(picture.getvalue(), visitor.still_detector("yunet"))
        drawn = own.emoji_in_look(found.picture, own.making().look)
        st.image(drawn[..., [2, 1, 0, 3]], width=180)
        if st.button("Keep", type="primary", key=f"own-keep-{label}"):
            _keep(label, found if learn else replace(found, patch=None))


def _from_set(label: str) -> None:
    sets = shipped_sets()
    name = st.selectbox(
        "Set", list(sets), format_func=lambda name: sets[name].title, key="own-other-set"
    )
    st.image(sets[name].sprites[label][..., [2, 1, 0, 3]], width=140)
    if st.button(f"Take {sets[name].title}'s", key="own-other"):
        _keep(label, Found(sticker_png(sets[name].sprites[label]), None))


def _keep(label: str, found: Found, said: str = "") -> None:
    """Keep the picture, and its face where it may be learned; then go on to the next tile."""
    own.own_store().keep_capture(found.picture, label)
    if found.patch is not None:
        own.own_store().keep_face(found.patch, label, "capture")
    st.toast(f"Kept for {label}{said}.", icon=":material/check:")
    _next(label)


def _next(label: str) -> None:
    """Go on to the next expression that has no picture yet."""
    done = {capture.label for capture in own.own_store().captures()}
    at = EMOTIONS.index(label)
    order = EMOTIONS[at + 1 :] + EMOTIONS[:at]
    own.making().label = next((one for one in order if one not in done), label)
    st.rerun()
