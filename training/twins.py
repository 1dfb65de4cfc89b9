"""Photos that FER2013 shows both in Training and in a test split: its *twins*.

Whoever learns from the one is not tested by the other. Which they are was found once, by
`training.find_twins`, and lies beside this module as row numbers of the original csv.
"""

import json
from pathlib import Path
from typing import Final

import numpy as np

from core.dataset.face_set import FaceSet, row_number
from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST, TRAINING

TWINS_FILE: Final = Path(__file__).with_name("twins.json")


def twin_names(faces: FaceSet) -> frozenset[str]:
    """Names of the faces whose photo the other side holds, too: Training is one side, the test
    splits are the other. Empty for any set but the whole of FER2013, in which nobody looked.
    """
    known = json.loads(TWINS_FILE.read_text(encoding="utf-8"))
    sizes = {split: sum(counts) for split, counts in faces.counts().items()}
    if sizes != known["faces"]:
        return frozenset()
    rows = {*known[TRAINING], *known[PUBLIC_TEST], *known[PRIVATE_TEST]}
    return frozenset(name for name in faces.names if row_number(name) in rows)


def is_clean(faces: FaceSet, twins: frozenset[str]) -> np.ndarray:
    """(N,) bool, True for faces that have no twin."""
    return np.array([name not in twins for name in faces.names], bool)
