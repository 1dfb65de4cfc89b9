"""What one visitor's session holds: detectors, readings, the live view, choices."""

import logging
from dataclasses import dataclass
from typing import Final

import av
import av.error
import numpy as np
import streamlit as st

from core.classifier import Classifier
from core.edited import OFFERED_SCORE
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.live import LiveSession, LiveSettings
from core.stream import FrameStream
from pages.shared import folders, models

_COVER_FRAME: Final = (480, 640, 24)  # height, width, grey
logger = logging.getLogger(__name__)


@st.cache_resource(scope="session", show_spinner=False)
def still_detector(kind: str) -> FaceDetector:
    """A detector for photos, one a visitor: it is not safe to share."""
    return FaceDetector(kind, folders.MODELS, search_px=STILL_SEARCH_PX)


@st.cache_resource(scope="session", show_spinner=False)
def offering_detector(kind: str) -> FaceDetector:
    """A detector that also finds what may be a face, for a person to decide."""
    return FaceDetector(kind, folders.MODELS, search_px=STILL_SEARCH_PX, min_score=OFFERED_SCORE)


@dataclass(frozen=True, eq=False)
class Live:
    """One visitor's live view: the session that reads frames and the stream that carries them."""

    session: LiveSession
    stream: FrameStream[tuple[av.VideoFrame, float, LiveSettings], av.VideoFrame]


def _close_live(live: Live) -> None:
    live.stream.close()


@st.cache_resource(scope="session", max_entries=1, on_release=_close_live, show_spinner=False)
def live(detector: str, model: models.ModelVersion) -> Live:
    """The visitor's own live view; its thread ends with the visit."""
    session = LiveSession(
        FaceDetector(detector, folders.MODELS), Classifier.load(folders.MODELS / model.name)
    )

    height, width, grey = _COVER_FRAME
    cover = av.VideoFrame.from_ndarray(np.full((height, width, 3), grey, np.uint8), "bgr24")

    def work(job: tuple[av.VideoFrame, float, LiveSettings]) -> av.VideoFrame:
        frame, arrived, settings = job
        try:
            image = session.process(frame.to_ndarray(format="bgr24"), arrived, settings)
            return av.VideoFrame.from_ndarray(image, format="bgr24")
        except (av.error.FFmpegError, ValueError):  # a torn frame must not end the stream
            logger.exception("A frame could not be converted.")
            return cover

    return Live(session, FrameStream(work, cover))


def choice(key: str) -> str | None:
    """What this visitor chose in the control of this key; None before it was drawn."""
    return st.session_state.get(key)


def choose(key: str, value: str) -> None:
    """Set a control before it is drawn, as if the visitor had."""
    st.session_state[key] = value
