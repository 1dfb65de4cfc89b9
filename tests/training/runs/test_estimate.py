"""What a run will need, told before it starts."""

import pytest

from tests.bench.limit import multiply_adds
from tests.support.trained import keras_warnings
from training.runs import estimate
from training.runs.config import NETWORKS, RunConfig
from training.runs.recipes import RECIPES

FER2013 = 28_709


@pytest.mark.slow
@keras_warnings
@pytest.mark.parametrize("network", NETWORKS)
def test_the_multiply_adds_are_the_networks_own(network):
    from training.model import build_model  # here, because Keras takes seconds to load

    counted = multiply_adds(build_model(RunConfig(network=network))) / 1e6

    assert estimate.MULTIPLY_ADDS_M[network] == pytest.approx(counted, rel=0.01)


def test_the_tutorials_run_takes_what_it_took(monkeypatch):
    monkeypatch.setattr(estimate, "matrix_rate", lambda: 204e9)  # where an epoch took 81 s

    needed = estimate.estimate(RECIPES["tutorial"], FER2013)

    assert 50 * 75 < needed.seconds < 50 * 90
    assert 1000 < needed.memory_mb < 2000


def test_the_end_of_a_run_takes_its_time_too(monkeypatch):
    monkeypatch.setattr(estimate, "matrix_rate", lambda: 204e9)
    monkeypatch.setattr(estimate.os, "cpu_count", lambda: 2)
    epochs = (RECIPES["compact"].epochs * FER2013) / 390  # at the measured pictures a second

    needed = estimate.estimate(RECIPES["compact"], FER2013)

    taken = needed.seconds - epochs
    assert 150 < taken < 350, "130 seconds were seen with 18 of the 42 disturbances"


def test_twice_the_epochs_take_twice_the_time_beside_start_and_end(monkeypatch):
    monkeypatch.setattr(estimate, "matrix_rate", lambda: 204e9)
    seconds = [
        estimate.estimate(RunConfig(epochs=epochs), FER2013).seconds for epochs in (10, 20, 40)
    ]

    assert seconds[2] - seconds[1] == pytest.approx(2 * (seconds[1] - seconds[0]))


def test_a_machine_has_a_rate():
    assert 1e8 < estimate.matrix_rate() < 1e14
