"""The video that is worked on: one state of its job at a time, each with its one next step."""

import math
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.videos.folder import Order
from core.videos.job import Job
from pages.clip.choosing import choice_of, choosing, fullest, preview
from pages.clip.result import result, timeline
from pages.clip.still import still
from pages.picture.look import Look
from pages.server import limits
from pages.shared import folders, personal, videos
from pages.shared.videos import Video

PRIVATE = (
    "While it is worked on, the video lies in a private folder of this server. It is removed when "
    "the work ends, when you cancel, and when you leave."
)
INTERRUPTED = (
    "The work on your video was interrupted: this page was loaded anew, or the server was "
    "restarted. The video is gone from the server; send it again."
)


def which() -> bool:
    """Whether the video is shown and not the pictures; a switch where there is a video."""
    video = videos.video()
    videos.note_address(video)
    if video.interrupted:
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.warning(INTERRUPTED, icon=":material/history:")
        if button.button("All right", width="stretch"):
            video.interrupted = False
            st.rerun()
    if not video.is_here:
        return False
    names = {True: "Video", False: "Pictures"}
    shown = st.segmented_control(
        "Show",
        [True, False],
        format_func=names.__getitem__,
        default=video.shown,
        required=True,
        label_visibility="collapsed",
        key=f"video-or-pictures-{video.mark}",
    )
    video.shown = bool(shown)
    return video.shown


def desk(look: Look, beside: DeltaGenerator) -> None:
    """The video in the state that it is in.

    Args:
        beside: Where what is to be decided stands, and what can be taken home.
    """
    video = videos.video()
    if video.sent is not None:
        _begin(video, look)
    job = video.job
    if job is None:
        return
    st.html(f'<div class="picture-name">{escape(job.name)}</div>')
    if job.runs:
        _meanwhile(video, job, look)
        _progress()
        st.caption(PRIVATE)
    elif job.state == "failed":
        st.error(job.problem, icon=":material/broken_image:")
        _remove(video, "All right")
    elif job.state == "ready" and job.looked is not None:
        choosing(video, job, job.looked, look, beside)
        with beside:
            _remove(video, "Cancel")
            st.caption(PRIVATE)
    elif job.looked is not None and job.result is not None:
        result(job, job.looked, job.result, beside)
        with beside:
            _remove(video, "Remove this video")


def below() -> None:
    """What stands under everything else: the finished video's timeline."""
    job = videos.video().job
    if job is not None and job.state == "done" and job.looked is not None:
        timeline(job, job.looked)


def _begin(video: Video, look: Look) -> None:
    """The job of a clip that just came."""
    assert video.sent is not None
    (name, data), video.sent = video.sent, None
    model = personal.reading_model()
    order = Order(videos.limits(), folders.MODELS / model.name, folders.MODELS, look.detector)
    head = personal.head_file(model)
    video.job = Job(name, data, order, head=head, place=limits.one_video)
    videos.note_address(video)


def _meanwhile(video: Video, job: Job, look: Look) -> None:
    """What stands where the result will."""
    if job.looked is None:
        st.html('<div class="waiting" role="status" aria-label="Looking at the video"></div>')
    else:
        drawn = preview(job.looked, fullest(job.looked), choice_of(video, look), look)
        still(drawn, "One moment of the video as it will be", "video-still")


@st.fragment(run_every=1.0)
def _progress() -> None:
    """The bar, which looks after itself until the state is another one."""
    video = videos.video()
    job = video.job
    if job is None or not job.runs:
        st.rerun()
        return
    with st.container(key="video-waits"):
        st.progress(job.done, _words(job))
    if st.button("Cancel", icon=":material/close:", key="video-cancel"):
        video.remove()
        st.toast("Cancelled. The video is gone from the server.", icon=":material/delete:")
        st.rerun()


def _words(job: Job) -> str:
    if job.state == "waiting":
        return "Waiting for a free place: other videos are worked on right now …"
    what = "Looking for faces" if job.state == "looking" else "Making the video"
    left = job.left_s()
    return f"{what} … {'' if left is None else time_left(left)}"


def time_left(seconds: float) -> str:
    """As a person says it: "about 20 s left"."""
    if seconds < 60:
        return (
            f"about {max(1, math.ceil(seconds / 5) * 5 if seconds > 5 else round(seconds))} s left"
        )
    return f"about {math.ceil(seconds / 60)} min left"


def _remove(video: Video, label: str) -> None:
    if st.button(label, key="video-remove", type="tertiary"):
        video.remove()
        st.rerun()
