"""Several last stages that learn side by side: one from all faces, others to be measured by.

Every step shows as many views of the person's faces as of other people's, for whom the answers
of the model that was begun with are the targets: so nothing is forgotten.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import keras
import numpy as np

from core.labels import EMOTIONS
from training.batches import Batch
from training.model import compile_model, seed_dropout
from training.runs.config import RunConfig

STEPS: Final = 16  # of an epoch, for each that learns


@dataclass(frozen=True, eq=False)
class Seen:
    """Faces as the last stage sees them, and what it is to answer."""

    views: np.ndarray  # (V, N, h, w, c) float32
    targets: np.ndarray  # (N, 7) float32, rows sum to 1


class Pupils:
    """One network that takes turns as several. The trainer alone uses it."""

    def __init__(self, network: keras.Model, config: RunConfig, own: Seen, others: Seen) -> None:
        self._network: Any = network
        self._config, self._own, self._others = config, own, others
        compile_model(network, config, steps_per_epoch=STEPS)
        self._network.optimizer.build(network.trainable_variables)
        self._begin = network.get_weights()
        self._fresh = [np.array(one) for one in self._network.optimizer.variables]
        self._states: dict[int, tuple[list[np.ndarray], list[np.ndarray]]] = {}

    def learn(
        self, number: int, rows: Sequence[int], *, epoch: int
    ) -> Iterator[tuple[float, float, int]]:
        """An epoch of one pupil, step by step: loss, accuracy and how many pictures.

        Args:
            number: Of the pupil.
            rows: Of the person's faces, those that it may see.
        """
        weights, moments = self._states.get(number, (self._begin, self._fresh))
        self._network.set_weights(weights)
        for variable, value in zip(self._network.optimizer.variables, moments, strict=True):
            variable.assign(value)
        seed_dropout(self._network, self._config.seed + epoch)
        random = np.random.default_rng([self._config.seed, epoch, number])
        for _ in range(STEPS):
            pictures, wanted, _ = batch = self._batch(np.array(rows), random)
            said = self._network.train_on_batch(pictures, wanted, return_dict=True)
            yield float(said["loss"]), float(said["accuracy"]), len(batch[0])
        moments = [np.array(one) for one in self._network.optimizer.variables]
        self._states[number] = (self._network.get_weights(), moments)

    def become(self, number: int, share: float) -> None:
        """Let the network answer as a pupil does, or as one that went a share of its way only.

        Source: Wortsman et al., "Robust fine-tuning of zero-shot models", 2022.
        """
        weights, _ = self._states.get(number, (self._begin, self._fresh))
        pairs = zip(self._begin, weights, strict=True)
        self._network.set_weights(
            [
                begun if begun.dtype.kind != "f" else begun + np.float32(share) * (now - begun)
                for begun, now in pairs
            ]
        )

    def _batch(self, rows: np.ndarray, random: np.random.Generator) -> Batch:
        half = self._config.batch_size // 2
        labels = self._own.targets[rows].argmax(axis=1)
        counts = np.bincount(labels, minlength=len(EMOTIONS))
        chances = 1 / counts[labels]  # every expression counts alike, however many faces show it
        mine = random.choice(rows, half, p=chances / chances.sum())
        theirs = random.integers(0, len(self._others.targets), half)
        parts = [
            (seen.views[random.integers(0, len(seen.views), half), some], seen.targets[some])
            for seen, some in ((self._own, mine), (self._others, theirs))
        ]
        pictures = np.concatenate([views for views, _ in parts])
        wanted = np.concatenate([targets for _, targets in parts])
        return pictures, wanted, np.ones(len(wanted), np.float32)
