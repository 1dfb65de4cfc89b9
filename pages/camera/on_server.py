"""Live on the server: the camera's frames come by WebRTC, and the video with emojis goes back."""

import time

import av
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_webrtc import (
    WebRtcMode,
    create_video_sink_track,
    create_video_source_track,
    webrtc_streamer,
)
from streamlit_webrtc.component import WebRtcStreamerContext

from core.live import LiveSettings
from pages.camera import connection
from pages.camera import words as camera_words
from pages.shared import models, visitor, widgets

REFRESH_S = 0.2  # five times a second looks live and costs little
OUTPUT_FPS = 30


def view(video: DeltaGenerator, readout: DeltaGenerator, settings: LiveSettings, kind: str) -> None:
    """Draw the video and what is seen in it.

    Args:
        kind: Of the face finder.
    """
    model = models.serving_model()
    live = visitor.live(kind, model)
    with video:
        context = _streamer(live, settings)
        camera_words.explain_camera_errors()
    with readout:
        st.fragment(_readings, run_every=REFRESH_S if context.state.playing else None)(
            context.state.playing, live, model, settings
        )


def _streamer(live: visitor.Live, settings: LiveSettings) -> WebRtcStreamerContext:
    def on_frame(frame: av.VideoFrame) -> None:
        """Runs on the video loop: no st.* here. Settings arrive by closure."""
        live.stream.put((frame, time.monotonic(), settings))

    return webrtc_streamer(
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


def _readings(
    playing: bool, live: visitor.Live, model: models.ModelVersion, settings: LiveSettings
) -> None:
    if models.serving_model() != model:
        st.rerun()  # another model was promoted meanwhile
    seen = live.session.snapshot
    largest = seen.readings[0].prediction if playing and seen.readings else None
    waiting = "Looking for a face …" if playing else "Your expression shows here."
    widgets.headline(
        settings.emojis,
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
