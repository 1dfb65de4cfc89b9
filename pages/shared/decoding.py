"""Pictures are decoded and worked on two at a time in the whole server: one may take 75 MB."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from core.photos import decode_photo
from pages.server import limits, uploads


@contextmanager
def decoded(data: bytes) -> Iterator[np.ndarray]:
    """The picture in a file, (H, W, 3) uint8, BGR, as long as it is worked on; others wait.

    Raises:
        PhotoError: The bytes are not a picture that can be used, or the mark of a file that the
            server did not take.
    """
    uploads.require_taken(data)
    with limits.big_work():
        yield decode_photo(data)
