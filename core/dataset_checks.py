"""All checks of a data set: what may be wrong with its faces, each check ranked by itself."""

import numpy as np

from core.dataset import FaceSet
from core.dataset_finding import CHECKS, Finding

__all__ = ["CHECKS", "Finding", "check_faces"]


def check_faces(
    faces: FaceSet, features: np.ndarray | None, out_of_fold: np.ndarray | None
) -> list[Finding]:
    """What every check found, in the order of CHECKS, each with its clearest cases first.

    Args:
        features: (N, D) a network's features; without them near duplicates are found by their
            perceptual hashes alone.
        out_of_fold: (N, 7) probabilities from models that did not learn from the face itself;
            without them label errors are not looked for.
    """
    return []
