"""Faces whose label is likely wrong, by cleanlab's confident learning."""

# The library tells no types.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores

from core.dataset.finding import LABELS, Finding
from core.labels import EMOTIONS, LOOKS
from core.text import percent


def find_label_errors(labels: np.ndarray, out_of_fold: np.ndarray) -> list[Finding]:
    """The likely label errors, the clearest first.

    A label is likely wrong where confident learning says so and what was taught without the face
    sees something else; the less it believes the label, the higher the score.

    Args:
        labels: (N,) index into EMOTIONS.
        out_of_fold: (N, 7) probabilities in the order of EMOTIONS.

    Source: Northcutt et al., "Confident Learning: Estimating Uncertainty in Dataset Labels",
    2021; its library's filter "both" and score "self confidence".
    """
    present = np.unique(labels)  # cleanlab knows no class without faces
    if len(present) < 2:
        return []
    known = np.searchsorted(present, labels)
    seen = out_of_fold[:, present].astype(np.float64)
    seen /= np.maximum(seen.sum(axis=1, keepdims=True), 1e-12)
    wrong = np.asarray(find_label_issues(known, seen, filter_by="both", n_jobs=1), bool)
    scores = 1 - np.asarray(get_label_quality_scores(known, seen, method="self_confidence"))
    better = present[seen.argmax(axis=1)]
    rows = np.flatnonzero(wrong & (better != labels))
    ranked = rows[np.argsort(-scores[rows], kind="stable")]
    return [_finding(row, labels, out_of_fold, scores, better) for row in ranked.tolist()]


def _finding(
    row: int, labels: np.ndarray, out_of_fold: np.ndarray, scores: np.ndarray, better: np.ndarray
) -> Finding:
    label = EMOTIONS[int(labels[row])]
    suggested = int(better[row])
    why = (
        f"Labelled {label}; a last layer taught without it says it {LOOKS[EMOTIONS[suggested]]}, "
        f"{percent(float(out_of_fold[row, suggested]))} sure, and gives {label} "
        f"{percent(float(out_of_fold[row, labels[row]]))}."
    )
    return Finding(LABELS, (row,), round(float(scores[row]), 4), why, suggested)
