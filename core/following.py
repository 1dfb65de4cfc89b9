"""Faces followed from frame to frame without searching: each by its own look in a small picture.

What is looked for is always the face as it was last found, never as it was last followed, so
nothing drifts off; a face that no longer looks like that is lost, and must be found again.
"""

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.analysis import Reading
from core.face import Box

SMALL_PX: Final = 160  # width of the small grey copy
ALIKE: Final = 0.8  # correlation from which a place shows the face as it was found
REACH: Final = 0.4  # × face size: how far it may be from where it last was
SMALLEST_PX: Final = 5  # side of a face in the small copy; less looks like anything


@dataclass(frozen=True, eq=False)
class Trail:
    """A face as it was found, and how far it has gone since."""

    found: Reading
    look: npt.NDArray[np.uint8]  # (h, w) of the small copy, the part of its box that is in view
    x: int  # of the look's top-left corner, small pixels
    y: int
    times: int  # it was found by searching
    found_at: float  # seconds, when it last was
    gone: tuple[float, float] = (0.0, 0.0)  # right and down since then, small pixels


def small_grey(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The frame's small copy.

    Args:
        image: (H, W, 3) uint8, BGR.
    """
    height = max(1, round(image.shape[0] * SMALL_PX / image.shape[1]))
    small = cv2.resize(image, (SMALL_PX, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)


def trail(
    found: Reading, small: npt.NDArray[np.uint8], t: float, *, scale: float, times: int
) -> Trail | None:
    """Begin to follow a face that was found; None if it is too small or out of view.

    Args:
        small: The frame's small copy.
        t: Seconds, now.
        scale: Small pixels for each of the frame.
        times: How often it was found, this time included.
    """
    x0, y0, x1, y1 = (round(side * scale) for side in found.face.box)
    x, y = max(0, x0), max(0, y0)
    look = small[y : max(y1, 0), x : max(x1, 0)]
    if min(look.shape) < SMALLEST_PX:
        return None
    return Trail(found, look.copy(), x, y, times, t)


def followed(old: Trail, small: npt.NDArray[np.uint8]) -> Trail | None:
    """The same face in the next frame, or None where nothing near looks like it."""
    height, width = old.look.shape
    reach = round(REACH * max(height, width)) + 1
    x, y = round(old.x + old.gone[0]), round(old.y + old.gone[1])
    left, top = max(0, x - reach), max(0, y - reach)
    around = small[top : max(0, y + height + reach), left : max(0, x + width + reach)]
    if around.shape[0] < height or around.shape[1] < width:
        return None
    alike = cv2.matchTemplate(around, old.look, cv2.TM_CCOEFF_NORMED)
    _least, most, _where, (column, row) = cv2.minMaxLoc(alike)
    if not ALIKE <= most <= 1.001:  # a look without any contrast is like everything
        return None
    gone_x = left + column + _peak(alike[row, :], column) - old.x
    gone_y = top + row + _peak(alike[:, column], row) - old.y
    return replace(old, gone=(gone_x, gone_y))


def as_reading(trail: Trail, *, scale: float) -> Reading:
    """The face where it is now, in the frame's pixels, with the expression it had when found."""
    face, (x, y) = trail.found.face, (trail.gone[0] / scale, trail.gone[1] / scale)
    box = Box(face.box.x0 + x, face.box.y0 + y, face.box.x1 + x, face.box.y1 + y)
    landmarks = face.landmarks
    if landmarks is not None:
        landmarks = landmarks + np.array([x, y], np.float32)
    return replace(trail.found, face=replace(face, box=box, landmarks=landmarks))


def _peak(line: np.ndarray, at: int) -> float:
    """Where between the samples a peak lies, from -0.5 to 0.5: the top of a parabola."""
    if not 0 < at < len(line) - 1:
        return 0.0
    before, top, after = map(float, line[at - 1 : at + 2])
    curve = before - 2 * top + after
    return 0.5 * (before - after) / curve if curve < 0 else 0.0
