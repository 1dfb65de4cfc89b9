"""Where the picture changes, told on a few large cells: what no known face explains.

What is there now is compared with how the room looked before. A cell that differs keeps the old
look until it is explained, so somebody who walks in slowly, or stops half way, stands out as long
as the face is not found.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.face import Box

CELLS: Final = (40, 30)  # columns, rows
DIFFERS: Final = 10.0  # grey levels of a cell's mean; a camera's noise is under 1
DARKEST: Final = 8.0  # grey levels; below, a share of them says nothing of the light
BRIGHT: Final = 100.0  # grey levels: in a room that is darker, people differ by less,
DIMMEST: Final = 0.6  # but from this share of it on down rounding differs as much as they do
ADAPTS_S: Final = 1.5  # light that changes slowly is the room's new look after this time
GIVES_UP_S: Final = 10.0  # a chair that was moved is the room's after this time
MEMORY_S: Final = 1.5  # where a face was, its owner still moves
STILL_S: Final = 0.3  # nothing moves if nothing differs from its look eased over this time
MOVES: Final = 5.0  # grey levels from that
# A known person: × the face's width to each side of its middle, above the chin and below it.
HEAD_REACH: Final = 1.0
BODY_REACH: Final = 1.7

Cells = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Change:
    """What changed in one frame; each (rows, columns) bool over CELLS."""

    differs: Cells  # from the room, away from every known head
    stranger: Cells  # of these, in solid patches that no known person's body explains
    moves: Cells  # now, wherever it is


class Changes:
    """The room of one stream. Changed only by `update`, from the thread that processes frames."""

    def __init__(self) -> None:
        self._room: npt.NDArray[np.float32] | None = None
        self._recent = np.zeros(CELLS[::-1], np.float32)
        self._plain = np.ones(CELLS[::-1], np.bool_)  # cells that looked like the room just now
        self._explained_until = np.full(CELLS[::-1], -np.inf)
        self._differs_since = np.full(CELLS[::-1], np.inf)
        self._at = 0.0

    def update(
        self, grey: npt.NDArray[np.uint8], t: float, known: list[Box], size: tuple[int, int]
    ) -> Change:
        """What changed.

        Args:
            grey: The frame's small copy, of any size.
            t: Seconds on any clock that does not go back.
            known: The faces that are known now, in the frame's pixels.
            size: The frame's width and height.
        """
        now = cv2.resize(grey, CELLS, interpolation=cv2.INTER_AREA).astype(np.float32)
        if self._room is None:
            self._room, self._recent, self._at = now.copy(), now.copy(), t
        share = 1 - np.exp(-(t - self._at) / ADAPTS_S)
        recent_share = 1 - np.exp(-(t - self._at) / STILL_S)
        self._at = t
        moves = np.abs(now - self._recent) > MOVES
        self._recent += np.float32(recent_share) * (now - self._recent)
        heads, bodies = _people(known, size)
        self._explained_until[bodies] = t + MEMORY_S
        # A lamp or the camera's own exposure makes all cells brighter or darker by one factor.
        if self._plain.any():
            change = now[self._plain] / np.maximum(self._room[self._plain], DARKEST)
            self._room = self._room * np.float32(np.median(change))
        least = DIFFERS * min(max(float(self._room.mean()) / BRIGHT, DIMMEST), 1.0)
        differs = np.abs(now - self._room) > least
        explained = self._explained_until >= t
        unexplained = differs & ~explained
        self._plain = ~differs & ~explained
        self._differs_since = np.where(unexplained, np.minimum(self._differs_since, t), np.inf)
        old = t - self._differs_since > GIVES_UP_S
        self._room = np.where(
            explained | old,
            now,
            np.where(differs, self._room, self._room + share * (now - self._room)),
        ).astype(np.float32)
        solid = cv2.morphologyEx(
            unexplained.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)
        )
        return Change(differs & ~heads, solid > 0, moves)


def _people(known: list[Box], size: tuple[int, int]) -> tuple[Cells, Cells]:
    """The cells of the known heads, and those of heads and bodies."""
    heads, bodies = (np.zeros(CELLS[::-1], np.bool_) for _ in range(2))
    across, down = CELLS[0] / size[0], CELLS[1] / size[1]
    for box in known:
        x = (box.x0 + box.x1) / 2
        top, chin = box.y0 - box.height / 2, box.y1
        for cells, reach, above, below in (
            (heads, HEAD_REACH, top, chin),
            (bodies, HEAD_REACH, top, chin),
            (bodies, BODY_REACH, chin - box.height / 4, float(size[1])),
        ):
            left, right = x - reach * box.width, x + reach * box.width
            cells[
                max(0, int(above * down)) : max(0, int(np.ceil(below * down))),
                max(0, int(left * across)) : max(0, int(np.ceil(right * across))),
            ] = True
    return heads, bodies
