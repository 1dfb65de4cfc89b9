"""The best picture of each face of a clip, for a person to choose by."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.face import Face

SIDE_PX: Final = 160
_REACH: Final = 0.85  # × face size: from its middle to the picture's edge
_BETTER: Final = 1.15  # × as good: fewer pictures are made for nothing
_LARGE_PX: Final = 160.0  # a larger face is no better
_QUALITY: Final = 88


@dataclass(frozen=True)
class Portrait:
    """A face as it looked in one frame."""

    good: float  # compared with others only
    jpeg: bytes  # 160 x 160


def portrait(image: np.ndarray, face: Face, known: Portrait | None) -> Portrait | None:
    """A picture of the face in this frame if it is better than the known one, else that.

    Args:
        image: (H, W, 3) uint8, BGR.
    """
    box = face.box
    good = face.score * min(box.height, _LARGE_PX) * _share_inside(image, face)
    if known is not None and good < _BETTER * known.good:
        return known
    reach = _REACH * max(box.width, box.height)
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    if reach < 1 or good <= 0:
        return known
    scale = SIDE_PX / (2 * reach)
    move = np.array([[scale, 0, scale * (reach - x)], [0, scale, scale * (reach - y)]])
    view = cv2.warpAffine(
        image, move, (SIDE_PX, SIDE_PX), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    jpeg = cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
    return Portrait(good, jpeg)


def _share_inside(image: np.ndarray, face: Face) -> float:
    """Which share of the face's box lies in the picture."""
    box, (height, width) = face.box, image.shape[:2]
    across = max(0.0, min(box.x1, width) - max(box.x0, 0.0)) / max(box.width, 1.0)
    return across * max(0.0, min(box.y1, height) - max(box.y0, 0.0)) / max(box.height, 1.0)
