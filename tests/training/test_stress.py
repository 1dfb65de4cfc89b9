"""A disturbance does what its name says, and the loss is in points of accuracy."""

import numpy as np
import pytest

from core.classifier import Classifier
from core.dataset.face_set import FaceSet
from training.stress import measure_stress

BRIGHT = dict.fromkeys(("neutral", "sad", "surprise"), 0)


@pytest.fixture(scope="module")
def results(toy_model):
    """The toy model's results; it names a plain patch by its brightness alone."""
    greys = np.array([20, 55, 90, 125, 160, 195, 230])
    images = np.full((7, 48, 48), greys[:, None, None], np.uint8)
    faces = FaceSet(images, np.arange(7), ("",) * 7, np.full(7, "PublicTest"))
    return {
        (result.disturbance, result.strength): result
        for result in measure_stress(Classifier.load(toy_model), faces)
    }


def test_every_disturbance_has_three_strengths(results):
    names = {name for name, _ in results}

    assert names >= {"small", "dim", "tilted", "covered", "JPEG", "coloured", "shifted"}
    assert names >= {"bowed", "turned", "side light", "blurred", "barred"}
    assert {strength for _, strength in results} == {"mild", "medium", "strong"}
    assert len(results) == 3 * len(names)


@pytest.mark.parametrize("name", ["small", "tilted", "shifted", "larger", "smaller"])
def test_what_moves_pixels_costs_nothing_where_all_pixels_are_alike(results, name):
    assert all(results[name, strength].lost == 0 for strength in ("mild", "medium", "strong"))


def test_less_light_costs_the_toy_its_bright_classes(results):
    # 60 % of 55 is 33, still nearest to 20; 60 % of 20 is 12: of seven faces one stays right.
    dimmed = results["dim", "mild"]

    assert dimmed.accuracy == pytest.approx(1 / 7, abs=1e-5)
    assert dimmed.lost == pytest.approx(100 * 6 / 7, abs=0.01)


def test_recall_tells_which_classes_lose(results):
    dimmed = results["dim", "mild"].recall

    assert dimmed == {"angry": 1, **dict.fromkeys(("disgust", "fear", "happy"), 0), **BRIGHT}


def test_it_is_told_how_many_neutral_faces_are_read_as_sad(results):
    assert results["dim", "mild"].neutral_read_sad == 0  # 60 % of 160 is 96, which is fear's
    assert results["side light", "mild"].neutral_read_sad == 0
