"""A step's batch is the same whoever makes it, and mixes in what teachers say of the same view."""

import numpy as np
import pytest

from training.batches import Batches, Learned, view_of
from training.runs.config import RunConfig

CONFIG = RunConfig(batch_size=4, shift=0.1, flip=0.5, mixup=0.5, cutmix=0.5)


@pytest.fixture
def learned() -> Learned:
    images = np.random.default_rng(0).integers(0, 256, (10, 48, 48), np.uint8)
    targets = np.eye(7, dtype=np.float32)[np.arange(10) % 7]
    return Learned(images, targets, np.ones(10, np.float32))


def made(learned: Learned, config: RunConfig, epoch: int, workers: int = 0) -> list[np.ndarray]:
    with Batches(learned, config, workers=workers) as batches:
        return [np.concatenate(parts) for parts in zip(*batches.of(epoch), strict=True)]


@pytest.mark.slow
def test_processes_make_the_same_batches_as_a_thread(learned):
    by_thread = made(learned, CONFIG, epoch=3)

    by_processes = made(learned, CONFIG, epoch=3, workers=2)

    assert all(np.array_equal(a, b) for a, b in zip(by_thread, by_processes, strict=True))


def test_an_epoch_shows_every_face_in_batches_of_one_size(learned):
    plain = RunConfig(batch_size=4)
    with Batches(learned, plain) as batches:
        shown = [images[..., 0] for images, _, _ in batches.of(1)]

    assert [len(images) for images in shown] == [4, 4, 4]
    faces = {image.tobytes() for images in shown for image in images}
    assert faces == {image.tobytes() for image in learned.images}


def test_epochs_differ_unless_their_views_are_fixed(learned):
    assert [view_of(epoch, RunConfig()) for epoch in (1, 2, 3)] == [1, 2, 3]
    assert [view_of(epoch, RunConfig(views=2)) for epoch in (1, 2, 3)] == [1, 2, 1]


def test_the_target_is_mixed_with_what_teachers_say_of_the_view_that_is_shown(learned):
    said = np.full((2, 10, 7), 1 / 7, np.float16)
    said[1] = np.eye(7)[6]
    taught = Learned(learned.images, learned.targets, learned.weights, said)
    config = RunConfig(batch_size=10, teachers="toy", teacher_share=0.7, views=2)

    first, second = (made(taught, config, epoch)[1] for epoch in (1, 2))

    assert np.sort(first, axis=1)[:, -1] == pytest.approx(0.4, abs=1e-3)
    assert first.sum(axis=1) == pytest.approx(1, abs=1e-3)
    assert (second[:, 6] >= 0.7 - 1e-3).all()
