"""Webcam with emojis. The work is in core/live.py; here are widgets and wiring."""

import time

import av
import streamlit as st
from streamlit_webrtc import (
    WebRtcMode,
    create_video_sink_track,
    create_video_source_track,
    webrtc_streamer,
)

from core.live import LiveSettings
from pages.camera import connection
from pages.camera import words as camera_words
from pages.shared import models, visitor, widgets

REFRESH_S = 0.2  # five times a second looks live and costs little
OUTPUT_FPS = 30

st.title("Live")
st.markdown(
    "Press **Start**, allow the camera, and an emoji lands on every face. "
    "Frames stay in this app's memory and are never kept."
)

view, beside = st.columns([3, 2], gap="large")
video = view.container()
readout = beside.container()
with beside:  # nothing stands below the video, which grows when the camera starts
    emojis = widgets.emoji_choice()
    style = widgets.style_choice()
with beside.expander("More settings", icon=":material/tune:"):
    left, right = st.columns(2, gap="medium")
    settings = LiveSettings(
        emojis=emojis,
        style=style,
        emoji_scale=left.slider("Emoji size (× face height)", 0.5, 2.0, 1.2, 0.1),
        smoothing_s=left.slider("Smoothing (seconds)", 0.0, 1.0, 0.3, 0.1),
        mirror=left.toggle("Mirror, like a looking glass", value=True),
        min_confidence=right.slider(
            "Draw an emoji from (% sure)", 0, 90, 0, 5, help="Cover still hides the face."
        )
        / 100,
    )
    detector = widgets.detector_choice(right)

model = models.serving_model()
live = visitor.live(detector, model)


def on_frame(frame: av.VideoFrame) -> None:
    """Runs on the video loop: no st.* here. Settings arrive by closure."""
    live.stream.put((frame, time.monotonic(), settings))


with video:
    context = webrtc_streamer(
        key="live",
        mode=WebRtcMode.SENDRECV,
        rtc_configuration=connection.rtc_configuration(),
        media_stream_constraints={
            "video": {"width": {"ideal": 640}, "height": {"ideal": 480}},
            "audio": False,
        },
        # What goes out is another track than what comes in, so a frame can only leave after it
        # was worked on: no face is ever sent back uncovered.
        sink_video_track=create_video_sink_track(on_frame, key="live-in"),
        source_video_track=create_video_source_track(
            lambda _pts, _time_base: live.stream.get(),
            key="live-out",
            fps=OUTPUT_FPS,
            on_ended=live.stream.reset,
        ),
        media_toggle_controls=False,
        translations={
            "start": "Start",
            "stop": "Stop",
            "select_device": "Choose a camera",
            "device_ask_permission": "Your browser asks whether it may use the camera: allow it.",
            "device_not_available": camera_words.WORDS["NotFoundError"],
            "device_access_denied": camera_words.WORDS["NotAllowedError"],
            "media_api_not_available": camera_words.WORDS["TypeError"],
        },
    )


@st.fragment(run_every=REFRESH_S if context.state.playing else None)
def show_readings() -> None:
    if models.serving_model() != model:
        st.rerun()  # another model was promoted meanwhile
    playing = context.state.playing
    seen = live.session.snapshot
    largest = seen.readings[0].prediction if playing and seen.readings else None
    waiting = "Looking for a face …" if playing else "Your expression shows here."
    widgets.headline(
        emojis,
        largest.label if largest else None,
        largest.confidence if largest else 0.0,
        waiting=waiting,
    )
    widgets.score_bars(largest.scores if largest else None)
    with st.container(key="numbers"):
        faces, rate, delay = st.columns(3)
    faces.metric("Faces", len(seen.readings) if playing else "–")
    rate.metric("Frames/s", f"{seen.frames_per_s:.0f}" if playing else "–")
    delay.metric("Added delay", f"{seen.added_ms:.0f} ms" if playing else "–")
    if playing and seen.problem:
        st.warning(seen.problem)


with readout:
    show_readings()
with view:
    camera_words.explain_camera_errors()
