"""What a network says of many faces, in batches of one shape, which compile once."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

_AT_ONCE: Final = 256  # faces; more are no faster on a processor


def predicted(network: Any, images: np.ndarray) -> Iterator[np.ndarray]:
    """The answers for some of the faces after another, in their order.

    Args:
        network: A Keras model that eats (n, side, side, 1) grey pixels.
        images: (N, side, side) uint8 grey.

    Yields:
        (n, classes) float32 for at most 256 faces.
    """
    return answered(network, images[..., np.newaxis])


def answered(network: Any, eaten: np.ndarray) -> Iterator[np.ndarray]:
    """The same of a model that eats something else.

    Args:
        eaten: (N, ...), as the model eats them.
    """
    for first in range(0, len(eaten), _AT_ONCE):
        part = eaten[first : first + _AT_ONCE]
        missing = min(_AT_ONCE, len(eaten)) - len(part)
        filled = np.pad(part, ((0, missing), *[(0, 0)] * (part.ndim - 1)))
        yield np.asarray(network.predict_on_batch(filled))[: len(part)]
