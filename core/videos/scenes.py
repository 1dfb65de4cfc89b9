"""Where a clip was cut, so that nobody is followed into the next scene; and whether the camera
moves, so that what changes tells nothing of who comes in."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

CELLS: Final = (40, 30)  # columns, rows in which two frames are compared
ALIKE: Final = 0.5  # correlation from which two frames in a row are one scene
CHANGED: Final = 12.0  # grey levels by which the cells of another scene differ, on average
FLAT: Final = 1.5  # grey levels: a frame that varies less has no look to compare
FLAT_CHANGED: Final = 25.0  # then another scene differs by this

STEP_PX: Final = 12  # between two points that are followed: all over, not where faces have corners
FEWEST: Final = 12  # points; a wall without any tells nothing
AGREE: Final = 0.35  # share of the points that go one way; if fewer do, everything moves
MOVED_PX: Final = 0.6  # of the small copy's corners


def camera_moves(before: npt.NDArray[np.uint8], now: npt.NDArray[np.uint8]) -> bool:
    """Whether the camera was moved, turned or zoomed between two frames of one scene.

    Most of a picture is room, and the room's points go one way together; people are outliers.

    Args:
        before, now: Small grey copies of one size.
    """
    height, width = before.shape
    rows, columns = np.mgrid[STEP_PX // 2 : height : STEP_PX, STEP_PX // 2 : width : STEP_PX]
    points = np.stack([columns, rows], axis=-1).reshape(-1, 1, 2).astype(np.float32)
    ahead, known, _ = cv2.calcOpticalFlowPyrLK(before, now, points, np.empty_like(points))
    found = known.ravel() > 0
    if found.sum() < FEWEST:
        return False
    # OpenCV's types leave out that it may find none.
    move: npt.NDArray[np.float64] | None
    move, agree = cv2.estimateAffinePartial2D(  # pyright: ignore[reportAssignmentType]
        points[found], ahead[found], ransacReprojThreshold=0.5
    )
    if move is None or agree.sum() < AGREE * found.sum():
        return True
    corners = np.array([(0, 0, 1), (width, 0, 1), (0, height, 1), (width, height, 1)], np.float64)
    return float(np.abs(corners @ move.T - corners[:, :2]).max()) > MOVED_PX


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
