"""How one picture that came back is shown, and how it is taken home."""

import streamlit as st

from core.emojify import download_name, zip_files
from core.labels import LOOKS
from core.photos import encode_jpeg, encode_png
from core.text import percent
from pages.picture.drawing import DrawnPhoto
from pages.shared import widgets


def show_result(photo: DrawnPhoto) -> None:
    """The picture with its emojis, every face's scores beside it, and the downloads."""
    picture, scores = st.columns([3, 2], gap="large")
    faces = len(photo.readings)
    with picture:
        st.image(photo.image, channels="BGR", width="stretch", caption=_sentence(photo))
    with scores:
        if not photo.readings:
            st.info(
                "No face was found. It helps when the face is larger than 30 pixels, looks "
                "toward the camera, is lit from the front and not covered.",
                icon=":material/face_retouching_off:",
            )
        else:
            tabs = st.tabs([f"Face {number}" for number in range(1, faces + 1)])
            for tab, reading in zip(tabs, photo.readings, strict=True):
                with tab:
                    seen = reading.prediction
                    st.markdown(
                        f"**{LOOKS[seen.label].capitalize()}**, {percent(seen.confidence)} sure"
                    )
                    widgets.score_bars(seen.scores)
        png, jpeg = st.columns(2)
        png.download_button(
            "Save as PNG",
            lambda: encode_png(photo.image),
            download_name(photo.name, faces, "png"),
            "image/png",
            key=f"png-{photo.key}",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )
        jpeg.download_button(
            "Save as JPEG",
            lambda: encode_jpeg(photo.image),
            download_name(photo.name, faces, "jpg"),
            "image/jpeg",
            key=f"jpeg-{photo.key}",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )


def download_all(photos: list[DrawnPhoto]) -> None:
    """One zip of every picture, where there are several."""
    if len(photos) < 2:
        return
    st.divider()
    st.download_button(
        f"All {len(photos)} pictures as one zip",
        lambda: zip_files(
            (
                download_name(photo.name, len(photo.readings), "png"),
                encode_png(photo.image),
            )
            for photo in photos
        ),
        f"photo-to-emoji-{len(photos)}-pictures.zip",
        "application/zip",
        icon=":material/folder_zip:",
        on_click="ignore",
        type="primary",
    )


def _sentence(photo: DrawnPhoto) -> str:
    count = len(photo.readings)
    if not count:
        return "No face found"
    looks = ", ".join(
        f"face {number} {LOOKS[reading.prediction.label]}"
        for number, reading in enumerate(photo.readings[:8], start=1)
    )
    return looks.capitalize() + (f" and {count - 8} more" if count > 8 else "")
