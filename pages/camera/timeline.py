"""The timeline under a live view: each face's expressions over time, as a chart and as csv."""

import time
from typing import Any, Final

import streamlit as st

from core.labels import EMOTIONS
from core.timeline import EVERY_S, Moment, Timeline, told_faces
from pages.camera.parts import part
from pages.camera.server_view import ServerView
from pages.shared import browser_files, figures, visitor
from pages.shared.mount import mount
from pages.shared.plot import plots

HELP: Final = (
    "Each face's expressions over time. Scores, never pictures, go to this app twice a second; "
    "they are gone when you leave."
)
FILE: Final = "photo-to-emoji-timeline.csv"
_MOST_FACES: Final = 3  # of which a chart is drawn: those that were seen longest
_teller = part("timeline")


def of_browser() -> None:
    """Draw what this visitor's browser tells."""
    _browsers()
    _take_home()


def of_server(view: ServerView) -> None:
    """Draw what the server saw."""
    _servers(view)
    _take_home()


@st.fragment
def _browsers() -> None:
    data = {"code": browser_files.program().code, "everyS": EVERY_S, "scores": len(EMOTIONS)}
    told = told_faces(mount(_teller, "browser-timeline", data, hears=("told",)).told)
    kept = visitor.timeline()
    if told:
        kept.add(*told)
    _draw(kept)


@st.fragment(run_every=EVERY_S)
def _servers(view: ServerView) -> None:
    kept = visitor.timeline()
    readings = view.snapshot.readings
    kept.add(
        time.time(),
        {
            reading.track: [reading.prediction.scores[name] for name in EMOTIONS]
            for reading in readings
            if reading.track is not None
        },
    )
    _draw(kept)


def _take_home() -> None:
    """Outside what runs twice a second: a download that is asked for there may be gone before."""
    kept = visitor.timeline()
    with st.container(horizontal=True):
        st.download_button("Scores as csv", kept.csv, FILE, "text/csv", icon=":material/download:")
        st.button("Clear", on_click=kept.clear)


def _draw(kept: Timeline) -> None:
    moments = kept.moments
    if not moments:
        st.caption("The chart begins with the first face.")
        return
    faces = sorted({moment.face for moment in moments})
    longest = sorted(faces, key=lambda face: -sum(moment.face == face for moment in moments))
    shown = [
        _figure([moment for moment in moments if moment.face == face], moments[0].t)
        for face in sorted(longest[:_MOST_FACES])
    ]
    plots(shown, run="timeline", key="timeline-chart")


def _figure(moments: list[Moment], began: float) -> dict[str, Any]:
    times = [round(moment.t - began, 1) for moment in moments]
    return figures.expressions_figure(
        moments[0].face + 1, times, [moment.scores for moment in moments]
    )
