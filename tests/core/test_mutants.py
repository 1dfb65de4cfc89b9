"""The tests of crop, tracking and drawing tell faults that look harmless: each makes one fail."""

import pytest

from tests.support.mutants import Mutant, survives

CUT = ("core/crop.py", "tests/core/test_crop.py")
TRACK = ("core/tracking.py", "tests/core/test_tracking.py")
STEADYING = ("core/steadying.py", "tests/core/test_steadying.py")
OVERLAY = ("core/overlay.py", "tests/core/test_sprite_drawing.py")
SPRITES = ("core/sprite_drawing.py", "tests/core/test_sprite_drawing.py")
FAULTS = {
    "crop: the other way sideways": (CUT, "SHIFT: Final = (-0.004,", "SHIFT: Final = (0.004,"),
    "crop: coarser on large faces": (CUT, "MAX_FINENESS: Final = 16", "MAX_FINENESS: Final = 9"),
    "crop: rounded down": (CUT, "math.ceil(side", "math.floor(side"),
    "crop: the edge mirrored": (CUT, "cv2.BORDER_REPLICATE", "cv2.BORDER_REFLECT"),
    "crop: landmarks left out": (CUT, "(middle + face.landmarks.mean(axis=0)) / 2", "middle"),
    "tracking: reaches too far": (TRACK, "REACH: Final = 0.6", "REACH: Final = 0.65"),
    "tracking: reaches not far enough": (TRACK, "REACH: Final = 0.6", "REACH: Final = 0.55"),
    "tracking: too far in the end": (TRACK, "MOST_REACH: Final = 1.2", "MOST_REACH: Final = 1.6"),
    "tracking: one face, two tracks": (
        TRACK,
        "columns = cheapest_columns(costs)[: len(tracks)]",
        "columns = [min(range(len(boxes)), key=row.__getitem__) for row in costs[: len(tracks)]]",
    ),
    "tracking: by the smaller face": (TRACK, "size = max(a.width", "size = min(a.width"),
    "tracking: by the width alone": (TRACK, "max(a.width, a.height, b.width, b.height)", "a.width"),
    "steadying: lags behind": (STEADYING, "MOST_BEHIND: Final = 0.04", "MOST_BEHIND: Final = 0.1"),
    "cover: no larger than the face": (SPRITES, "COVERING: Final = 1.15", "COVERING: Final = 1.0"),
    "drawing: the largest first": (
        OVERLAY,
        'for mark in reversed(marks):\n        if style == "cover"',
        'for mark in marks:\n        if style == "cover"',
    ),
    "drawing: no smooth enlarging": (
        SPRITES,
        "smooth = cv2.INTER_CUBIC if side > len(level) else cv2.INTER_LINEAR",
        "smooth = cv2.INTER_NEAREST",
    ),
    "drawing: always the whole sprite": (
        SPRITES,
        "min((one for one in levels if len(one) >= side), key=len, default=levels[0])",
        "levels[0]",
    ),
    "drawing: a half too small": (SPRITES, "if len(one) >= side)", "if 2 * len(one) >= side)"),
}
IN_EVERY_RUN = "crop: the other way sideways"


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name == IN_EVERY_RUN else pytest.mark.long) for name in FAULTS],
)
def test_a_fault_makes_a_test_fail(name, tmp_path):
    (file, tests), right, wrong = FAULTS[name]

    assert not survives(Mutant(file, right, wrong, tests), tmp_path)
