"""A network that grows answers as the smaller one did; the mean of its weights follows it."""

import numpy as np
import pytest

from tests.support.trained import keras_warnings
from training.runs.config import RunConfig

pytestmark = keras_warnings
SMALL, LARGE = RunConfig(network="residual-s"), RunConfig(network="residual-s48")


@pytest.fixture(scope="module")
def faces() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (3, 48, 48, 1)).astype(np.float32)


@pytest.mark.slow
def test_a_grown_network_begins_with_the_smaller_ones_answers(faces, tmp_path):
    import keras

    from training.model import averaged_over_mirror, build_model, take_weights

    keras.utils.set_random_seed(1)
    small, large = build_model(SMALL), build_model(LARGE)
    averaged_over_mirror(small).save(tmp_path / "model.keras")

    take_weights(large, tmp_path / "model.keras")

    assert np.asarray(large(faces)) == pytest.approx(np.asarray(small(faces)), abs=1e-6)
    assert large.count_params() > small.count_params()


@pytest.mark.slow
def test_a_network_does_not_shrink(tmp_path):
    from training.model import build_model, take_weights

    build_model(LARGE).save(tmp_path / "model.keras")

    with pytest.raises(ValueError, match="is a residual-s48 network, but residual-s is asked for"):
        take_weights(build_model(SMALL), tmp_path / "model.keras")


def test_the_mean_of_the_weights_moves_now_and_then_as_far_as_by_its_share_at_every_step(faces):
    import keras

    from training.average import EVERY, WeightAverage
    from training.model import build_model

    model = build_model(RunConfig(network="residual-xs"))
    average = WeightAverage(model, 0.99)
    before = [np.asarray(one) for one in average.network.get_weights()]
    model.set_weights([one + 1 for one in model.get_weights()])

    for step in range(1, EVERY + 1):
        average.follow(step)

    floats = [w for w, v in zip(before, model.weights, strict=True) if "float" in str(v.dtype)]
    for mean, old in zip(_floats(average.network), floats, strict=True):
        np.testing.assert_allclose(mean, old + 1 - 0.99**EVERY, atol=1e-6)
    assert isinstance(average.network, keras.Model)


def _floats(network) -> list[np.ndarray]:
    return [np.asarray(one) for one in network.weights if "float" in str(one.dtype)]
