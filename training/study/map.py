"""A map of faces: alike to the network means near each other, by UMAP's own library."""

import warnings
from typing import Any, Final

import numpy as np
from umap import UMAP  # pyright: ignore[reportMissingTypeStubs]

from training.study.neighbours import nearest

_NEIGHBOURS: Final = 15
_FEWEST: Final = 20  # faces; fewer need no map
_SEED: Final = 0


def map_of(unit: np.ndarray) -> np.ndarray:
    """(N, 2) float32: a place for each face, the same every time.

    Args:
        unit: (N, D) float32 of length 1, as `training.study.neighbours.directions` gives them.

    Source: McInnes et al., "UMAP: Uniform Manifold Approximation and Projection", 2018.
    """
    if len(unit) < _FEWEST:
        return unit[:, :2].astype(np.float32)
    rows, cosines = nearest(unit, np.arange(len(unit)), _NEIGHBOURS - 1)
    # The library wants each face to be its own first neighbour.
    known = np.column_stack([np.arange(len(unit)), rows])
    distances = np.column_stack([np.zeros(len(unit)), np.maximum(1 - cosines, 0)])
    mapper: Any = UMAP(
        n_neighbors=_NEIGHBOURS,
        metric="cosine",
        precomputed_knn=(known, distances.astype(np.float32)),
        random_state=_SEED,
        n_jobs=1,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has no tree to place new faces by; there are none
        return np.asarray(mapper.fit_transform(unit), np.float32)
