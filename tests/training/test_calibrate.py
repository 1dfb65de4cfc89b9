"""The fitted temperature is the one that the probabilities were spoiled with."""

import numpy as np
import pytest

from training.calibrate import fit_temperature
from training.report import measure

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("spoiled", [0.5, 1.0, 2.0], ids=["too modest", "as it is", "too sure"])
def test_the_temperature_undoes_what_made_a_network_too_sure(spoiled):
    random = np.random.default_rng(0)
    logits = random.normal(0, 1.5, (20_000, 7))
    labels = np.array([random.choice(7, p=row) for row in softmax(logits)])

    temperature = fit_temperature(softmax(spoiled * logits), labels)

    assert temperature == pytest.approx(spoiled, rel=0.05)
    assert measure(softmax(spoiled * logits / temperature), labels).ece < 0.015


def test_a_network_that_is_never_wrong_keeps_a_temperature_in_bounds():
    sure = np.eye(7)

    temperature = fit_temperature(sure, np.arange(7))

    assert 0.05 <= temperature <= 20


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
