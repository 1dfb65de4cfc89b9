"""Before a video is made: a look at any moment of it, and who is covered."""

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.photos import decode_photo, encode_jpeg
from core.videos.draw import Choice, Drawing
from core.videos.job import Job
from core.videos.passes import Looked
from pages.clip.still import still
from pages.picture.look import Look
from pages.shared.videos import Video

_MOST_SHOWN = 24  # of the people; who is in view for less is covered


def choosing(video: Video, job: Job, looked: Looked, look: Look, beside: DeltaGenerator) -> None:
    """The preview, and beside it the strip of faces and the button that makes the video."""
    people = looked.people.people
    seen = st.container()
    frames = list(looked.stills)
    frame = fullest(looked)
    if len(frames) > 1:
        frame = st.select_slider(
            "Look at a moment",
            frames,
            value=frame,
            format_func=lambda number: clock(float(looked.people.times[number])),
            key=f"video-moment-{video.mark}",
            persist_state="session",
        )
    with beside:
        if people:
            _strip(video, looked)
        else:
            st.info(
                "No face was found in this video. It helps when faces are larger than 30 pixels "
                "and lit from the front.",
                icon=":material/face_retouching_off:",
            )
        if look.style == "cover" and looked.people.strangers:
            video.hides_strangers = st.toggle(
                "Hide what comes in at the edge, too",
                value=True,
                key=f"video-strangers-{video.mark}",
                persist_state="session",
                help="Somebody or something comes into the picture and no face is found in it. "
                "Turn this off where it is a car or a cat.",
            )
        choice = choice_of(video, look)
        if st.button("Make the video", icon=":material/movie:", type="primary", key="video-make"):
            job.make(choice, look.emojis)
            st.rerun()
    at = clock(float(looked.people.times[frame]))
    with seen:
        still(
            preview(looked, frame, choice, look), f"The video as it will be at {at}", "video-still"
        )


def choice_of(video: Video, look: Look) -> Choice:
    """How the video is to be drawn, as everything is set now."""
    return Choice(
        look.style,
        look.size,
        look.min_confidence,
        look.mark_unsure,
        frozenset(video.uncovered),
        video.hides_strangers,
    )


def preview(looked: Looked, frame: int, choice: Choice, look: Look) -> bytes:
    """JPEG of a frame of which a still was kept, as it will be."""
    image = np.asarray(decode_photo(looked.stills[frame]), np.uint8)
    return encode_jpeg(Drawing(looked.people, look.emojis, choice).drawn(image, frame))


def clock(seconds: float) -> str:
    """A moment of a clip: "0:07"."""
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"


def _strip(video: Video, looked: Looked) -> None:
    """A picture of everybody, to be covered or left."""
    people = looked.people.people
    st.markdown("**Who is covered**" if len(people) > 1 else "**The face in it**")
    with st.container(horizontal=True, key="video-faces", gap="small"):
        for number, person in enumerate(people[:_MOST_SHOWN]):
            with st.container(width=104, gap="small", key=f"video-face-{number}"):
                if person.portrait:
                    still(
                        person.portrait,
                        f"Face {number + 1}",
                        f"video-face-{number}",
                        width="6rem",
                    )
                covered = st.checkbox(
                    f"Face {number + 1}",
                    value=True,
                    key=f"video-cover-{video.mark}-{number}",
                    persist_state="session",
                )
                (video.uncovered.discard if covered else video.uncovered.add)(number)
    if len(people) > _MOST_SHOWN:
        st.caption(f"{len(people) - _MOST_SHOWN} more are seen for a moment only: all covered.")


def fullest(looked: Looked) -> int:
    """The still with most faces, from the middle on."""
    frames = list(looked.stills)
    ahead = frames[len(frames) // 2 :] + frames[: len(frames) // 2]
    people = looked.people.people
    return max(ahead, key=lambda frame: sum(one.place(frame) is not None for one in people))
