"""One measured number beside what was promised of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """As a line of a bench's table."""

    what: str
    value: float
    kept: bool
    wanted: str
