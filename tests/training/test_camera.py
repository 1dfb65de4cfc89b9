"""What cameras do to a face, done by chance: as often as asked, and the same for the same seed."""

import numpy as np
import pytest

from training.camera import askew, barred, lit_from_side, seen_by_camera


@pytest.fixture
def face() -> np.ndarray:
    return np.random.default_rng(0).integers(60, 256, (48, 48), np.uint8)


def test_without_a_chance_nothing_happens(face):
    seen = seen_by_camera(face, 0.0, np.random.default_rng(1))

    assert np.array_equal(seen, face)


def test_the_same_seed_gives_the_same_picture_and_leaves_the_face_alone(face):
    before = face.copy()

    first, again = (seen_by_camera(face, 1.0, np.random.default_rng(3)) for _ in range(2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, face)
    assert (first.shape, first.dtype) == ((48, 48), np.uint8)
    assert np.array_equal(face, before)


def test_light_from_the_left_leaves_the_left_as_it_is_and_darkens_the_right():
    lit = lit_from_side(np.full((48, 48), 200, np.uint8), lost=0.5, angle=0.0)

    assert lit[:, 0].tolist() == [200] * 48
    assert lit[:, -1].tolist() == [100] * 48


def test_a_bar_darkens_its_own_rows_alone(face):
    seen = barred(face, middle=0.5, height_px=4, strength=1.0)

    changed = np.flatnonzero((seen != face).any(axis=1))
    assert changed.tolist() == [22, 23, 24, 25]
    assert not seen[22:26].any()


def test_a_face_that_is_seen_from_the_front_is_not_askew(face):
    assert np.array_equal(askew(face, across=0.0, along=0.0), face)


def test_one_that_is_seen_from_a_side_has_that_edge_foreshortened():
    striped = np.zeros((48, 48), np.uint8)
    striped[:3] = 255

    seen = askew(striped, across=0.2, along=0.0)

    at_left, at_right = (int(np.flatnonzero(seen[:, x] > 127).max()) for x in (0, 47))
    assert at_left > 8  # a fifth of the side is gone above and below
    assert at_right == 2
