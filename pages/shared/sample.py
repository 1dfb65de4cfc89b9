"""The sample photo as the app shows it."""

import numpy as np
import streamlit as st

from core.analysis import analyse
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.overlay import draw_emojis
from core.photos import decode_photo
from pages.shared import folders, models
from pages.shared.emoji_sets import shipped_sets


@st.cache_resource(show_spinner=False)
def sample_picture(model: models.ModelVersion) -> np.ndarray:
    """The sample photo with its emoji: (H, W, 3) uint8, RGB."""
    data = folders.SAMPLE.read_bytes()
    detector = FaceDetector("yunet", folders.MODELS, search_px=STILL_SEARCH_PX)
    readings = analyse(decode_photo(data), detector, models.classifier(model))
    emojis = next(iter(shipped_sets().values()))
    return draw_emojis(decode_photo(data), readings, emojis, style="badge")[..., ::-1]
