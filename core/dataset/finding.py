"""What a check found: the one type that checks give, files keep and pages show."""

from dataclasses import dataclass
from typing import Final

EXACT: Final = "exact duplicates"
NEAR: Final = "near duplicates"
LEAKS: Final = "leaks"
DISAGREEING: Final = "disagreeing duplicates"
LABELS: Final = "likely label errors"
ODD: Final = "odd pictures"
CHECKS: Final = (EXACT, NEAR, LEAKS, DISAGREEING, LABELS, ODD)


@dataclass(frozen=True)
class Finding:
    """One face, or a group of faces that belong together, that a person should look at."""

    check: str  # one of CHECKS
    faces: tuple[int, ...]  # rows of the set
    score: float  # how clear the case is, [0, 1]
    why: str  # a plain sentence
    suggested: int | None = None  # a better label, index into EMOTIONS
