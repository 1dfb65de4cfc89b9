"""Planted wrong labels rank first, with the right one suggested; odd pictures are told apart."""

import numpy as np
import pytest

from core.dataset.finding import ODD
from core.labels import EMOTIONS
from tests.support.planted import drawn_set, photo, photo_set, pixel_features, with_image
from training.study.checks import check_faces
from training.study.folds import out_of_fold
from training.study.label_errors import find_label_errors

FACES = drawn_set(1400)


def planted(share: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows whose labels are changed, and all labels then."""
    random = np.random.default_rng(3)
    rows = random.choice(1400, round(1400 * share), replace=False)
    labels = FACES.labels.copy()
    labels[rows] = (labels[rows] + random.integers(1, 7, len(rows))) % 7
    return rows, labels


def test_of_1_percent_wrong_labels_most_are_in_the_first_3_percent():
    rows, labels = planted(0.01)

    seen = out_of_fold(pixel_features(FACES), labels, FACES.images, lambda _share: None)
    first = find_label_errors(labels, seen)[: round(0.03 * 1400)]

    hits = [found for found in first if found.faces[0] in rows]
    right = [found.suggested == FACES.labels[found.faces[0]] for found in hits]
    assert len(hits) >= 0.6 * len(rows)
    assert np.mean(right) >= 0.8


def test_scores_fall_and_are_shares():
    _, labels = planted(0.05)
    random = np.random.default_rng(0)
    seen = np.eye(7)[FACES.labels] * 0.8 + random.dirichlet(np.ones(7), 1400) * 0.2

    scores = [finding.score for finding in find_label_errors(labels, seen)]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_sentence_names_both_labels():
    labels = np.repeat([0, 3], 20)
    seen = np.full((40, 7), 0.02)
    seen[np.arange(40), labels] = 0.88
    seen[0] = [0.01, 0.01, 0.01, 0.94, 0.01, 0.01, 0.01]

    (finding,) = find_label_errors(labels, seen)

    assert (finding.faces, finding.suggested) == ((0,), EMOTIONS.index("happy"))
    assert finding.why == (
        "Labelled angry; a last layer taught without it says it looks happy, 94 % sure, "
        "and gives angry 1 %."
    )


@pytest.mark.parametrize("labels", [[0] * 12, [0, 1, 2]], ids=["one class", "three faces"])
def test_too_little_to_tell_label_errors_is_said(labels):
    images = np.zeros((len(labels), 48, 48), np.uint8)
    features = np.zeros((len(labels), 4), np.float32)

    with pytest.raises(ValueError, match="two classes"):
        out_of_fold(features, np.array(labels), images, lambda _share: None)


def test_a_class_of_one_face_is_no_error():
    labels = np.array([0] * 10 + [1])
    images = np.random.default_rng(0).integers(0, 256, (11, 48, 48)).astype(np.uint8)

    seen = out_of_fold(np.eye(11), labels, images, lambda _share: None)

    np.testing.assert_allclose(seen.sum(axis=1), 1, atol=1e-5)
    assert seen[10, 1] == 0


def test_copies_of_a_face_do_not_tell_of_it():
    labels = np.array([0, 1] * 20)
    images = np.repeat(np.arange(20, dtype=np.uint8), 2)[:, None, None] * np.ones(
        (1, 48, 48), np.uint8
    )
    features = np.repeat(np.eye(20), 2, axis=0) * 100

    seen = out_of_fold(features, labels, images, lambda _share: None)

    np.testing.assert_allclose(seen[:, :2], 0.5, atol=0.2)


@pytest.mark.parametrize(
    ("image", "word"),
    [
        (np.full((48, 48), 120, np.uint8), "contrast"),
        (photo(1) // 14, "dark"),
        (255 - photo(1) // 14, "bright"),
        (np.tile(np.linspace(60, 200, 48).astype(np.uint8), (48, 1)), "Blurred"),
    ],
    ids=["blank", "dark", "bright", "blurred"],
)
def test_an_odd_picture_comes_first_and_is_told_why(image, word):
    faces = with_image(photo_set(30), 8, image)

    findings = [found for found in check_faces(faces, None, None) if found.check == ODD]

    assert findings[0].faces == (8,)
    assert word in findings[0].why


def test_a_picture_without_a_face_is_odd_where_a_detector_looked():
    presence = np.full(30, 0.9, np.float32)
    presence[5] = 0

    found = check_faces(photo_set(30), None, None, presence)

    assert [finding.faces for finding in found if "no face" in finding.why] == [(5,)]
