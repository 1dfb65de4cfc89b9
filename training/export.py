"""A trained Keras model as the files that serve it, each written beside and renamed into place.

`model.keras` answers with the probabilities, the LiteRT files with the features as well: what the
last layer saw, for neighbours and personal heads.

LiteRT files are made by TensorFlow. A run on another backend calls this module's command line,
`python -m training.export FOLDER`, in a process that has it.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np

from training.files import publish

KERAS_FILE: Final = "model.keras"
PRECISIONS: Final = ("float32", "float16", "int8")
_CALIBRATION: Final = "calibration.npy"


def export_model(
    model: keras.Model,
    run: Path,
    *,
    calibration: np.ndarray,
    precisions: Sequence[str] = PRECISIONS,
) -> None:
    """Write model.keras (without optimizer) and a LiteRT file for each precision.

    Args:
        calibration: (N, 48, 48) uint8 grey faces, by which int8 learns the range of every layer.
        precisions: Some of PRECISIONS.
    """
    beside = run / "exporting"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    model.save(beside / KERAS_FILE)
    np.save(beside / _CALIBRATION, calibration)
    if keras.config.backend() == "tensorflow":
        _write_litert(beside, precisions)
    else:
        environment = {**os.environ, "KERAS_BACKEND": "tensorflow"}
        command = [sys.executable, "-m", "training.export", str(beside), *precisions]
        subprocess.run(command, env=environment, check=True)
    for path in (beside / KERAS_FILE, *(litert_file(beside, kind) for kind in precisions)):
        publish(path, run / path.name)
    shutil.rmtree(beside)


def litert_file(run: Path, precision: str) -> Path:
    """Where a run's LiteRT file of this precision lies."""
    return run / f"model-{precision}.tflite"


def with_features(served: Any) -> keras.Model:
    """The same model answering with its features, too; of one that averages over the mirror image
    they are the mean of both.

    The outputs are named in the order of the alphabet: that order is the file's.
    """
    inner = _inner(served)
    network: Any = inner or served
    reader = keras.Model(network.inputs, [network.output, network.layers[-1].input])
    grey = keras.Input(served.input_shape[1:], name="grey_0_to_255")
    answers = reader(grey)
    if inner is not None:
        mirrored = reader(keras.ops.flip(grey, axis=2))
        pairs = zip(answers, mirrored, strict=True)
        answers = [keras.layers.Average()([one, other]) for one, other in pairs]
    named = dict(zip(("expressions", "features"), answers, strict=True))
    return keras.Model(grey, named, name=served.name)


def feature_count(served: Any) -> int:
    """How many numbers the features of a model are."""
    network: Any = _inner(served) or served
    return int(network.layers[-1].input.shape[-1])


def _inner(served: Any) -> keras.Model | None:
    """The network of a model that averages over the mirror image; None in any other."""
    return next((layer for layer in served.layers if isinstance(layer, keras.Model)), None)


def _write_litert(folder: Path, precisions: Sequence[str]) -> None:
    import tensorflow as tf  # here, because only the export needs it

    model = with_features(keras.saving.load_model(folder / KERAS_FILE, compile=False))
    faces = np.load(folder / _CALIBRATION)

    def examples() -> Iterator[list[np.ndarray]]:
        for face in faces:
            yield [face[np.newaxis, ..., np.newaxis].astype(np.float32)]

    smaller = [tf.lite.Optimize.DEFAULT]
    settings: dict[str, dict[str, Any]] = {
        "float32": {},
        "float16": {"optimizations": smaller, "target_spec": {"supported_types": [tf.float16]}},
        "int8": {"optimizations": smaller, "representative_dataset": examples},
    }
    for precision in precisions:
        path = litert_file(folder, precision)
        model.export(path, format="litert", verbose=False, **settings[precision])


if __name__ == "__main__":
    _write_litert(Path(sys.argv[1]), sys.argv[2:])
