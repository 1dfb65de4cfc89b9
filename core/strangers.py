"""Whoever comes in at the edge of the picture: where they are until their face is found."""

from typing import Final

import cv2
import numpy as np

from core.changes import CELLS, Cells
from core.face import Box

BAND: Final = 2  # cells along each edge: what touches them comes in there
MARGIN: Final = 4  # cells around what changed: a face may look like the wall behind it
SMALLEST: Final = 9  # cells; a patch of less is no face


def strangers(changed: Cells, size: tuple[int, int]) -> list[Box]:
    """The areas of those who come in, in pixels of the frame.

    Args:
        changed: (rows, columns) bool, solid patches that no known face explains.
        size: The frame's width and height.
    """
    columns, rows = CELLS
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(
        changed.astype(np.uint8), connectivity=8
    )
    areas: list[Box] = []
    for left, top, width, height, cells in stats[1:count].tolist():
        right, bottom = left + width, top + height
        edges = (left < BAND, top < BAND, right > columns - BAND, bottom > rows - BAND)
        if cells < SMALLEST or not any(edges):
            continue
        areas.append(
            Box(
                max(0, left - MARGIN) * size[0] / columns,
                max(0, top - MARGIN) * size[1] / rows,
                min(columns, right + MARGIN) * size[0] / columns,
                min(rows, bottom + MARGIN) * size[1] / rows,
            )
        )
    return areas
