"""FER+: how ten people each named the faces of FER2013, one row of votes a face."""

import csv
from pathlib import Path
from typing import Final

import numpy as np

from core.dataset.face_set import FaceSet, row_number
from core.labels import EMOTIONS

# The file's own columns, by this app's names; the last three are no expression of ours.
VOTE_COLUMNS: Final = (
    "neutral",
    "happy",
    "surprise",
    "sad",
    "angry",
    "disgust",
    "fear",
    "contempt",
    "unknown",
    "not a face",
)
_TITLES: Final = (
    *("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear"),
    *("contempt", "unknown", "NF"),
)
_OURS: Final = [VOTE_COLUMNS.index(name) for name in EMOTIONS]


def read_votes(path: Path, faces: FaceSet) -> np.ndarray:
    """The votes on each face, found by the row number in its name.

    Returns:
        (N, 10) int64 counts, columns as VOTE_COLUMNS; all zero for a face without votes.

    Raises:
        FileNotFoundError: Nothing is there.
        ValueError: It is not FER+'s fer2013new.csv.

    Source: Barsoum et al., "Training Deep Networks for Facial Expression Recognition with
    Crowd-Sourced Label Distribution", 2016.
    """
    if not path.exists():
        raise FileNotFoundError(f"No votes at {path}. Put FER+'s fer2013new.csv there.")
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.DictReader(file)
        try:
            if not set(_TITLES) <= set(reader.fieldnames or ()):
                raise KeyError
            rows = [[int(row[title]) for title in _TITLES] for row in reader]
        except KeyError as error:
            raise ValueError(f"{path.name} needs the columns {', '.join(_TITLES)}.") from error
        except (TypeError, ValueError, csv.Error) as error:
            raise ValueError(
                f"Line {reader.line_num} of {path.name} needs whole numbers of votes."
            ) from error
    votes = np.array([*rows, [0] * len(_TITLES)], np.int64)
    numbers = np.array([row_number(name) for name in faces.names])
    return votes[np.where((numbers >= 0) & (numbers < len(rows)), numbers, len(rows))]


def shares(votes: np.ndarray) -> np.ndarray:
    """Each face's votes on the seven expressions as a distribution.

    Args:
        votes: (N, 10) counts, columns as VOTE_COLUMNS.

    Returns:
        (N, 7) floats in the order of EMOTIONS; rows sum to 1, or to 0 where nobody saw one.
    """
    ours = votes[:, _OURS].astype(float)
    return ours / np.maximum(ours.sum(axis=1, keepdims=True), 1)


def majority(votes: np.ndarray) -> np.ndarray:
    """(N,) columns of VOTE_COLUMNS that more than half saw, single votes aside; -1 for none.

    Source: Barsoum et al., 2016, "majority voting"; single votes are outliers to them.
    """
    kept = np.where(votes > 1, votes, 0)
    top = kept.argmax(axis=1)
    won = 2 * kept.max(axis=1) > kept.sum(axis=1)
    return np.where(won, top, -1)
