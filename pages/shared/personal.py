"""A visitor's own last layer on the app's network: learned, remembered until used, and served."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from core.classifier import Classifier, FaceReader
from core.personal.classes import ClassTrial, learn_classes
from core.personal.layer import Layer
from core.personal.reference import Reference, read_reference
from core.personal.serve import PersonalClassifier
from core.personal.trial import Trial, features_of, learn_person, varied
from pages.shared import folders, models, own

_COPIES = 5  # that `varied` makes of a face


@dataclass
class _Remembered:
    trial: Trial | None = None
    classes: ClassTrial | None = None
    base: str = ""  # the checksum of the model that it was learned on


@st.cache_resource(scope="session", show_spinner=False)
def _memory() -> _Remembered:
    return _Remembered()


def _known() -> _Remembered:
    """What is remembered, as far as it was learned on the model that serves now."""
    memory, base = _memory(), models.serving_model().sha256
    if memory.base != base:
        memory.trial = memory.classes = None
        memory.base = base
    return memory


def remember(trial: Trial | None) -> None:
    """Keep what was learned for this visit, until it is used."""
    _known().trial = trial


def remembered() -> Trial | None:
    """What was learned last in this visit, and is not yet used."""
    return _known().trial


def remember_classes(trial: ClassTrial | None) -> None:
    """As `remember`, of the visitor's own classes."""
    _known().classes = trial


def remembered_classes() -> ClassTrial | None:
    """What was learned last of the visitor's own classes, and is not yet used."""
    return _known().classes


def reading_model() -> models.ModelVersion:
    """The model that reads this visitor's faces: the app's, with their own last layer if any."""
    serving = models.serving_model()
    used = own.own_store().used_model()
    fits = used is not None and used.about.get("base") == serving.sha256
    return serving._replace(own=used.id, own_at=used.kept_at) if used and fits else serving


def reader(model: models.ModelVersion) -> FaceReader:
    """The model, loaded; the network in it is shared by all visitors.

    Raises:
        UserError: The visitor's own layer is damaged.
    """
    return own_layer(model)(models.classifier(model._replace(own=0, own_at=0.0)))


def own_layer(model: models.ModelVersion) -> Callable[[Classifier], FaceReader]:
    """What puts the visitor's own layer, if any, on a network that was loaded for them alone.

    Raises:
        UserError: The visitor's own layer is damaged.
    """
    if not model.own:
        return lambda network: network
    layer = layer_of(model)
    return lambda network: PersonalClassifier(network, layer)


def head_file(model: models.ModelVersion) -> bytes | None:
    """The visitor's own layer as a file, for a process of its own; None without one.

    A video is read by the seven alone.

    Raises:
        UserError: It is damaged.
    """
    head = layer_of(model).head
    return Layer(head).to_bytes() if head is not None else None


def layer_of(model: models.ModelVersion) -> Layer:
    """The visitor's own layer on this model; an empty one where they have none.

    Raises:
        UserError: It is damaged.
    """
    return _layer(model.own, model.own_at) if model.own else Layer()


@st.cache_resource(scope="session", max_entries=4, show_spinner=False)
def _layer(number: int, kept_at: float) -> Layer:
    """The visitor's own layer of this number, which a deleted one may have had before."""
    (kept,) = (one for one in own.own_store().models() if one.id == number)
    return Layer.from_bytes(kept.weights)


def use(name: str, layer: Layer, about: Mapping[str, Any]) -> None:
    """Keep a layer that learned from this visitor, and read them with it from now on.

    Args:
        name: As My data lists it.
        about: What was measured.

    Raises:
        UserError: It cannot be kept.
    """
    classes = list(layer.own.names) if layer.own else []
    whole = {"base": models.serving_model().sha256, "classes": classes, **about}
    store = own.own_store()
    store.use_model(store.keep_model(name, whole, layer.to_bytes()))


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


def learned_classes(
    model: models.ModelVersion,
    patches: npt.NDArray[np.uint8],
    labels: list[str],
    names: Sequence[str],
) -> ClassTrial:
    """The visitor's own classes learned, and how well they are told.

    Raises:
        UserError: The model cannot be learned on, or frames are missing.
    """
    features = features_of(models.classifier(model), varied(patches))
    return learn_classes(features, labels, names, reference(model), copies=_COPIES)
