"""Every figure of a report, against numbers worked out by hand."""

import math

import numpy as np
import pytest

from core.classifier import Classifier
from core.dataset.face_set import FaceSet
from training.report import confusion_matrix, measure, measure_model

ANGRY, DISGUST, HAPPY, SAD, SURPRISE = 0, 1, 3, 5, 6


def probabilities(*rows: dict[int, float]) -> np.ndarray:
    table = np.zeros((len(rows), 7))
    for row, values in zip(table, rows, strict=True):
        for label, value in values.items():
            row[label] = value
    return table


# Three angry faces of which two are seen, and one happy face that is.
FOUR = probabilities(
    {ANGRY: 0.5, HAPPY: 0.3, SAD: 0.2},
    {ANGRY: 0.6, HAPPY: 0.4},
    {SAD: 0.75, ANGRY: 0.25},
    {HAPPY: 1.0},
)
FOUR_LABELS = np.array([ANGRY, ANGRY, ANGRY, HAPPY])


def test_shares_of_faces_named_rightly():
    report = measure(FOUR, FOUR_LABELS)

    assert report.n == 4
    assert report.accuracy == 0.75
    assert report.recall == {"angry": 0.66667, "happy": 1.0}
    assert report.balanced_accuracy == pytest.approx((2 / 3 + 1) / 2, abs=1e-5)


def test_an_interval_is_wilsons():
    report = measure(FOUR, FOUR_LABELS)

    # 3 of 4 and 2 of 3, by the formula with z = 1.96.
    assert report.accuracy_ci95 == pytest.approx((0.30064, 0.95441), abs=1e-4)
    assert report.recall_ci95["angry"] == pytest.approx((0.20766, 0.93851), abs=1e-4)


def test_rows_of_the_confusion_are_the_true_class():
    report = measure(FOUR, FOUR_LABELS)

    assert report.confusion == [
        [2, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ]


def test_every_cell_of_the_confusion_counts_its_own_pair():
    predicted = np.array([DISGUST, DISGUST, SURPRISE, ANGRY])
    true = np.array([SURPRISE, SURPRISE, DISGUST, ANGRY])

    matrix = confusion_matrix(predicted, true)

    assert (matrix[6, 1], matrix[1, 6], matrix[0, 0], matrix.sum()) == (2, 1, 1, 4)


def test_negative_log_likelihood_is_the_mean_over_the_true_classes():
    report = measure(FOUR, FOUR_LABELS)

    # 0.5, 0.6, 0.25 and 1.0 are what the true classes got: -ln(0.5 x 0.6 x 0.25 x 1) / 4.
    assert report.negative_log_likelihood == pytest.approx(0.64757, abs=1e-5)


def test_a_true_class_given_nothing_costs_much_but_not_everything():
    report = measure(probabilities({SAD: 1.0}), np.array([HAPPY]))

    assert report.negative_log_likelihood == pytest.approx(12 * math.log(10), abs=1e-4)


@pytest.mark.parametrize(
    ("confidence", "right", "of", "error"),
    [
        (1.0, 10, 10, 0.0),
        (1.0, 0, 10, 1.0),
        (0.8, 8, 10, 0.0),
        (0.8, 5, 10, 0.3),
        (0.6, 9, 10, 0.3),
    ],
    ids=["sure and right", "sure and wrong", "as right as sure", "too sure", "too modest"],
)
def test_calibration_error_of_one_bin(confidence, right, of, error):
    rows = probabilities(*[{HAPPY: confidence, SAD: 1 - confidence}] * of)
    labels = np.array([HAPPY] * right + [SAD] * (of - right))

    report = measure(rows, labels)

    assert report.ece == pytest.approx(error, abs=1e-5)


def test_calibration_error_weighs_bins_by_their_faces():
    # Of 15 bins, 0.65 is in the tenth (0.600 to 0.667), 0.68 in the eleventh (0.667 to 0.733).
    # Gaps: 3/4 x |0.65 - 1/3| + 1/4 x |0.68 - 1| = 0.2375 + 0.08.
    rows = probabilities(*[{HAPPY: 0.65, SAD: 0.35}] * 3, {HAPPY: 0.68, SAD: 0.32})
    labels = np.array([HAPPY, SAD, SAD, HAPPY])

    report = measure(rows, labels)

    assert report.ece == pytest.approx(0.3175, abs=1e-5)


@pytest.mark.slow
def test_a_served_model_is_measured_in_the_order_of_emotions(toy_model):
    greys = np.array([20, 55, 90, 230, 160, 195, 125])
    images = np.full((7, 48, 48), greys[:, None, None], np.uint8)
    faces = FaceSet(images, np.arange(7), ("",) * 7, np.full(7, "PrivateTest"))

    report = measure_model(Classifier.load(toy_model), faces).published

    assert (report.n, report.accuracy) == (7, 0.71429)
    assert (report.confusion[3][6], report.confusion[6][3], report.confusion[4][4]) == (1, 1, 1)
    assert report.ms_per_face is not None
    assert report.ms_per_face > 0


def test_the_clean_part_is_measured_without_the_faces_that_have_a_twin(toy_model):
    greys = np.array([20, 55, 90, 230])
    images = np.full((4, 48, 48), greys[:, None, None], np.uint8)
    faces = FaceSet(images, np.array([0, 1, 2, 3]), tuple("abcd"), np.full(4, "PrivateTest"))

    measured = measure_model(Classifier.load(toy_model), faces, frozenset({"a", "z"}))

    assert measured.clean is not None
    assert (measured.published.n, measured.published.accuracy) == (4, 0.75)  # 230 is no 3, happy
    assert (measured.clean.n, measured.clean.accuracy) == (3, 0.66667)


def test_nothing_is_called_clean_where_nobody_looked_for_twins(toy_model):
    faces = FaceSet(np.zeros((1, 48, 48), np.uint8), np.zeros(1, int), ("a",), np.array(["x"]))

    measured = measure_model(Classifier.load(toy_model), faces)

    assert measured.clean is None
