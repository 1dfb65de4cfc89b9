"""What no known face explains stands out, and what comes in at an edge is hidden."""

import cv2
import numpy as np
import pytest

from core.changes import Changes
from core.face import Box
from core.strangers import strangers

SIZE = (640, 480)


def room(light: float = 1.0) -> np.ndarray:
    """(120, 160) uint8: a wall that is brighter on one side."""
    wall = np.tile(np.linspace(90, 150, 160), (120, 1))
    return np.clip(wall * light, 0, 255).astype(np.uint8)


def with_person(x: int, *, y: int = 60, width: int = 40) -> np.ndarray:
    """The room with somebody dark whose middle is in this column of the small copy."""
    image = room()
    cv2.ellipse(image, (x, y), (width // 2, width // 2 + 8), 0, 0, 360, 30, -1)
    return image


def areas(changes: Changes, image: np.ndarray, t: float, known: list[Box]) -> list[Box]:
    return strangers(changes.update(image, t, known, SIZE).stranger, SIZE)


def test_a_still_room_has_no_change():
    changes = Changes()

    seen = [changes.update(room(), n / 30, [], SIZE) for n in range(30)]

    assert not any(one.differs.any() or one.moves.any() or one.stranger.any() for one in seen)


def noisy(picture: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return np.clip(picture + random.normal(0, 4, picture.shape), 0, 255).astype(np.uint8)


def test_camera_noise_is_no_change():
    changes, random = Changes(), np.random.default_rng(0)

    seen = [changes.update(noisy(room(), random), n / 30, [], SIZE) for n in range(60)]

    assert not any(one.differs.any() or one.stranger.any() for one in seen)


@pytest.mark.parametrize("light", [0.2, 0.6, 1.5])
def test_a_lamp_is_nobody(light):
    changes = Changes()
    changes.update(room(), 0.0, [], SIZE)

    assert areas(changes, room(light), 0.1, []) == []


@pytest.mark.parametrize("frames_per_s", [10, 30])
@pytest.mark.parametrize("px_per_s", [5, 30], ids=["slowly", "fast"])
def test_whoever_comes_in_is_hidden_as_far_as_they_have_come(px_per_s, frames_per_s):
    changes = Changes()
    for number in range(round(40 / px_per_s * frames_per_s)):
        x = round(-30 + px_per_s * number / frames_per_s)
        found = areas(changes, with_person(x), number / frames_per_s, [])
        if x + 20 >= 8:  # small pixels in view
            assert found and max(area.x1 for area in found) >= 4 * (x + 20)
            assert min(area.x0 for area in found) == 0


def test_whoever_stops_half_way_stays_hidden():
    changes = Changes()
    changes.update(room(), 0.0, [], SIZE)

    found = [areas(changes, with_person(5), n / 10, []) for n in range(1, 90)]

    assert all(found)


def test_what_stays_for_ten_seconds_belongs_to_the_room():
    changes = Changes()
    changes.update(room(), 0.0, [], SIZE)

    found = [areas(changes, with_person(5), n / 10, []) for n in range(1, 110)]

    assert found[-1] == []


def test_a_known_face_explains_its_body():
    changes, face = Changes(), Box(30, 160, 130, 300)
    changes.update(room(), 0.0, [face], SIZE)

    assert areas(changes, with_person(20, y=90, width=50), 0.1, [face]) == []


def test_where_a_known_person_was_their_leaving_is_no_stranger():
    changes, face = Changes(), Box(30, 160, 130, 300)
    for number in range(30):
        changes.update(with_person(20), number / 30, [face], SIZE)

    found = [areas(changes, room(), 1 + n / 30, []) for n in range(90)]

    assert not any(found)


def test_whoever_is_in_the_middle_only_makes_the_finder_search():
    changes = Changes()
    changes.update(room(), 0.0, [], SIZE)

    change = changes.update(with_person(80), 0.1, [], SIZE)

    assert change.differs.sum() > 9
    assert strangers(change.stranger, SIZE) == []
