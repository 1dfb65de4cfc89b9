"""Who takes the steps of an epoch: this process alone, or a team of several."""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from typing import Any, Protocol

import keras

from training.batches import Batch
from training.model import seed_dropout
from training.runs.config import RunConfig


class Learner(Protocol):
    """Takes a model through its steps; used by the trainer alone."""

    def begin(self, model: keras.Model, config: RunConfig, *, steps_per_epoch: int) -> None:
        """Take over a compiled model, fresh or from a checkpoint."""
        ...

    def learn(self, batch: Batch, *, epoch: int, number: int) -> tuple[float, float]:
        """One step: the mean loss and the accuracy of its faces before it.

        Args:
            number: Of the step in its epoch, from 1.
        """
        ...

    def give_back(self) -> None:
        """Bring the model that was taken over to where the steps have led."""
        ...

    def over(self) -> None:
        """No more steps come."""
        ...


class Alone:
    """One process, as Keras trains."""

    def begin(self, model: Any, config: RunConfig, *, steps_per_epoch: int) -> None:
        self._model, self._seed = model, config.seed

    def learn(self, batch: Batch, *, epoch: int, number: int) -> tuple[float, float]:
        images, wanted, weights = batch
        if number == 1:
            seed_dropout(self._model, self._seed + epoch)
        said = self._model.train_on_batch(images, wanted, sample_weight=weights, return_dict=True)
        return float(said["loss"]), float(said["accuracy"])

    def give_back(self) -> None:
        pass  # it is the model itself

    def over(self) -> None:
        pass
