"""Pictures with emojis: upload, edit, take home. Here are widgets and wiring only."""

import streamlit as st

from pages.clip import desk as clip_desk
from pages.picture import desk, intake, reading
from pages.picture.gallery import gallery
from pages.picture.look import look_controls
from pages.picture.taking_home import save_all, save_buttons
from pages.picture.why import about_face
from pages.shared import album as albums
from pages.shared import folders

st.html(folders.ROOT / "pages" / "picture" / "photo.css")
st.title("Photo")
st.markdown("Every face gets its emoji. Tap a face to change it; pictures leave when you do.")
st.html('<a class="to-own" href="#own-pictures">Use your own picture</a>')

album = albums.album()
intake.start_with_sample(album)
films = clip_desk.which()
head = st.container()
result, beside = st.columns([3, 2], gap="large")
with beside:
    home = st.container()
    st.html('<span id="own-pictures"></span>')
    intake.intake(album)
    for refusal in album.refusals:
        st.warning(refusal)
    look = look_controls()
if films:
    with result:
        clip_desk.desk(look, home)
    clip_desk.below()
    st.stop()

current = album.current()
waiting = [
    one for one in album.pictures if not one.problem and not reading.read(one, look.detector)
]
with result:
    if current in waiting:
        with st.spinner("Reading the picture …"):
            reading.read_now(current, look.detector)
        waiting.remove(current)
        current = album.current()
    desk.desk(album, look)
if current and reading.read(current, look.detector):
    with home:
        save_buttons(current, look)
    with beside:
        about_face(album, current, look)
if len(album.pictures) > 1:
    gallery(album, look)
    with head.container(horizontal=True, vertical_alignment="center"):
        save_all(album, look, waiting=len(waiting))
        done = len(album.pictures) - len(waiting)
        if waiting:
            st.progress(done / len(album.pictures), f"{done} of {len(album.pictures)} are read")
if waiting:
    reading.read_now(waiting[0], look.detector)
    st.rerun()  # shows it, and goes on with the next
