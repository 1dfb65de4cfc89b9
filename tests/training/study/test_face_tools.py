"""What is said of single faces: light and sharpness, means, neighbours, where a network looks."""

import numpy as np
import pytest

from core.classifier import Classifier
from core.dataset.measures import mean_faces, measure
from core.faces import YUNET_FILE
from core.occlusion import heat_map
from tests.support.folders import ROOT
from tests.support.planted import drawn_set, photo
from training.study.neighbours import directions, nearest
from training.study.presence import face_presence


def test_brightness_and_contrast_are_shares_of_white():
    images = np.stack([np.full((48, 48), 51), np.tile([0, 255], (48, 24))]).astype(np.uint8)

    found = measure(images)

    np.testing.assert_allclose(found.brightness, [0.2, 0.5], atol=1e-6)
    np.testing.assert_allclose(found.contrast, [0, 0.5], atol=1e-6)
    assert found.sharpness[0] == 0


def test_a_blurred_picture_is_less_sharp_and_a_faint_one_is_not():
    clear = photo(3)
    blurred = np.tile(np.linspace(0, 255, 48), (48, 1)).astype(np.uint8)
    faint = (clear // 4 + 90).astype(np.uint8)

    sharp, soft, weak = measure(np.stack([clear, blurred, faint])).sharpness

    assert soft < 0.2 * sharp
    assert weak == pytest.approx(sharp, rel=0.2)


def test_mean_faces_are_black_for_a_class_without_faces():
    faces = drawn_set(4)

    means = mean_faces(faces)

    np.testing.assert_array_equal(means[:4], faces.images)
    assert not means[4:].any()


def test_neighbours_are_the_nearest_by_angle_without_the_face_itself():
    angles = np.deg2rad([0, 10, 25, 180])
    unit = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)

    rows, cosines = nearest(unit, np.arange(4), 2)

    assert rows.tolist() == [[1, 2], [0, 2], [1, 0], [2, 1]]
    np.testing.assert_allclose(cosines[0], np.cos(np.deg2rad([10, 25])), atol=1e-5)


def test_directions_have_length_one_and_a_mean_face_has_none():
    unit = directions(np.array([[1.0, 0], [-1, 0], [0, 0]], np.float16))

    np.testing.assert_allclose(np.linalg.norm(unit, axis=1), [1, 1, 0], atol=1e-6)


def test_a_picture_without_a_face_scores_nothing():
    noise = np.full((1, 48, 48), 127, np.uint8)

    ((score, height),) = face_presence(noise, ROOT / "models" / YUNET_FILE, lambda _: None)

    assert score == 0
    assert np.isnan(height)


def test_heat_is_where_covering_changes_the_answer(toy_model):
    # The toy network reads the mean grey; covering the bright corner takes most from it.
    patch = np.full((48, 48), 60, np.uint8)
    patch[30:, 30:] = 255
    classifier = Classifier.load(toy_model)
    label = classifier.predict(patch[np.newaxis])[0].label

    heat = heat_map(classifier, patch, label)

    assert heat.shape == (48, 48)
    assert heat.min() >= 0
    assert heat.max() == pytest.approx(1)
    assert heat[30:, 30:].mean() > 5 * heat[:20, :20].mean()


def test_a_label_that_is_none_is_refused(toy_model):
    with pytest.raises(ValueError, match="A label must be one of"):
        heat_map(Classifier.load(toy_model), np.zeros((48, 48), np.uint8), "joy")
