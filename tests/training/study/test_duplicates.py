"""Planted duplicates and leaks are found; faces that only look alike are not taken for them."""

import cv2
import numpy as np
import pytest

from core.dataset.finding import DISAGREEING, EXACT, LEAKS, NEAR, ODD, Finding
from core.labels import EMOTIONS
from tests.support.planted import photo, photo_set, with_image
from training.study.checks import check_faces

FACES = photo_set(70)  # rows 0 to 55 to learn from, 56 to 69 to test with


def found(findings: list[Finding], check: str) -> list[tuple[int, ...]]:
    return [finding.faces for finding in findings if finding.check == check]


def brighter(image: np.ndarray) -> np.ndarray:
    return cv2.convertScaleAbs(image, alpha=0.8, beta=40)


def moved(image: np.ndarray) -> np.ndarray:
    return np.roll(image, (1, 2), (0, 1))


def compressed(image: np.ndarray) -> np.ndarray:
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 40])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))


def test_sound_faces_have_no_duplicates():
    findings = check_faces(FACES, None, None)

    assert [finding for finding in findings if finding.check != ODD] == []


def test_an_equal_picture_in_another_split_is_a_leak():
    faces = with_image(FACES, 63, FACES.images[0])

    findings = check_faces(faces, None, None)

    assert found(findings, EXACT) == found(findings, LEAKS) == [(0, 63)]
    assert found(findings, NEAR) == found(findings, DISAGREEING) == []
    (leak,) = [finding for finding in findings if finding.check == LEAKS]
    assert leak.score == 1
    assert "1 × Training and 1 × PrivateTest" in leak.why


def test_equal_pictures_with_several_labels_suggest_the_majority():
    faces = with_image(with_image(FACES, 7, FACES.images[0]), 1, FACES.images[0])

    findings = check_faces(faces, None, None)

    (finding,) = [finding for finding in findings if finding.check == DISAGREEING]
    assert finding.faces == (0, 1, 7)
    assert finding.suggested == EMOTIONS.index("angry")
    assert finding.why == "One picture is labelled 2 × angry, 1 × disgust."


def test_two_labels_for_one_picture_suggest_nothing():
    faces = with_image(FACES, 1, FACES.images[0])

    findings = check_faces(faces, None, None)

    (finding,) = [finding for finding in findings if finding.check == DISAGREEING]
    assert finding.suggested is None


@pytest.mark.parametrize("changed", [brighter, moved, compressed])
def test_a_photo_changed_a_little_is_a_near_duplicate(changed):
    faces = with_image(with_image(FACES, 3, photo(5)), 59, changed(photo(5)))

    findings = check_faces(faces, None, None)

    assert found(findings, NEAR) == found(findings, LEAKS) == [(3, 59)]
    assert found(findings, EXACT) == []
    assert all(0.9 < finding.score <= 1 for finding in findings if finding.check == NEAR)


def test_a_photo_whose_hash_differs_is_found_by_features():
    faces = with_image(with_image(FACES, 3, photo(5)), 59, np.roll(photo(5), (2, 2), (0, 1)))
    features = np.random.default_rng(0).normal(size=(70, 32)).astype(np.float32)
    features[59] = features[3] + 0.01

    without = check_faces(faces, None, None)
    findings = check_faces(faces, features, None)

    assert found(without, NEAR) == []
    assert found(findings, NEAR) == [(3, 59)]


def test_alike_pictures_that_the_network_finds_different_are_kept_apart():
    faces = with_image(with_image(FACES, 3, photo(5)), 59, brighter(photo(5)))
    features = np.random.default_rng(0).normal(size=(70, 32)).astype(np.float32)
    features[59] = -features[3]

    findings = check_faces(faces, features, None)

    assert found(findings, NEAR) == []


def test_a_chain_of_copies_is_one_group_with_all_its_copies():
    faces = with_image(with_image(FACES, 3, photo(5)), 4, photo(5))
    faces = with_image(with_image(faces, 5, brighter(photo(5))), 6, compressed(photo(5)))

    findings = check_faces(faces, None, None)

    assert found(findings, EXACT) == [(3, 4)]
    assert found(findings, NEAR) == [(3, 4, 5, 6)]


def test_blank_pictures_are_equal_but_no_leak():
    blank = np.zeros((48, 48), np.uint8)
    faces = with_image(with_image(FACES, 3, blank), 59, blank)

    findings = check_faces(faces, None, None)

    assert found(findings, EXACT) == [(3, 59)]
    assert found(findings, LEAKS) == found(findings, DISAGREEING) == []
    assert found(findings, ODD)[:2] == [(3,), (59,)]


def test_nothing_is_found_in_one_face():
    findings = check_faces(photo_set(1), None, None)

    assert [finding for finding in findings if finding.check != ODD] == []
