"""What a video became: to be seen, to be taken home, and its scores over time."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.downloads import download_name
from core.videos.gif import LONGEST_S
from core.videos.job import Job, Result
from core.videos.passes import Looked
from core.videos.scores import lines
from pages.shared import figures, widgets
from pages.shared.plot import plots

_MOST_FACES = 3  # of which a chart is drawn


def result(job: Job, looked: Looked, made: Result, beside: DeltaGenerator) -> None:
    """The finished video and its timeline, and beside them the downloads."""
    people = looked.people
    st.video(made.film, format="video/mp4")
    if not made.whole_sound:
        st.caption("Not all of its sound could be read, so some of it is missing.")
    ends = float(people.times[-1])
    saved = (
        ("Save as MP4", made.film, "mp4", "video/mp4", ""),
        ("Save as GIF", made.gif, "gif", "image/gif", _about_gif(ends)),
        ("Scores as csv", made.table, "csv", "text/csv", ""),
    )
    with beside.container(horizontal=True, key="save-video"):
        for label, data, suffix, kind, about in saved:
            st.download_button(
                label,
                data,
                download_name(job.name, len(people.people), suffix),
                kind,
                key=f"save-video-{suffix}",
                icon=":material/download:",
                on_click="ignore",
                type="primary" if suffix == "mp4" else "secondary",
                help=about or None,
            )


def timeline(job: Job, looked: Looked) -> None:
    """The scores over time of those who are longest in view."""
    people = looked.people
    ends = float(people.times[-1])
    drawn = [
        figures.expressions_figure(line.face, line.times, line.scores, ends=ends)
        for line in lines(people, _MOST_FACES)
    ]
    if drawn:
        st.markdown("**How each face looked**")
        widgets.colour_names()
        plots(drawn, run=f"video-{job.name}", key="video-timeline")


def _about_gif(seconds: float) -> str:
    if seconds <= LONGEST_S:
        return "Without sound, smaller, for where no video goes."
    return f"The first {LONGEST_S:.0f} seconds, without sound, for where no video goes."
