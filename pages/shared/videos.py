"""The one video of a visit: what came, its job, what it became. Gone when the visit ends."""

import secrets
from dataclasses import dataclass, field

import streamlit as st

from core.videos.job import Job
from core.videos.kinds import GUEST, OWNER, Limits
from pages.shared import owner

_ADDRESS: str = "video"  # of the page, while a video is worked on: who comes back finds it there


@dataclass
class Video:
    """Written by the visitor's own script runs."""

    sent: tuple[str, bytes] | None = None  # name and file of a clip that waits for its job
    job: Job | None = None
    mark: str = ""  # tells this job from others
    shown: bool = False  # instead of the pictures
    interrupted: bool = False  # a job of which only the mark is left
    uncovered: set[int] = field(default_factory=set)  # people who stay as they are
    hides_strangers: bool = True

    @property
    def is_here(self) -> bool:
        return self.sent is not None or self.job is not None

    def take_in(self, name: str, data: bytes) -> None:
        """Put a new clip in the place of the one before."""
        self.remove()
        self.sent, self.mark, self.shown = (name, data), secrets.token_hex(4), True
        self.interrupted = False

    def remove(self) -> None:
        """End the job wherever it is, and forget the clip and what it became."""
        if self.job is not None:
            self.job.close()
        self.sent = self.job = None
        self.mark, self.shown = "", False
        self.uncovered, self.hides_strangers = set(), True


@st.cache_resource(scope="session", on_release=Video.remove, show_spinner=False)
def video() -> Video:
    """This visitor's own."""
    return Video()


def limits() -> Limits:
    """How much of a clip this visitor may send."""
    return OWNER if owner.is_owner() else GUEST


def note_address(of: Video) -> None:
    """Keep the page's address as the job asks; notice a job that this server knows nothing of."""
    told = st.query_params.get(_ADDRESS)
    working = of.job is not None and (of.job.runs or of.job.state == "ready")
    if told is not None and told != of.mark:
        of.interrupted = True
    if working and told != of.mark:
        st.query_params[_ADDRESS] = of.mark
    elif not working and told is not None:
        del st.query_params[_ADDRESS]
