"""Folders, caches and the visitor's session: named here and nowhere else."""

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import av
import av.error
import numpy as np
import streamlit as st

from core.analysis import Reading, analyse
from core.classifier import Classifier, ModelCard, read_card
from core.dataset import read_faces
from core.emojis import EmojiSet, load_emoji_sets
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.live import LiveSession, LiveSettings
from core.overlay import draw_emojis
from core.photos import decode_photo
from core.stream import FrameStream
from pages.server import uploads
from training.run import Run
from training.runs import list_runs
from training.serving import serving_name

ROOT: Final = Path(__file__).resolve().parent.parent
# Another folder of models and runs, which holds its own copy of models/yunet.
MODELS: Final = Path(os.environ.get("PHOTO_TO_EMOJI_MODELS") or ROOT / "models")
EMOJIS: Final = ROOT / "emojis"
ICON: Final = EMOJIS / "noto" / "happy.png"
SAMPLE: Final = ROOT / "pages" / "sample" / "astronaut.jpg"

DETECTOR_NAMES: Final = {"yunet": "YuNet", "classic": "Classic (Haar)"}
STYLE_NAMES: Final = {"cover": "Cover", "badge": "Badge", "classic": "Classic"}
_COVER_FRAME: Final = (480, 640, 24)  # height, width, grey


logger = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False)
def emoji_sets() -> dict[str, EmojiSet]:
    """Every emoji set that can be used, by its folder's name; a damaged one is logged."""
    loaded = load_emoji_sets(EMOJIS)
    for problem in loaded.problems:
        logger.warning("%s", problem)
    return loaded.sets


class ServingModel(NamedTuple):
    """The model in use. A folder can be trained on, so its weights count beside its name."""

    name: str
    sha256: str


@st.cache_resource(max_entries=8, show_spinner=False)  # the explorer asks all that ship
def classifier(model: ServingModel) -> Classifier:
    """A loaded model; safe to share, since it lets in one thread at a time."""
    return Classifier.load(MODELS / model.name)


def model_report(name: str) -> dict[str, Any]:
    """What the trainer measured of a model, by split; empty where its report is missing."""
    path = MODELS / name / "report.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def serving_model() -> ServingModel:
    """The model that Live and Photo use; without any the page says so and ends."""
    card = serving_card()
    return ServingModel(card.name, card.sha256)


def serving_card() -> ModelCard:
    """The card of the model that Live and Photo use, as chosen on the Training page."""
    name = serving_name(MODELS)
    if name is None:
        st.error(
            "No trained model is here, so no face can be read. Make one on the Training page or "
            "with `python -m training.train --recipe tutorial`, then open this page again."
        )
        st.stop()
    return read_card(MODELS / name)


@st.cache_resource(scope="session", show_spinner=False)
def still_detector(kind: str) -> FaceDetector:
    """A detector for photos, one a visitor: it is not safe to share."""
    return FaceDetector(kind, MODELS, search_px=STILL_SEARCH_PX)


@st.cache_resource(scope="session", max_entries=60, show_spinner=False)
def photo_readings(data: bytes, detector: str, model: ServingModel) -> list[Reading]:
    """The readings of one of this visitor's pictures; gone when the visitor is.

    Raises:
        PhotoError: The bytes are not a picture that can be used.
    """
    uploads.require_taken(data)
    return analyse(decode_photo(data), still_detector(detector), classifier(model))


@st.cache_resource(show_spinner=False)
def sample_picture(model: ServingModel) -> np.ndarray:
    """The sample photo with its emoji: (H, W, 3) uint8, RGB."""
    data = SAMPLE.read_bytes()
    detector = FaceDetector("yunet", MODELS, search_px=STILL_SEARCH_PX)
    readings = analyse(decode_photo(data), detector, classifier(model))
    emojis = next(iter(emoji_sets().values()))
    return draw_emojis(decode_photo(data), readings, emojis, style="badge")[..., ::-1]


@dataclass(frozen=True, eq=False)
class Live:
    """One visitor's live view: the session that reads frames and the stream that carries them."""

    session: LiveSession
    stream: FrameStream[tuple[av.VideoFrame, float, LiveSettings], av.VideoFrame]


def _close_live(live: Live) -> None:
    live.stream.close()


@st.cache_resource(scope="session", max_entries=1, on_release=_close_live, show_spinner=False)
def live(detector: str, model: ServingModel) -> Live:
    """The visitor's own live view; its thread ends with the visit."""
    session = LiveSession(FaceDetector(detector, MODELS), Classifier.load(MODELS / model.name))

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


@dataclass
class _Runs:
    """All runs as they were last read, for every visitor; replaced whole by any one's run."""

    newest_first: tuple[Run, ...] = ()


@st.cache_resource(show_spinner=False)
def _runs(models: Path) -> _Runs:
    return _Runs()


def runs() -> tuple[Run, ...]:
    """Every run as it stands now, the newest first; only what is new in them is read."""
    known = _runs(MODELS)
    known.newest_first = tuple(list_runs(MODELS, known.newest_first))
    return known.newest_first


def run(name: str) -> Run | None:
    """One run as it stands now; None if there is none of this name."""
    return next((run for run in runs() if run.name == name), None)


@dataclass(frozen=True)
class Counted:
    """What is in a data set."""

    counts: dict[str, list[int]]  # pictures per class for every split
    problems: tuple[str, ...]


@st.cache_data(max_entries=20, show_spinner=False)
def counted_faces(path: Path, changed_at: float) -> Counted:
    """A data set looked through once, as long as it does not change.

    Raises:
        FileNotFoundError, ValueError: Nothing is there, or nothing that can be used.
    """
    faces = read_faces(path)
    return Counted(faces.counts(), faces.problems)


def sample_wanted() -> bool:
    """Whether this visitor asked for the sample photo."""
    return bool(st.session_state.get("sample"))


def want_sample(wanted: bool) -> None:
    """Remember the visitor's wish for the sample photo."""
    st.session_state["sample"] = wanted
