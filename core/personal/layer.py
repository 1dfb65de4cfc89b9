"""All that a model knows of one visitor, on top of the app's network: kept, read, asked.

Two parts, each of which may be missing: a last layer that reads the seven expressions, and one
that tells the visitor's own classes, a wink or a tongue that is out, from everything else.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

import numpy as np

from core.errors import UserError
from core.labels import EMOTIONS
from core.personal.head import FloatArray, Head

NEITHER: Final = ""  # the gate's first label: none of the own classes
SURE: Final = 0.5  # from here on an own class is said; below, the seven are as without it
MAX_OWN: Final = 5
_DAMAGED: Final = "This personal model is damaged. Learn it again."
_HEAD: Final = ""  # how the names of the head's arrays in the file begin
_GATE: Final = "own_"


@dataclass(frozen=True, eq=False)
class OwnClasses:
    """Classes of the visitor's own."""

    gate: Head  # its first label is NEITHER, the others are the classes' names
    emojis: Mapping[str, str]  # by name: one of a set's extras

    @property
    def names(self) -> tuple[str, ...]:
        """What the classes are called, in the order of their scores."""
        return self.gate.labels[1:]


@dataclass(frozen=True, eq=False)
class Layer:
    """What stands on the network's features in place of its own last layer."""

    head: Head | None = None  # over EMOTIONS; None leaves the network's own answers
    own: OwnClasses | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What it can say: the seven, then the own classes."""
        return EMOTIONS + (self.own.names if self.own else ())

    def probabilities(self, features: FloatArray, seven: FloatArray) -> FloatArray:
        """How each face looks: (N, len(labels)), rows sum to 1.

        A face that is no own class is read by the seven as if there were none.

        Args:
            features: (N, F) float32, what the network's last layer sees.
            seven: (N, 7) what the network itself says, in the order of EMOTIONS.
        """
        if self.head is not None:
            seven = self.head.probabilities(features)
        if self.own is None:
            return seven
        told = self.own.gate.probabilities(features)
        is_own = told[:, 1:].max(axis=1, keepdims=True) >= SURE
        rest = np.where(is_own, told[:, :1], 1)
        return np.hstack([seven * rest, told[:, 1:] * is_own]).astype(np.float32)

    def without_own(self) -> "Layer":
        """The layer that tells the seven alone."""
        return replace(self, own=None)

    def to_numbers(self) -> bytes:
        """Little-endian float32, as the browser takes it: of the head, then of the gate, the
        weights feature by feature and then the bias."""
        heads = [*([self.head] if self.head else []), *([self.own.gate] if self.own else [])]
        whole = [part.ravel() for head in heads for part in (head.weights, head.bias)]
        return b"".join(part.astype("<f4").tobytes() for part in whole)

    def to_bytes(self) -> bytes:
        """The layer as an npz file, to be kept."""
        arrays: dict[str, Any] = {}
        if self.head is not None:
            arrays |= _arrays(self.head, _HEAD)
        if self.own is not None:
            arrays |= _arrays(self.own.gate, _GATE)
            arrays["own_emojis"] = np.array(json.dumps(dict(self.own.emojis)))
        whole = io.BytesIO()
        np.savez_compressed(whole, **arrays)
        return whole.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Layer":
        """The layer in such a file.

        Raises:
            UserError: It is damaged.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                head = _head(file, _HEAD) if "weights" in file else None
                own = None
                if f"{_GATE}weights" in file:
                    emojis = cast(dict[str, str], json.loads(str(file["own_emojis"])))
                    own = OwnClasses(_head(file, _GATE), emojis)
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise UserError(_DAMAGED) from error
        whole = own is None or {*own.names} == {*own.emojis}
        if not whole or (head is not None and head.labels != EMOTIONS):
            raise UserError(_DAMAGED)
        return cls(head, own)


def _arrays(head: Head, prefix: str) -> dict[str, Any]:
    return {
        f"{prefix}labels": np.array(head.labels),
        f"{prefix}weights": head.weights,
        f"{prefix}bias": head.bias,
    }


def _head(file: Mapping[str, Any], prefix: str) -> Head:
    labels = tuple(str(label) for label in file[f"{prefix}labels"])
    weights = np.asarray(file[f"{prefix}weights"], np.float32)
    bias = np.asarray(file[f"{prefix}bias"], np.float32)
    if weights.ndim != 2 or weights.shape[1:] != bias.shape or bias.shape != (len(labels),):
        raise ValueError("The arrays do not fit each other.")
    return Head(labels, weights, bias)
