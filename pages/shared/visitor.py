"""What one visitor's session holds: detectors, readings, choices."""

import time
from dataclasses import dataclass, field

import streamlit as st

from core.edited import OFFERED_SCORE
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.timeline import Timeline
from pages.shared import folders


@st.cache_resource(scope="session", show_spinner=False)
def still_detector(kind: str) -> FaceDetector:
    """A detector for photos, one a visitor: it is not safe to share."""
    return FaceDetector(kind, folders.MODELS, search_px=STILL_SEARCH_PX)


@st.cache_resource(scope="session", show_spinner=False)
def offering_detector(kind: str) -> FaceDetector:
    """A detector that also finds what may be a face, for a person to decide."""
    return FaceDetector(kind, folders.MODELS, search_px=STILL_SEARCH_PX, min_score=OFFERED_SCORE)


@st.cache_resource(scope="session", show_spinner=False)
def timeline() -> Timeline:
    """What this visitor's timeline keeps, for the visit only."""
    return Timeline()


@dataclass
class NeutralMoments:
    """The scores of a neutral face that Live collects; changed by the visitor's own runs alone."""

    going: bool = False
    began: float = 0.0  # seconds of time.monotonic()
    rows: list[list[float]] = field(default_factory=list[list[float]])

    def begin(self) -> None:
        """Collect anew from now on."""
        self.going, self.began, self.rows = True, time.monotonic(), []

    def take(self) -> list[list[float]]:
        """What was collected, which is forgotten by being taken."""
        rows, self.rows = self.rows, []
        return rows


@st.cache_resource(scope="session", show_spinner=False)
def neutral() -> NeutralMoments:
    """What this visitor's calibration collects, for the visit only."""
    return NeutralMoments()


def choice(key: str) -> str | None:
    """What this visitor chose in the control of this key; None before it was drawn."""
    return st.session_state.get(key)


def take(key: str) -> str | None:
    """What was chosen, which is forgotten by being taken."""
    return st.session_state.pop(key, None)


def choose(key: str, value: str) -> None:
    """Set a control before it is drawn, as if the visitor had."""
    st.session_state[key] = value
