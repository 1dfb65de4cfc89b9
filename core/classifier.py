"""A model folder in, readings of faces out.

The card travels with the weights: the label order and the checksum are compared on loading, so a
model can neither show the wrong names nor be another file than the one that was measured.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Protocol, cast

import numpy as np

from core.crop import PATCH_PX
from core.errors import in_words
from core.labels import EMOTIONS
from core.network import Network

CARD_FILE: Final = "card.json"
WEIGHTS_FILE: Final = "model.tflite"
_MAX_FEATURES: Final = 100_000


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """What stands in card.json, written last: a folder is a model once its card exists."""

    name: str
    labels: tuple[str, ...]  # the order of the model's outputs
    patch_px: int  # side of the square grey patch that the model eats
    trained_at: str  # ISO 8601, UTC
    data: dict[str, Any]  # the set's file name and pictures per class for every split
    accuracy: dict[str, float]  # per split, [0, 1]
    temperature: float  # the logits are divided by this before softmax
    sha256: str  # of model.tflite
    config: dict[str, Any]  # the RunConfig that made it
    features: int = 0  # how many numbers the second output has; 0 where there is none
    # Of test faces without a twin.
    clean_accuracy: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, eq=False)
class Prediction:
    """How one face looks. Probabilities are in the order of `labels`, the card's own."""

    labels: tuple[str, ...]
    probabilities: np.ndarray  # (C,) float32, sums to 1
    features: np.ndarray | None = None  # (F,) float32, what the last layer saw; None in old files

    @property
    def label(self) -> str:
        """The likeliest expression."""
        return self.labels[int(self.probabilities.argmax())]

    @property
    def confidence(self) -> float:
        """The probability of `label`, [0, 1]."""
        return float(self.probabilities.max())

    @property
    def scores(self) -> dict[str, float]:
        """Every expression's probability, in the order of EMOTIONS, then those of own classes."""
        by_name = dict(zip(self.labels, self.probabilities.tolist(), strict=True))
        return {name: by_name[name] for name in EMOTIONS} | by_name


class FaceReader(Protocol):
    """Whatever reads faces: the app's network, or that with a last layer of one's own."""

    card: ModelCard

    def predict(self, patches: np.ndarray) -> list[Prediction]:
        """How each face looks; patches are (N, P, P) uint8 grey, P as the card says."""
        ...


class Classifier:
    """A loaded model. Safe to call from several threads: one at a time gets in."""

    def __init__(self, card: ModelCard, weights: bytes) -> None:
        self.card = card
        self._network = Network(weights)
        eats = (1, card.patch_px, card.patch_px, 1)
        gives = [(1, len(card.labels)), *([(1, card.features)] if card.features else [])]
        network = self._network
        if (network.eats, network.gives) != (eats, gives):
            raise ValueError(
                f"The weights of {card.name} map {network.eats} to {_listed(network.gives)}; "
                f"its card says {eats} to {_listed(gives)}. Train it again."
            )

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """The model in this folder, its card checked against its weights.

        Raises:
            FileNotFoundError: There is no finished model.
            ValueError: The card is damaged, or does not belong to the weights.
        """
        card = read_card(folder)
        try:
            weights = (folder / WEIGHTS_FILE).read_bytes()
        except FileNotFoundError as error:
            raise FileNotFoundError(f"{folder.name} has no {WEIGHTS_FILE}; train it.") from error
        if hashlib.sha256(weights).hexdigest() != card.sha256:
            raise ValueError(
                f"{WEIGHTS_FILE} of {folder.name} is not the file its card was written for (the "
                "checksum differs). Restore the file, or train the model again."
            )
        return cls(card, weights)

    def predict(self, patches: np.ndarray) -> list[Prediction]:
        """How each face looks.

        Args:
            patches: (N, 48, 48) uint8 grey, as `face_patch` cuts them; N may be 0.
        """
        side = self.card.patch_px
        if patches.shape[1:] != (side, side) or patches.dtype != np.uint8:
            raise ValueError(
                f"Faces must be (N, {side}, {side}) uint8 grey; these are {patches.shape} "
                f"{patches.dtype}. Cut them with face_patch."
            )
        answers = self._network.answers(patches[..., np.newaxis].astype(np.float32))
        return [
            Prediction(self.card.labels, _tempered(raw, self.card.temperature), *features)
            for raw, *features in answers
        ]


def read_card(folder: Path) -> ModelCard:
    """The checked card of a model folder.

    Raises:
        FileNotFoundError: There is no card, so no finished model.
        ValueError: It is not JSON, lacks a field, or names other expressions than this app's.
    """
    path = folder / CARD_FILE
    if not path.exists():
        raise FileNotFoundError(f"{folder.name} has no {CARD_FILE}: it is no finished model.")
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        card = ModelCard(**_checked(values))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        reason = in_words(error)
        raise ValueError(f"{CARD_FILE} of {folder.name} is damaged: {reason}") from error
    if sorted(card.labels) != sorted(EMOTIONS):
        raise ValueError(
            f"{folder.name} names its classes {', '.join(card.labels)}; this app needs "
            f"{', '.join(EMOTIONS)}, in any order. Train it again."
        )
    if card.patch_px != PATCH_PX:
        raise ValueError(f"{folder.name} eats faces of {card.patch_px} px; needed are {PATCH_PX}.")
    return card


def list_models(models: Path) -> list[str]:
    """Names of the folders that hold a finished model, in alphabetical order."""
    return sorted(path.parent.name for path in models.glob(f"*/{CARD_FILE}"))


def _checked(values: object) -> dict[str, Any]:
    """The card's values with each kind checked; labels as a tuple."""
    if not isinstance(values, Mapping):
        raise ValueError("expected a JSON object.")
    given = cast(Mapping[str, Any], values)
    values = {"features": 0, "clean_accuracy": {}, **given}  # older models' cards do not tell
    wanted = {one.name for one in fields(ModelCard)}
    if set(values) != wanted:
        raise ValueError(f"expected exactly the fields {', '.join(sorted(wanted))}.")
    if not isinstance(values["features"], int) or not 0 <= values["features"] <= _MAX_FEATURES:
        raise ValueError(f"features must lie between 0 and {_MAX_FEATURES}.")
    temperature: object = values["temperature"]
    labels = cast(list[object], values["labels"]) if isinstance(values["labels"], list) else [None]
    if not all(isinstance(label, str) for label in labels):
        raise ValueError("labels must be a list of names.")
    if not isinstance(temperature, int | float) or not 0.05 <= temperature <= 20:
        raise ValueError(f"temperature must lie between 0.05 and 20, not {temperature!r}.")
    objects = ("accuracy", "clean_accuracy", "config", "data")
    if not all(isinstance(values[key], dict) for key in objects):
        raise ValueError("accuracy, config and data must be JSON objects.")
    return {**values, "labels": tuple(labels)}


def _listed(shapes: list[tuple[int, ...]]) -> str:
    return " and ".join(map(str, shapes))


def _tempered(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Softmax of the logits divided by the temperature; 1 changes nothing.

    Source: Guo et al., "On Calibration of Modern Neural Networks", 2017.
    """
    if temperature == 1:
        return probabilities
    logits = np.log(np.maximum(probabilities, 1e-12)) / temperature
    powers = np.exp(logits - logits.max())
    return (powers / powers.sum()).astype(np.float32)
