"""A frame's display matrix: how a phone that was held sideways says which way is up."""

import struct
from dataclasses import dataclass
from typing import Any

import av
import numpy as np


@dataclass(frozen=True)
class Turn:
    """Quarter turns clockwise, after a mirror from left to right."""

    quarters: int = 0
    mirrored: bool = False


def turn_of(frame: av.VideoFrame) -> Turn:
    """What a frame's display matrix asks for; other angles than quarters are taken as the nearest.

    Source: ISO/IEC 14496-12, section 6.2.2; FFmpeg's libavutil/display.h: nine 16.16 numbers
    a b u, c d v, x y w with x' = a x + c y and y' = b x + d y, y down.
    """
    beside: Any = frame.side_data  # its stub takes it for a list of words
    data = next((bytes(one) for one in beside if one.type.name == "DISPLAYMATRIX"), b"")
    if len(data) < 36:
        return Turn()
    a, b, _u, c, d = struct.unpack_from("<5i", data)
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    if abs(b) > abs(a):
        return Turn(1 if b > 0 else 3, mirrored)
    return Turn(0 if a >= 0 else 2, mirrored)


def turned(image: np.ndarray, turn: Turn) -> np.ndarray:
    """A view of the picture, (H, W, 3), as it is to be seen."""
    view = image[:, ::-1] if turn.mirrored else image
    return np.rot90(view, -turn.quarters)
