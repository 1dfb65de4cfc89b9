"""Stills in, stills with emojis out. The work is in core; here are widgets and wiring."""

import streamlit as st

from core.photos import PhotoError
from pages.picture import drawing
from pages.picture.result import download_all, show_result
from pages.shared import folders, visitor, widgets

MAX_PICTURES = 30

st.title("Photo")
st.markdown("Drop in pictures with faces and get them back with emojis.")

source, choice = st.columns([3, 2], gap="large")
with source:
    uploads = st.file_uploader(
        "Pictures: JPEG, PNG, WebP, HEIC, AVIF, GIF or BMP, up to 25 megapixels each",
        accept_multiple_files=True,
        max_upload_size=30,
        help="You can also paste a picture from the clipboard.",
    )
    sample, camera = st.columns(2)
    if sample.button("Try a sample", icon=":material/auto_awesome:", width="stretch"):
        visitor.want_sample(True)
    with camera.popover("Take a picture", icon=":material/photo_camera:", width="stretch"):
        taken = st.camera_input("Take a picture", label_visibility="collapsed")
with choice:
    emojis = widgets.emoji_choice("photo-emojis")
    style = widgets.style_choice("photo-style")
    with st.expander("More settings", icon=":material/tune:"):
        size = st.slider("Emoji size (× face height)", 0.5, 2.0, 1.2, 0.1)
        detector = widgets.detector_choice(st.container())

pictures = [(upload.name, upload.getvalue()) for upload in uploads]
if taken:
    pictures.append(("camera.jpg", taken.getvalue()))
if visitor.sample_wanted() and not pictures:
    pictures.append((folders.SAMPLE.name, folders.SAMPLE.read_bytes()))
if len(pictures) > MAX_PICTURES:
    st.warning(f"{len(pictures)} pictures came; the first {MAX_PICTURES} are shown.")

results = []
for number, (name, data) in enumerate(pictures[:MAX_PICTURES]):
    st.divider()
    st.text(name)
    try:
        with st.spinner("Reading the picture …"):
            picture = drawing.drawn_photo(
                name,
                str(number),
                data,
                detector=detector,
                emojis=emojis,
                style=style,
                size=size,
            )
    except PhotoError as problem:
        st.error(str(problem), icon=":material/broken_image:")
    else:
        show_result(picture)
        results.append(picture)
download_all(results)

if not pictures:
    st.info(
        "Your pictures with their emojis will stand here. No photo at hand? "
        "Press **Try a sample**.",
        icon=":material/image:",
    )
