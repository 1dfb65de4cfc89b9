"""What the tests of training share: starting a run, and looking into what it left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from training.runs import events

if TYPE_CHECKING:
    import keras

# Keras asks TensorFlow's variables for their numbers in a way that numpy 2 complains of.
keras_warnings = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def arguments(data: Path, models: Path, name: str, *, epochs: int = 2) -> list[str]:
    """The command line of a run."""
    where = ["--data", str(data), "--models", str(models), "--name", name]
    return ["--recipe", "tutorial", "--epochs", str(epochs), *where]


def load(path: Path) -> keras.Model:
    """The model in a .keras file, to predict with."""
    import keras  # here, because it takes seconds that most tests need not spend

    model = keras.saving.load_model(path, compile=False)
    assert isinstance(model, keras.Model)
    return model


def weights(path: Path) -> list[np.ndarray]:
    """All weights of a .keras file."""
    return load(path).get_weights()


def assert_same(mine: list[np.ndarray], theirs: list[np.ndarray]) -> None:
    """Fail where any two weights differ by more than rounding."""
    for a, b in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6)


def reasons(run: Path) -> list[str]:
    """Why the run ended, each time it did."""
    history = events.read(run / "events.jsonl")
    return [event.reason for event in history if isinstance(event, events.RunEnded)]
