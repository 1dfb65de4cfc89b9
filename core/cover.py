"""The cover style on a stream: what is seen, what is lost and who comes in, hidden together."""

import math
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.analysis import Reading
from core.changes import CELLS, Cells, Change, Changes
from core.covering import Covering, Plan
from core.face import Box
from core.sight import Seen
from core.strangers import strangers

DARK: Final = 24  # of what must not be shown
FEW_CELLS: Final = 3  # that differ are noise
LINGERS_S: Final = 0.3  # an area stays hidden for so long after its movement


class Cover:
    """Changed by its methods in this order for each frame: `doubts`, `hide`, `grey`."""

    def __init__(self) -> None:
        self._changes = Changes()
        self._covering = Covering()
        self._plan = Plan(True, ())
        self._change: Change | None = None
        self._areas: list[tuple[float, Box]] = []  # until when each is hidden
        self._size = (0, 0)
        self._shown_at = math.inf  # until the first frame

    def doubts(self, small: npt.NDArray[np.uint8], t: float, image: npt.NDArray[np.uint8]) -> bool:
        """Whether the face finder must search this frame.

        Args:
            small: The frame's small grey copy.
            image: (H, W, 3) uint8, of which only the size counts.
        """
        size = (image.shape[1], image.shape[0])
        self._shown_at = min(self._shown_at, t)
        if size != self._size:
            self._size, self._changes, self._areas = size, Changes(), []
        self._change = self._changes.update(small, t, self._covering.boxes(), size)
        fresh = [(t + LINGERS_S, area) for area in strangers(self._change.stranger, size)]
        self._areas = [one for one in self._areas if one[0] >= t] + fresh
        return self._covering.in_doubt or int(self._change.differs.sum()) > FEW_CELLS

    def hide(self, seen: Seen, t: float) -> tuple[Reading, ...]:
        """The faces to draw a cover over, some of them grown."""
        assert self._change is not None
        moves = _places(self._change.moves, self._size)
        self._plan = self._covering.plan(
            seen.certain, t, size=self._size, searched=seen.searched, moves=moves
        )
        if not self._plan.everything:
            self._shown_at = t
        return self._plan.readings

    def grey(self, image: npt.NDArray[np.uint8]) -> None:
        """Hide the areas of this frame that must not be shown, in place."""
        if self._plan.everything:
            image[:] = DARK
        for _until, area in self._areas:
            x0, y0, x1, y1 = map(round, area)
            image[y0:y1, x0:x1] = DARK

    def hidden_s(self, t: float) -> float:
        """For how long whole frames have been hidden, in seconds."""
        return t - self._shown_at


def _places(cells: Cells, size: tuple[int, int]) -> list[Box]:
    """The patches of these cells, in pixels of the frame."""
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(cells.astype(np.uint8))
    across, down = size[0] / CELLS[0], size[1] / CELLS[1]
    return [
        Box(x * across, y * down, (x + width) * across, (y + height) * down)
        for x, y, width, height, cells_in in stats[1:count].tolist()
        if cells_in > 1
    ]
