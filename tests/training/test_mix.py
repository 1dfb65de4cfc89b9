"""Two faces in one: the target tells how much of each is in the picture."""

import numpy as np
import pytest

from training.mix import mixed
from training.runs.config import RunConfig

CHANCE = np.random.default_rng


@pytest.fixture
def step() -> tuple[np.ndarray, np.ndarray]:
    """Seven plain pictures, one of each expression; the picture's grey tells which."""
    greys = np.arange(7, dtype=np.uint8) * 40
    return np.tile(greys[:, None, None], (1, 48, 48)), np.eye(7, dtype=np.float32)


def test_without_mixup_a_step_stays_as_it_is(step):
    images, wanted = mixed(step[0], step[1], RunConfig(), CHANCE(1))

    assert np.array_equal(images, step[0]) and np.array_equal(wanted, step[1])


@pytest.mark.parametrize("cutmix", [0.0, 1.0], ids=["blended", "cut"])
def test_the_target_is_made_as_the_picture_is(step, cutmix):
    images, wanted = mixed(step[0], step[1], RunConfig(mixup=1.0, cutmix=cutmix), CHANCE(2))

    assert wanted.sum(axis=1) == pytest.approx(np.ones(7), abs=1e-6)
    greys = wanted @ (np.arange(7) * 40.0)
    assert images.mean(axis=(1, 2)) == pytest.approx(greys, abs=1e-3)
    assert (wanted.max(axis=1) < 1).any()


def test_the_same_seed_mixes_alike(step):
    config = RunConfig(mixup=0.2, cutmix=0.5)

    first, again = (mixed(step[0], step[1], config, CHANCE(5)) for _ in range(2))

    assert np.array_equal(first[0], again[0]) and np.array_equal(first[1], again[1])
