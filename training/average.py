"""The mean of a network's weights over its last steps, which reads better than the last step's.

Source: Polyak & Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992; the
moving mean, batch statistics included, is that of Tarvainen & Valpola, "Mean teachers", 2017.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from typing import Final

import keras

EVERY: Final = 8  # steps: moving the mean takes as long as a step of a small network


class WeightAverage:
    """A second network that follows the first. The trainer alone writes it, after every step."""

    def __init__(self, model: keras.Model, kept: float) -> None:
        """
        Args:
            kept: Share of the mean that stays at a step; the rest comes from the new weights.
        """
        self.network = keras.models.clone_model(model)
        self.network.set_weights(model.get_weights())
        self._pairs = [
            (mean, now)
            for mean, now in zip(self.network.weights, model.weights, strict=True)
            if "float" in str(mean.dtype)  # the seeds of dropout are no weights
        ]
        self._kept = kept**EVERY

    def follow(self, step: int) -> None:
        """After every step; each eighth one moves the mean towards the network's weights.

        Args:
            step: Its number, counted through the whole run.
        """
        if step % EVERY:
            return
        for mean, now in self._pairs:
            mean.assign(self._kept * mean + (1 - self._kept) * now)
