"""A finished network's own features of faces: what its last layer sees before it answers."""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np

from training.export import KERAS_FILE

_BATCH: Final = 256


def features_of(model: Path, images: np.ndarray, progress: Callable[[float], None]) -> np.ndarray:
    """The layer before the last, for every face.

    Of a network that answers for the face and its mirror image together, the mean of both.

    Args:
        model: The folder of a finished model.
        images: (N, 48, 48) uint8 grey.
        progress: Told the share that is done.

    Returns:
        (N, D) float16.

    Raises:
        FileNotFoundError: The model has no trained network, only files to serve.
    """
    path = model / KERAS_FILE
    if not path.is_file():
        raise FileNotFoundError(f"{model.name} has no {KERAS_FILE}, which a study needs.")
    kept: Any = keras.saving.load_model(path, compile=False)
    inner = next((layer for layer in kept.layers if isinstance(layer, keras.Model)), None)
    network = inner or kept
    before_last: Any = keras.Model(network.inputs, network.layers[-1].input)
    found = []
    for start in range(0, len(images), _BATCH):
        batch = images[start : start + _BATCH, ..., np.newaxis].astype(np.float32)
        # The last batch is filled up, so that one shape serves them all.
        whole = np.zeros((_BATCH, *batch.shape[1:]), np.float32)
        whole[: len(batch)] = batch
        seen = before_last.predict_on_batch(whole)
        if inner is not None:
            seen = (seen + before_last.predict_on_batch(whole[:, :, ::-1])) / 2
        found.append(np.asarray(seen[: len(batch)], np.float16))
        progress(min(start + _BATCH, len(images)) / len(images))
    return np.concatenate(found)
