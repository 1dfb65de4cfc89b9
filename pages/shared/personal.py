"""A visitor's own last layer on the app's network: learned, remembered until used, and served."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import streamlit as st

from core.classifier import Classifier, FaceReader
from core.personal.head import Head
from core.personal.reference import Reference, read_reference
from core.personal.serve import PersonalClassifier
from core.personal.trial import Trial, features_of, learn_person, varied
from pages.shared import folders, models, own

_COPIES = 5  # that `varied` makes of a face


@dataclass
class _Remembered:
    trial: Trial | None = None


@st.cache_resource(scope="session", show_spinner=False)
def _memory() -> _Remembered:
    return _Remembered()


def remember(trial: Trial | None) -> None:
    """Keep what was learned for this visit, until it is used."""
    _memory().trial = trial


def remembered() -> Trial | None:
    """What was learned last in this visit, and is not yet used."""
    return _memory().trial


def reading_model() -> models.ModelVersion:
    """The model that reads this visitor's faces: the app's, with their own last layer if any."""
    serving = models.serving_model()
    used = own.own_store().used_model()
    fits = used is not None and used.about.get("base") == serving.sha256
    return serving._replace(own=used.id) if used is not None and fits else serving


def reader(model: models.ModelVersion) -> FaceReader:
    """The model, loaded; the network in it is shared by all visitors.

    Raises:
        UserError: The visitor's own layer is damaged.
    """
    return own_layer(model)(models.classifier(model._replace(own=0)))


def own_layer(model: models.ModelVersion) -> Callable[[Classifier], FaceReader]:
    """What puts the visitor's own layer, if any, on a network that was loaded for them alone.

    Raises:
        UserError: The visitor's own layer is damaged.
    """
    if not model.own:
        return lambda network: network
    head = _head(model.own)
    return lambda network: PersonalClassifier(network, head)


def head_file(model: models.ModelVersion) -> bytes | None:
    """The visitor's own layer as a file, for a process of its own; None without one.

    Raises:
        UserError: It is damaged.
    """
    return _head(model.own).to_bytes() if model.own else None


@st.cache_resource(scope="session", max_entries=4, show_spinner=False)
def _head(number: int) -> Head:
    """The visitor's own layer of this number."""
    (kept,) = (one for one in own.own_store().models() if one.id == number)
    return Head.from_bytes(kept.weights)


@st.cache_resource(max_entries=4, show_spinner=False)
def reference(model: models.ModelVersion) -> Reference:
    """The reference faces of a model.

    Raises:
        UserError: There are none.
    """
    return read_reference(folders.MODELS / model.name, sha256=model.sha256)


def learned(model: models.ModelVersion, patches: npt.NDArray[np.uint8], labels: list[str]) -> Trial:
    """One's own faces learned, and what that changed.

    Raises:
        UserError: The model cannot be learned on, or too little is kept.
    """
    features = features_of(models.classifier(model), varied(patches))
    return learn_person(features, labels, reference(model), copies=_COPIES)
