"""Pictures read back from bytes, as arrays of a known kind."""

import cv2
import numpy as np
import numpy.typing as npt


def decoded(data: bytes, flags: int = cv2.IMREAD_UNCHANGED) -> npt.NDArray[np.uint8]:
    """The picture that a file's bytes hold: (H, W) or (H, W, C).

    Raises:
        ValueError: They hold none.
    """
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if picture is None:
        raise ValueError(f"No picture in these {len(data)} bytes.")
    return np.asarray(picture, np.uint8)
