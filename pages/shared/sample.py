"""What Home shows of the app at work, and how fast it works here."""

import time
from collections.abc import Callable
from typing import Final

import numpy as np
import streamlit as st

from core.drawn.samples import LOOP_NAME, STILL_NAME
from pages.server import served
from pages.shared import assets, folders, models
from pages.shared.album import ReadPicture

LOOP_WORDS: Final = (
    "Two drawn people make seven faces; the matching emoji covers one and sits beside the other"
)
_READINGS: Final = 9


@st.cache_resource(show_spinner=False)
def loop() -> tuple[str, str]:
    """The addresses of the loop and of one still frame of it."""
    files = (folders.SAMPLE.with_name(name) for name in (LOOP_NAME, STILL_NAME))
    moving, still = (assets.publish(path.name, path.read_bytes()) for path in files)
    return f"{served.base_path()}/{moving}", f"{served.base_path()}/{still}"


@st.cache_resource(max_entries=40, show_spinner=False)
def read_once(
    name: str, detector: str, model: models.ModelVersion, _read: Callable[[], ReadPicture]
) -> ReadPicture:
    """What was read of a sample that ships, once for all visitors; not to be changed.

    Args:
        model: The app's own: what a visitor's own layer says is that visitor's.
    """
    return _read()


@st.cache_resource(show_spinner=False)
def reading_ms(model: models.ModelVersion) -> float:
    """How long this machine takes to read one face, in milliseconds."""
    classifier = models.classifier(model)
    patch = np.zeros((1, classifier.card.patch_px, classifier.card.patch_px), np.uint8)
    taken: list[float] = []
    for _ in range(_READINGS):
        started = time.perf_counter()
        classifier.predict(patch)
        taken.append(1000 * (time.perf_counter() - started))
    return min(taken)
