"""A network in two parts: what stays as it is, and the last stage with the head, which learns.

What the first part sees of a face never changes, so it is asked once and not in every epoch.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from training.predict import answered, predicted


@dataclass(frozen=True, eq=False)
class Stages:
    """Both parts; their layers are the network's own, so what the last one learns, it learns."""

    fixed: keras.Model  # grey pixels in, maps of features out
    last: keras.Model  # those in, probabilities out

    def seen(self, images: np.ndarray) -> np.ndarray:
        """What the first part makes of faces: (N, h, w, c) float32, 18 kB each in the app's model.

        Args:
            images: (N, side, side) uint8 grey.
        """
        return np.concatenate(list(predicted(self.fixed, images)))

    def answers(self, views: np.ndarray) -> np.ndarray:
        """The mean of what is said of the views of each face: (N, 7) float32, rows sum to 1.

        Args:
            views: (V, N, h, w, c), as `seen` gives each of them.
        """
        said = [np.concatenate(list(answered(self.last, view))) for view in views]
        return np.asarray(np.mean(said, axis=0))


def in_stages(network: keras.Model) -> Stages:
    """A network cut before its last stage: where its maps become as small as they get.

    Batch statistics of the last stage stay as they are: a person's few faces are no measure of
    everybody's.
    """
    maps = [layer for layer in network.layers if len(layer.output.shape) == 4]
    smallest = maps[-1].output.shape[1]
    cut: Any = [layer for layer in maps if layer.output.shape[1] > smallest][-1]
    last = keras.Model(cut.output, network.output, name="last_stage")
    for layer in last.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    return Stages(keras.Model(network.input, cut.output, name="fixed"), last)
