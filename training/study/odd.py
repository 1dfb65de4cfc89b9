"""Pictures that are hardly faces: blank, dark, glaring, blurred, or with no face to be found."""

from typing import Final

import numpy as np

from core.dataset.finding import ODD, Finding
from core.dataset.measures import Measures
from core.text import percent

# (where it begins, where it could not be worse), by looking at FER2013's own extremes.
_BLANK: Final = (0.06, 0.0)  # contrast; 0.1 % of FER2013's faces have less than 0.065
_DARK: Final = (0.14, 0.0)  # brightness; 0.1 % have less than 0.11
_GLARING: Final = (0.86, 1.0)  # brightness; 0.1 % have more than 0.88
_BLURRED: Final = (0.4, 0.0)  # sharpness; 0.5 % have less
_NO_FACE: Final = (0.06, 0.0)  # a face detector's score; 2 % have less, and most of what is no face


def find_odd(measures: Measures, presence: np.ndarray | None) -> list[Finding]:
    """The odd pictures, each with its worst oddity, the oddest first.

    Args:
        presence: (N,) how sure a face detector is that there is a face, [0, 1], or None.
    """
    kinds: list[tuple[np.ndarray, tuple[float, float], str]] = [
        (measures.contrast, _BLANK, "Hardly any contrast: the picture is blank or nearly so."),
        (measures.brightness, _DARK, "Very dark: its mean brightness is {}."),
        (measures.brightness, _GLARING, "Very bright: its mean brightness is {}."),
        (measures.sharpness, _BLURRED, "Blurred: neighbouring pixels hardly differ."),
    ]
    if presence is not None:
        kinds.append((presence, _NO_FACE, "A face detector finds no face in it ({} sure)."))
    degrees = np.stack([_degree(values, *ends) for values, ends, _ in kinds])
    worst = degrees.argmax(axis=0)
    score = degrees.max(axis=0)
    rows = np.flatnonzero(score > 0)
    found: list[Finding] = []
    for row in rows[np.argsort(-score[rows], kind="stable")].tolist():
        values, _, why = kinds[int(worst[row])]
        sentence = why.format(percent(float(values[row])))
        found.append(Finding(ODD, (row,), round(float(score[row]), 4), sentence))
    return found


def _degree(values: np.ndarray, begins: float, ends: float) -> np.ndarray:
    """How far each value lies on the way from where oddity begins to where it ends, [0, 1]."""
    return np.clip((values - begins) / (ends - begins), 0, 1)
