"""The reasons of readings that a visitor asked for, kept for the visit."""

import numpy as np
import streamlit as st

from core.crop import PATCH_PX
from core.why import Why, explained
from pages.shared import models, personal


@st.cache_resource(scope="session", max_entries=60, show_spinner="Looking at what mattered …")
def explanation(patch: bytes, model: models.ModelVersion) -> Why:
    """Why a face was read so.

    Args:
        patch: 48 x 48 grey pixels.
    """
    pixels = np.frombuffer(patch, np.uint8).reshape(PATCH_PX, PATCH_PX)
    return explained(personal.reader(model), pixels)
