"""Where a clip was cut: nobody is followed from one scene into the next."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

CELLS: Final = (40, 30)  # columns, rows in which two frames are compared
ALIKE: Final = 0.5  # correlation from which two frames in a row are one scene
CHANGED: Final = 12.0  # grey levels by which the cells of another scene differ, on average
FLAT: Final = 1.5  # grey levels: a frame that varies less has no look to compare
FLAT_CHANGED: Final = 25.0  # then another scene differs by this


def is_cut(before: npt.NDArray[np.uint8], now: npt.NDArray[np.uint8]) -> bool:
    """Whether two frames that follow each other show different scenes.

    A lamp that is switched makes cells darker by one factor, which leaves the correlation high.

    Args:
        before, now: Small grey copies of one size.
    """
    old, new = (
        cv2.resize(one, CELLS, interpolation=cv2.INTER_AREA).astype(np.float64)
        for one in (before, now)
    )
    change = float(np.abs(new - old).mean())
    if min(old.std(), new.std()) < FLAT:
        return change > FLAT_CHANGED
    alike = float(((old - old.mean()) * (new - new.mean())).mean() / (old.std() * new.std()))
    return alike < ALIKE and change > CHANGED
