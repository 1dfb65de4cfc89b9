"""The browser's cover rules beside the Python's: step for step on the same recorded input."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from core.analysis import Reading
from core.changes import Changes
from core.covering import Covering
from core.face import Box
from core.following import followed, small_grey, trail
from core.tracking import Tracker
from tests.pages.test_browser_tracking import MODEL, js, reading, recorded
from tests.support.browser_code import Job, run

pytestmark = pytest.mark.slow

SIZE = (640, 480)


def tracked() -> list[tuple[float, list[Reading]]]:
    """The recorded faces with their numbers, only those seen in each frame."""
    tracker = Tracker()
    steps = []
    for t, found in recorded():
        shown = tracker.update(found, t, smoothing_s=0.3, min_confidence=0.0)
        steps.append((t, shown[: len(found)]))
    return steps


def test_the_browser_hides_the_same_places_at_the_same_time(tmp_path):
    random = np.random.default_rng(3)
    covering, mine, steps = Covering(), [], []
    for number, (t, seen) in enumerate(tracked()):
        size = SIZE if number < 200 else (320, 240)  # in the end the picture shrinks
        searched = number % 3 == 0
        x, y = random.uniform(0, 500, 2).tolist()
        moves = [Box(x, y, x + 60, y + 40)] if number % 4 else []
        plan = covering.plan(tuple(seen), t, size=size, searched=searched, moves=moves)
        mine.append((plan, covering.in_doubt))
        faces = [
            {**one, "track": reading.track} for one, reading in zip(js(seen), seen, strict=True)
        ]
        steps.append({"seen": faces, "t": t, "size": size, "searched": searched, "moves": moves})

    plans = run(Job(MODEL, plans=steps), tmp_path)["plans"]

    for (plan, in_doubt), theirs in zip(mine, plans, strict=True):
        assert (theirs["everything"], theirs["inDoubt"]) == (plan.everything, in_doubt)
        assert len(theirs["readings"]) == len(plan.readings)
        for a, b in zip(plan.readings, theirs["readings"], strict=True):
            assert np.abs(np.array(a.face.box) - b["face"]["box"]).max() < 1e-6
    assert {plan.everything for plan, _ in mine} == {True, False}, "both cases are on the list"


def room(t: float) -> np.ndarray:
    """A room in which a lamp dims and somebody walks in from the left, (480, 640, 3) uint8."""
    image = np.full((480, 640, 3), (120, 90, 60), np.uint8)
    cv2.rectangle(image, (400, 100), (600, 300), (60, 140, 90), -1)
    x = round(-120 + 70 * t)
    cv2.ellipse(image, (x, 220), (70, 95), 0, 0, 360, (150, 180, 220), -1)
    cv2.rectangle(image, (x - 90, 330), (x + 90, 480), (40, 40, 120), -1)
    return (image * (1 - 0.04 * t)).astype(np.uint8)


def as_grey(small: np.ndarray) -> dict:
    return {"data": small.ravel().tolist(), "width": small.shape[1], "height": small.shape[0]}


def test_the_browser_sees_the_same_changes_in_a_room(tmp_path):
    changes, mine, steps = Changes(), [], []
    for number in range(150):
        t = number / 20
        small = small_grey(room(t))
        x = -120 + 70 * t
        known = [Box(x - 50, 150, x + 50, 290)] if number > 90 else []
        mine.append(changes.update(small, t, known, SIZE))
        steps.append({"small": as_grey(small), "t": t, "known": known, "size": SIZE})

    theirs = run(Job(MODEL, changes=steps), tmp_path)["changes"]

    for a, b in zip(mine, theirs, strict=True):
        for name in ("differs", "stranger", "moves"):
            cells = np.array(b[name], bool).reshape(30, 40)
            # A cell just at its limit may fall to either side: Python counts in single precision.
            assert np.count_nonzero(cells != getattr(a, name)) <= 2, name
    assert any(change.stranger.any() for change in mine)


def blurred_noise(
    random: np.random.Generator, shape: tuple[int, int, int], *, blur_px: float
) -> npt.NDArray[np.uint8]:
    noise = random.integers(0, 255, shape).astype(np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), blur_px).astype(np.uint8)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (9, 4), (-13, 7), (60, 0)])
def test_the_browser_follows_a_face_to_the_same_place(x, y, tmp_path):
    random = np.random.default_rng(1)
    wall = blurred_noise(random, (480, 640, 3), blur_px=9)
    head = blurred_noise(random, (130, 110, 3), blur_px=5)
    before, after = wall.copy(), wall.copy()
    before[170:300, 250:360] = head
    after[170 + y : 300 + y, 250 + x : 360 + x] = head
    found = reading(random, 305, 235, side=100, mood=1)
    begun = trail(found, small_grey(before), 0, scale=0.25, times=1)
    assert begun is not None
    mine = followed(begun, small_grey(after))

    step = {
        "found": js([found])[0],
        "before": as_grey(small_grey(before)),
        "after": as_grey(small_grey(after)),
        "scale": 0.25,
    }
    (theirs,) = run(Job(MODEL, trails=[step]), tmp_path)["trails"]

    assert (theirs is None) == (mine is None)
    if mine is not None:
        # Pixels; OpenCV sums in another order on each kind of processor.
        assert np.abs(np.array(mine.gone) - theirs).max() < 4e-3
