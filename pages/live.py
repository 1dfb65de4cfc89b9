"""Webcam with emojis, in this browser or on the server. Here are widgets and wiring only."""

import streamlit as st

from core.live import LiveSettings
from pages.camera import connection, in_browser, neutral, on_server, places, still, timeline
from pages.shared import live_places, personal, widgets

place = places.current()
st.title("Live")
st.markdown(f"An emoji lands on every face. {places.PROMISES[place]}")

view, beside = st.columns([3, 2], gap="large")
readout = beside.container()
with beside:  # nothing stands below the video, which must not move it
    where = st.container()
    emojis = widgets.emoji_choice()
    style = widgets.style_choice()
with beside.expander("More settings", icon=":material/tune:"):
    left, right = st.columns(2, gap="medium")
    settings = LiveSettings(
        emojis=emojis,
        style=style,
        emoji_scale=left.slider(
            "Emoji size (× face height)",
            0.5,
            2.0,
            1.2,
            0.1,
            key="live-size",
            persist_state="session",
        ),
        smoothing_s=left.slider(
            "Smoothing (seconds)", 0.0, 1.0, 0.3, 0.1, key="live-smoothing", persist_state="session"
        ),
        mirror=left.toggle(
            "Mirror, like a looking glass", value=True, key="live-mirror", persist_state="session"
        ),
        min_confidence=right.slider(
            "Not sure below (% sure)",
            0,
            90,
            round(100 * LiveSettings.min_confidence),
            5,
            key="live-unsure",
            persist_state="session",
            help="A face that cannot be told gets the mark for that. Cover still hides it.",
        )
        / 100,
    )
    if place == "server":
        detector = widgets.detector_choice(right)

step = None
if place == "browser":
    with view:
        step = in_browser.stage(settings, begins=places.begins())
    with readout:
        in_browser.readout(emojis)
elif place == "server":
    step = on_server.view(view.container(), readout, settings, detector)
else:
    step = still.view(view, readout, settings)
view.caption(places.CONSENT)
if place != "still" and view.toggle("Timeline", key="live-timeline", help=timeline.HELP):
    with view:
        if place == "browser":
            timeline.of_browser()
        else:
            timeline.of_server(live_places.server_view(detector, personal.reading_model()))
if place != "still":
    with view.expander(neutral.TITLE, icon=":material/self_improvement:"):
        if place == "browser":
            neutral.of_browser()
        else:
            neutral.of_server(live_places.server_view(detector, personal.reading_model()))
if not connection.is_secure():
    view.expander("How to get a secure address", icon=":material/lock:").markdown(places.https())
if step:
    places.go(step)
places.choose(where)
