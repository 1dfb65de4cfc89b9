"""What finished models say is asked once for each view, and kept."""

from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest

from tests.support.toy_network import toy_network
from tests.support.trained import keras_warnings
from training import teachers
from training.checkpoints import RunProgress, save_checkpoint
from training.runs.config import RunConfig
from training.teachers import teachers_answers

pytestmark = keras_warnings
GREYS = np.array([20, 55, 90, 125, 160, 195, 230], np.uint8)  # each names one expression


@pytest.fixture
def images() -> np.ndarray:
    return np.tile(GREYS[:, None, None], (1, 48, 48))


@pytest.fixture
def models(tmp_path):
    """Two teachers that name a plain grey face by its brightness."""
    network = toy_network()
    for name in ("toy", "other"):
        (tmp_path / name).mkdir()
        network.save(tmp_path / name / "model.keras")
    return tmp_path


def test_the_teachers_mean_is_a_distribution_that_names_what_they_see(models, images):
    answers = teachers_answers(models, RunConfig(teachers="toy, other"), images)

    assert answers.shape == (1, 7, 7)
    assert answers[0].sum(axis=1) == pytest.approx(np.ones(7), abs=1e-2)
    assert answers[0, 1:6].argmax(axis=1).tolist() == [1, 2, 3, 4, 5]


def test_a_teacher_is_asked_once(models, images, monkeypatch):
    config = RunConfig(teachers="toy")
    first = teachers_answers(models, config, images)
    monkeypatch.setattr(teachers, "predicted", None)

    again = teachers_answers(models, config, images)

    assert np.array_equal(first, again)


def test_answers_that_were_damaged_are_asked_for_again(models, images):
    config = RunConfig(teachers="toy")
    first = teachers_answers(models, config, images)
    (kept,) = (models / ".answers").glob("*.npy")
    kept.write_bytes(kept.read_bytes()[:90])

    assert np.array_equal(teachers_answers(models, config, images), first)


def test_other_faces_are_asked_anew(models, images):
    config = RunConfig(teachers="toy")
    first = teachers_answers(models, config, images)

    turned = teachers_answers(models, config, images[::-1].copy())

    assert turned[0] == pytest.approx(first[0, ::-1], abs=1e-3)


def test_every_view_that_the_run_shows_has_its_own_answers(models, images):
    config = RunConfig(teachers="toy", views=3, light=0.9)

    answers = teachers_answers(models, config, images)
    again = teachers_answers(models, replace(config, seed=1), images)

    assert answers.shape == (3, 7, 7)
    assert not np.array_equal(answers[0], answers[1])
    assert not np.array_equal(answers, again), "another seed shows other views"


def test_a_teacher_whose_model_is_not_written_yet_answers_from_its_checkpoint(models, images):
    network: Any = keras.saving.load_model(models / "toy" / "model.keras")
    unfinished = models / "unfinished"
    unfinished.mkdir()
    save_checkpoint(network, RunProgress(epoch=1, best_epoch=1), unfinished / "checkpoints", None)

    said = teachers_answers(models, RunConfig(teachers="unfinished"), images)

    assert np.array_equal(said, teachers_answers(models, RunConfig(teachers="toy"), images))


def test_a_teacher_that_is_not_there_is_named(models, images):
    with pytest.raises(FileNotFoundError, match="nobody"):
        teachers_answers(models, RunConfig(teachers="toy, nobody"), images)
