"""Live on the server: the camera's frames come by WebRTC, and the video with emojis goes back."""

from typing import Final

import av
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_webrtc import WebRtcMode, create_video_sink_track, webrtc_streamer
from streamlit_webrtc.component import WebRtcStreamerContext

from core.live import LiveSettings
from pages.camera import connection, ladder, places, seen
from pages.camera import words as camera_words
from pages.camera.server_view import ServerView
from pages.shared import live_places, models, personal

_REFRESH_S: Final = 0.2  # five times a second looks live and costs little


def view(
    video: DeltaGenerator, readout: DeltaGenerator, settings: LiveSettings, kind: str
) -> str | None:
    """Draw the video and what is seen in it; returns the step that was chosen, if one.

    Args:
        kind: Of the face finder.
    """
    model = personal.reading_model()
    own = live_places.server_view(kind, model)
    with video:
        context = _streamer(own, settings)
        problem = camera_words.dress_camera()
    with readout:
        st.fragment(_readings, run_every=_REFRESH_S if context.state.playing else None)(
            context.state.playing, own, model, settings
        )
    return _way_on(video, problem) if problem else None


def _way_on(place: DeltaGenerator, problem: str) -> str | None:
    """The ways that are left, as buttons; the component itself says why and tries again."""
    row = place.container(horizontal=True)
    for step, words in ladder.ways(problem):
        if step != "again" and row.button(words, key=f"server-{step}"):
            return step
    return None


def _streamer(view: ServerView, settings: LiveSettings) -> WebRtcStreamerContext:
    def on_frame(frame: av.VideoFrame) -> None:
        """Runs on the video loop: no st.* here. Settings arrive by closure."""
        view.put(frame, settings)

    servers = connection.servers()
    return webrtc_streamer(
        key="live",
        mode=WebRtcMode.SENDRECV,
        frontend_rtc_configuration={"iceServers": servers.browser},
        server_rtc_configuration={"iceServers": servers.server},
        media_stream_constraints={
            "video": {"width": {"ideal": 640}, "height": {"ideal": 480}},
            "audio": False,
        },
        # What goes out is another track than what comes in, so a frame can only leave after it
        # was worked on: no face is ever sent back uncovered.
        sink_video_track=create_video_sink_track(on_frame, key="live-in", on_ended=view.stop),
        source_video_track=view.track,
        video_html_attrs={
            "autoPlay": True,
            "controls": False,
            "muted": True,
            "playsInline": True,
            "style": {"width": "100%"},
        },
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
    playing: bool, view: ServerView, model: models.ModelVersion, settings: LiveSettings
) -> None:
    if personal.reading_model() != model:
        st.rerun()  # another model was promoted meanwhile
    if playing and view.refused:
        _full()
        return
    now = view.snapshot
    largest = now.readings[0] if playing and now.readings else None
    waiting = "Looking for a face …" if playing else "Your expression shows here."
    seen.show(largest, settings, waiting=waiting)
    with st.container(key="numbers"):
        faces, rate, delay = st.columns(3)
    faces.metric("Faces", len(now.readings) if playing else "–")
    rate.metric("Frames/s", f"{now.frames_per_s:.0f}" if playing else "–")
    delay.metric("Added delay", f"{now.added_ms:.0f} ms" if playing else "–")
    if playing and now.problem:
        st.warning(now.problem)


def _full() -> None:
    """All places are taken: said at once, with the ways that are left."""
    st.warning(ladder.REASONS["full"].sentence, icon=":material/group:")
    for step, words in ladder.ways("full"):
        kind = "primary" if step == "browser" else "secondary"
        if st.button(words, key=f"full-{step}", type=kind, width="stretch"):
            places.go(step)
