"""What this is, in three lines and a picture, and the way to the pages."""

import streamlit as st

from core.labels import EMOTIONS
from pages.camera import places
from pages.shared import emoji_sets, models, sample, widgets

words, picture = st.columns([3, 2], gap="large", vertical_alignment="center")
with words:
    st.title("Photo to Emoji")
    st.markdown(
        "Show a face, and the matching emoji lands on top of it.  \n"
        "A small neural network reads seven expressions, live from your camera or from a photo.  \n"
        "Pictures stay in this app's memory only and are gone when you leave."
    )
    live, photo = st.columns(2)
    if live.button("Start the camera", type="primary", icon=":material/videocam:", width="stretch"):
        places.start_camera()
    if photo.button("Use a photo", icon=":material/photo_library:", width="stretch"):
        st.switch_page("photo.py")
with picture:
    st.image(
        sample.sample_picture(models.serving_model()),
        width="stretch",
        caption="A sample: astronaut Eileen Collins",
    )

emojis = next(iter(emoji_sets.shipped_sets().values()))
st.html(
    '<div style="display:flex;flex-wrap:wrap;gap:1.2rem 1.6rem;justify-content:center;'
    'margin-top:1rem">'
    + "".join(
        '<figure style="margin:0;text-align:center">'
        f'<img src="{widgets.emoji_data_url(emojis, label)}" alt="" '
        f'style="width:4rem;height:4rem"><figcaption>{label}</figcaption></figure>'
        for label in EMOTIONS
    )
    + "</div>"
)
with st.container(horizontal=True, horizontal_alignment="center", gap="large"):
    st.page_link("explorer.py", label="Know the data", icon=":material/grid_view:")
    st.page_link("train.py", label="Train the network", icon=":material/model_training:")
    st.page_link("about.py", label="How good it is", icon=":material/info:")
