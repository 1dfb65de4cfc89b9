"""How sure a face detector is that a 48 x 48 patch holds a face, and how large the face is."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

import cv2
import numpy as np

_FACE_PX: Final = 96  # the patch is enlarged to this,
_SIDE_PX: Final = 160  # with its own edge drawn out around it, as a face in a photo has a rim
_FAINTEST: Final = 0.01
_HEIGHT: Final = 3  # column of the detector's answer
_SCORE: Final = -1
_BLOCK: Final = 512


def face_presence(images: np.ndarray, yunet: Path, progress: Callable[[float], None]) -> np.ndarray:
    """The surest face that YuNet finds in each patch.

    Args:
        images: (N, 48, 48) uint8 grey.
        yunet: The detector's file.
        progress: Told the share that is done.

    Returns:
        (N, 2) float32: its score in [0, 1], 0 for none, and its height by the patch's, NaN for
        none; above 1 where the patch cuts into the face.
    """
    size = (_SIDE_PX, _SIDE_PX)
    detector = cv2.FaceDetectorYN.create(str(yunet), "", size, score_threshold=_FAINTEST)
    rim = (_SIDE_PX - _FACE_PX) // 2
    surest = np.full((len(images), 2), (0, np.nan), np.float32)
    image: np.ndarray
    for row, image in enumerate(images):
        large = cv2.resize(image, (_FACE_PX, _FACE_PX), interpolation=cv2.INTER_CUBIC)
        framed = cv2.copyMakeBorder(large, rim, rim, rim, rim, cv2.BORDER_REPLICATE)
        shown = cv2.cvtColor(framed, cv2.COLOR_GRAY2BGR)
        found = cast(np.ndarray | None, detector.detect(shown)[1])  # None, untold by its types
        if found is not None:
            best = found[found[:, _SCORE].argmax()]
            surest[row] = min(best[_SCORE], 1), best[_HEIGHT] / _FACE_PX
        if row % _BLOCK == 0:
            progress(row / len(images))
    return surest
