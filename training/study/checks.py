"""All checks of a data set: what may be wrong with its faces, each check ranked by itself.

Loads cleanlab, which takes 2 s and 150 MB: for a study's process. `core.dataset.finding` holds
what a page needs.
"""

import numpy as np

from core.dataset.face_set import FaceSet
from core.dataset.finding import Finding
from core.dataset.measures import measure
from training.study.duplicates import find_duplicates
from training.study.label_errors import find_label_errors
from training.study.odd import find_odd


def check_faces(
    faces: FaceSet,
    features: np.ndarray | None,
    out_of_fold: np.ndarray | None,
    presence: np.ndarray | None = None,
) -> list[Finding]:
    """What every check found, in the order of CHECKS, each with its clearest cases first.

    Args:
        features: (N, D) a network's features; without them near duplicates are found by their
            perceptual hashes alone.
        out_of_fold: (N, 7) probabilities from models that did not learn from the face itself;
            without them label errors are not looked for.
        presence: (N,) the scores of `face_presence`; without them all are taken for faces.
    """
    return [
        *find_duplicates(faces, features),
        *(find_label_errors(faces.labels, out_of_fold) if out_of_fold is not None else []),
        *find_odd(measure(faces.images), presence),
    ]
