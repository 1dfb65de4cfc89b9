"""One face on its way from a file into a FaceSet, and FER2013's own names of the splits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

TRAINING: Final = "Training"  # to learn from
PUBLIC_TEST: Final = "PublicTest"  # to choose by
PRIVATE_TEST: Final = "PrivateTest"  # to report, once
SPLITS: Final = (TRAINING, PUBLIC_TEST, PRIVATE_TEST)

Progress = Callable[[int, int], None]  # told how much is read, of how much in all


@dataclass(frozen=True, eq=False)
class Row:
    """A face as a file gives it."""

    name: str
    label: int  # index into EMOTIONS
    split: str  # one of SPLITS
    image: np.ndarray  # (48, 48) uint8, grey
