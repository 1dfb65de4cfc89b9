"""Live on the server: each visitor's view, and the places that all visitors share."""

import os
from typing import Final

import streamlit as st

from core.classifier import Classifier
from core.faces import FaceDetector
from core.live import LiveSession
from pages.camera.leases import Leases
from pages.camera.server_view import ServerView
from pages.server.hoster import secrets
from pages.shared import folders, models, personal

_PER_CORE: Final = 1  # one stream takes most of a core: video in, faces, video out


@st.cache_resource(show_spinner=False)
def leases() -> Leases:
    """The places of this server: `live_places` of the secrets, else as many as it has cores."""
    return Leases(int(secrets().get("live_places", _PER_CORE * (os.cpu_count() or 1))))


@st.cache_resource(
    scope="session", max_entries=1, on_release=lambda view: view.stop(), show_spinner=False
)
def server_view(detector: str, model: models.ModelVersion) -> ServerView:
    """The visitor's own live view; detector, model and thread exist only while frames come."""

    own_layer = personal.own_layer(model)  # read here: the view's thread has no visitor

    def session() -> LiveSession:
        network = Classifier.load(folders.MODELS / model.name)
        return LiveSession(FaceDetector(detector, folders.MODELS), own_layer(network))

    return ServerView(session, leases())
