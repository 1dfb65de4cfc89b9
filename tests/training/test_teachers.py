"""What finished models say is asked once, kept, and mixed into what a network is to answer."""

import shutil

import numpy as np
import pytest

from core.dataset.face_set import FaceSet
from training import teachers
from training.runs.config import RunConfig
from training.targets import targets
from training.teachers import teachers_answers

GREYS = np.array([20, 55, 90, 125, 160, 195, 230], np.uint8)  # each names one expression


@pytest.fixture
def images() -> np.ndarray:
    return np.tile(GREYS[:, None, None], (1, 48, 48))


@pytest.fixture
def models(toy_model, tmp_path):
    for name in ("toy", "other"):
        shutil.copytree(toy_model, tmp_path / name)
    return tmp_path


def test_the_teachers_mean_is_a_distribution_that_names_what_they_see(models, images):
    answers = teachers_answers(models, RunConfig(teachers="toy, other"), images)

    assert (answers.shape, answers.dtype) == ((7, 7), np.float32)
    assert answers.sum(axis=1) == pytest.approx(np.ones(7), abs=1e-6)
    assert answers[1:6].argmax(axis=1).tolist() == [1, 2, 3, 4, 5]


def test_a_teacher_is_asked_once(models, images, monkeypatch):
    config = RunConfig(teachers="toy")
    first = teachers_answers(models, config, images)
    monkeypatch.setattr(teachers, "probabilities_of", None)

    again = teachers_answers(models, config, images)

    assert np.array_equal(first, again)


def test_other_faces_are_asked_anew(models, images):
    config = RunConfig(teachers="toy")
    first = teachers_answers(models, config, images)

    turned = teachers_answers(models, config, images[::-1].copy())

    assert turned == pytest.approx(first[::-1], abs=1e-3)


def test_a_teacher_that_is_not_there_is_named(models, images):
    with pytest.raises(FileNotFoundError, match="nobody"):
        teachers_answers(models, RunConfig(teachers="toy, nobody"), images)


def test_the_target_is_mixed_with_what_the_teachers_say(images):
    faces = FaceSet(images[:1], np.array([3]), ("a",), np.array(["Training"]))
    said = np.full((1, 7), 1 / 7, np.float32)

    (target,) = targets(faces, RunConfig(teachers="toy", teacher_share=0.7), said)

    assert target == pytest.approx([0.1, 0.1, 0.1, 0.4, 0.1, 0.1, 0.1], abs=1e-6)
