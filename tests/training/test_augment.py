"""Augmentation does what the config says and no more, the same for the same seed."""

import numpy as np
import pytest

from training.augment import augment
from training.runs.config import RunConfig
from training.runs.recipes import RECIPES

ROWS = range(20)


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (20, 48, 48), np.uint8)


def test_without_any_augmentation_pictures_stay_as_they_are(images):
    out = augment(images, RunConfig(), rows=ROWS, view=1)

    assert np.array_equal(out, images)


def test_the_same_view_shows_the_same_pictures_and_leaves_the_input_alone(images):
    before = images.copy()
    first, again, other = (
        augment(images, RECIPES["compact"], rows=ROWS, view=view) for view in (1, 1, 2)
    )

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.array_equal(images, before)


def test_a_sure_flip_mirrors_every_picture(images):
    out = augment(images, RunConfig(flip=1.0), rows=ROWS, view=1)

    assert np.array_equal(out, images[:, :, ::-1])


@pytest.mark.parametrize(
    "change",
    [
        RunConfig(shift=0.1),
        RunConfig(zoom=0.2),
        RunConfig(rotate_deg=15.0),
        RunConfig(light=0.4),
        RunConfig(erase=1.0),
        RunConfig(degrade=1.0),
    ],
    ids=["shift", "zoom", "rotate", "light", "erase", "degrade"],
)
def test_each_setting_changes_the_pictures_and_keeps_their_kind(images, change):
    out = augment(images, change, rows=ROWS, view=1)

    assert (out.shape, out.dtype) == (images.shape, np.uint8)
    assert (out != images).any(axis=(1, 2)).mean() > 0.8  # chance may ask for next to nothing


def test_a_shift_stays_within_its_bound():
    image = np.zeros((1, 48, 48), np.uint8)
    image[0, 23:25, 23:25] = 255
    spots = np.repeat(image, 200, axis=0)

    out = augment(spots, RunConfig(shift=0.125), rows=range(200), view=1)

    rows, columns = np.nonzero(out.max(axis=0) > 100)
    assert 23 - 6 <= min(rows.min(), columns.min()) <= 19
    assert 28 <= max(rows.max(), columns.max()) <= 24 + 6


def test_a_faces_view_does_not_depend_on_the_faces_beside_it(images):
    together = augment(images, RECIPES["compact"], rows=ROWS, view=3)

    alone = augment(images[7:9], RECIPES["compact"], rows=range(7, 9), view=3)

    assert np.array_equal(together[7:9], alone)
