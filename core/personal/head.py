"""The last layer of a network, learned anew in NumPy: features in, probabilities out."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_STEPS: Final = 40
# How strongly the head is held to the one it begins from; found on persons made of dataset faces,
# see `python -m training.personal.study`.
_HOLD: Final = 0.1


@dataclass(frozen=True, eq=False)
class Head:
    """A linear layer with softmax over it."""

    labels: tuple[str, ...]
    weights: FloatArray  # (F, C)
    bias: FloatArray  # (C,)

    def probabilities(self, features: FloatArray) -> FloatArray:
        """How each face looks: (N, C), rows sum to 1.

        Args:
            features: (N, F) float32, what the network's last layer sees.
        """
        return softmax(features @ self.weights + self.bias)

    def named(self, features: FloatArray) -> list[str]:
        """The likeliest label of each face."""
        return [self.labels[one] for one in self.probabilities(features).argmax(axis=1).tolist()]


def learn(
    begin: Head,
    own: FloatArray,
    own_labels: list[str],
    general: FloatArray,
    general_targets: FloatArray,
    *,
    own_share: float,
) -> Head:
    """A head that has learned one's own faces, and has not forgotten everybody else's.

    Args:
        begin: From where it begins; classes that it lacks begin at nothing.
        own: (N, F) float32 features of one's own faces.
        own_labels: N labels; those that `begin` lacks become further classes.
        general: (M, F) features of other people's faces.
        general_targets: (M, begin's classes): what is to be said of those, rows sum to 1.
        own_share: How much of the loss is one's own faces, (0, 1).
    """
    further = sorted(set(own_labels) - set(begin.labels))
    labels = (*begin.labels, *further)
    pad = ((0, 0), (0, len(further)))
    middle, spread = general.mean(axis=0), general.std(axis=0) + 1e-3
    # In units of standardised features all weights want steps of one size.
    start = np.vstack([begin.weights * spread[:, None], begin.bias + middle @ begin.weights])
    start = np.pad(start, pad).astype(np.float32)
    if further:
        start[-1, len(begin.labels) :] = start[-1, : len(begin.labels)].min()
    faces = np.vstack([_standard(own, middle, spread), _standard(general, middle, spread)])
    wanted = np.zeros((len(faces), len(labels)), np.float32)
    wanted[np.arange(len(own)), [labels.index(label) for label in own_labels]] = 1
    wanted[len(own) :, : len(begin.labels)] = general_targets
    weight = np.concatenate(
        [_balanced(own_labels) * own_share, np.full(len(general), 1 - own_share)]
    )
    weight[len(own) :] /= len(general)
    learned = _fitted(start, faces, wanted, weight[:, None].astype(np.float32))
    weights = learned[:-1] / spread[:, None]
    return Head(labels, weights, learned[-1] - middle @ weights)


def _fitted(
    start: FloatArray, faces: FloatArray, wanted: FloatArray, weight: FloatArray
) -> FloatArray:
    """The weights, the last row being the bias, of least loss near `start`.

    Steps are Newton's with one bound on the curvature for all of them, so none is too long.

    Source: Böhning, "Multinomial logistic regression algorithm", 1992.
    """
    now = start
    bound = faces.T @ (faces * weight) + 2 * _HOLD * np.eye(len(start), dtype=np.float32)
    shorten = 2 * np.linalg.inv(bound).astype(np.float32)
    for _ in range(_STEPS):
        wrong = weight * (softmax(faces @ now) - wanted)
        now = np.asarray(now - shorten @ (faces.T @ wrong + _HOLD * (now - start)), np.float32)
    return now


def _balanced(labels: list[str]) -> npt.NDArray[np.float64]:
    """A weight for each face such that every label counts alike; their sum is 1."""
    counts = {label: labels.count(label) for label in labels}
    return np.array([1 / counts[label] / len(counts) for label in labels])


def _standard(features: FloatArray, middle: FloatArray, spread: FloatArray) -> FloatArray:
    """Standardised, with a column of ones for the bias."""
    ones = np.ones((len(features), 1), np.float32)
    return np.hstack([(features - middle) / spread, ones]).astype(np.float32)


def softmax(logits: FloatArray) -> FloatArray:
    """Logits (N, C) as probabilities, rows sum to 1."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
