"""What Home shows of the app at work, and how fast it works here."""

import time
from statistics import median
from typing import Final

import numpy as np
import streamlit as st

from pages.shared import folders, models

LOOP: Final = folders.ROOT / "pages" / "sample" / "seven-expressions.webp"
LOOP_STILL: Final = folders.ROOT / "pages" / "sample" / "seven-expressions.png"
_READINGS: Final = 9


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
    return median(taken)
