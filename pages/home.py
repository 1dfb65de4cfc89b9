"""What this is: it plays before anything is pressed, then the camera, a photo, and the numbers."""

import streamlit as st

from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST
from core.labels import EMOTIONS
from core.text import percent
from pages.camera import places
from pages.shared import emoji_sets, models, sample, widgets
from pages.shared.numbers import Figure, show_numbers

_LOOP_CSS = (
    "display:block;width:100%;aspect-ratio:20/11;border-radius:1rem;"
    "background:rgba(128,128,128,.12)"  # until it is there
)
_SEVEN_CSS = """
<style>
.seven {display: flex; flex-wrap: wrap; gap: 1.2rem 1.6rem; justify-content: center;
  margin-top: .4rem}
.seven figure {margin: 0; text-align: center}
.seven img {width: 3.4rem; height: 3.4rem; animation: seven-land .24s backwards
  calc(.06s * var(--at)) cubic-bezier(.3, 1.6, .6, 1)}
@keyframes seven-land {from {transform: translateY(-1rem) scale(.4); opacity: 0}}
@media (prefers-reduced-motion: reduce) {.seven img {animation: none}}
</style>
"""

words, demonstration = st.columns([2, 3], gap="large", vertical_alignment="center")
with words:
    st.title("Photo to Emoji")
    st.markdown(
        "Show a face, and the matching emoji lands on top of it.  \n"
        "A small neural network reads seven expressions, live from your camera or from a photo."
    )
    live, photo = st.columns(2)
    if live.button("Start the camera", type="primary", icon=":material/videocam:", width="stretch"):
        places.start_camera()
    if photo.button("Use a photo", icon=":material/photo_library:", width="stretch"):
        st.switch_page("photo.py")
    st.page_link("my_emoji.py", label="Make emojis of your own face", icon=":material/mood:")
with demonstration:
    loop, still = sample.loop()
    st.html(
        f'<picture><source media="(prefers-reduced-motion: reduce)" srcset="{still}">'
        f'<img src="{loop}" alt="{sample.LOOP_WORDS}" style="{_LOOP_CSS}"></picture>'
    )
    st.caption(
        "Two people drawn by this app, read by this app: one face covered, one with a badge."
    )

card = models.serving_card()
split = PRIVATE_TEST if PRIVATE_TEST in card.accuracy else PUBLIC_TEST
report = models.model_report(card.name).get(split, {})
show_numbers(
    Figure(
        percent(report.get("accuracy", card.accuracy.get(split, 0.0))),
        "of test faces read as people labelled them",
        f"FER2013's {split}, 3,589 faces. People agree on the same faces in about 65 of 100.",
    ),
    Figure(
        f"{sample.reading_ms(models.serving_model()):.1f} ms",
        "to read a face, on this machine",
        "The quickest of nine readings by one core.",
    ),
    Figure(
        "0",
        "pictures kept unless you press Keep",
        "Frames and photos live in memory and are gone when you leave.",
    ),
)
emojis = next(iter(emoji_sets.shipped_sets().values()))
seven = "".join(
    f'<figure><img src="{widgets.emoji_data_url(emojis, label)}" alt="" style="--at:{at}">'
    f"<figcaption>{label}</figcaption></figure>"
    for at, label in enumerate(EMOTIONS)
)
st.html(f'{_SEVEN_CSS}<div class="seven">{seven}</div>')
with st.container(horizontal=True, horizontal_alignment="center", gap="large"):
    st.page_link("explorer.py", label="Know the data", icon=":material/grid_view:")
    st.page_link("train.py", label="Train the network", icon=":material/model_training:")
    st.page_link("about.py", label="How good it is", icon=":material/info:")
