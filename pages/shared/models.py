"""The models that pages ask: which one serves, and each loaded once for all visitors."""

import json
from typing import Any, NamedTuple

import streamlit as st

from core.classifier import Classifier, ModelCard, read_card
from core.errors import UserError, in_words
from pages.shared import folders
from training.runs.serving import serving_name


class ModelVersion(NamedTuple):
    """A finished model: a folder can be trained on, so its weights count beside its name."""

    name: str
    sha256: str
    own: int = 0  # the number of a visitor's own last layer on it; 0 for none
    own_at: float = 0.0  # when that was kept, in Unix seconds


@st.cache_resource(max_entries=8, show_spinner=False)  # the explorer asks all that ship
def classifier(model: ModelVersion) -> Classifier:
    """A loaded model; safe to share, since it lets in one thread at a time.

    Raises:
        UserError: One of its files is damaged or gone.
    """
    try:
        return Classifier.load(folders.MODELS / model.name)
    except (ValueError, OSError) as error:
        raise UserError(in_words(error)) from error


def model_report(name: str) -> dict[str, Any]:
    """What the trainer measured of a model, by split; empty where its report cannot be read."""
    try:
        text = (folders.MODELS / name / "report.json").read_text(encoding="utf-8")
        report = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return {}
    return report if isinstance(report, dict) else {}


def serving_model() -> ModelVersion:
    """The model that Live and Photo use; without any the page says so and ends."""
    card = serving_card()
    return ModelVersion(card.name, card.sha256)


def serving_card() -> ModelCard:
    """The card of the model that Live and Photo use, as chosen on the Training page."""
    name = serving_name(folders.MODELS)
    if name is None:
        st.error(
            "No trained model is here, so no face can be read. Make one on the Training page or "
            "with `python -m training.train --recipe tutorial`, then open this page again."
        )
        st.stop()
    return read_card(folders.MODELS / name)
