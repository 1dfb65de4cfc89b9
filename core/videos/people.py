"""The people of a clip: where each one's face is in every frame in which it must be covered."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from core.classifier import Prediction
from core.expression import first_expression, next_expression
from core.face import Box
from core.labels import EMOTIONS, NOT_SURE

Floats = npt.NDArray[np.float32]
_SAVED: Final = ("boxes", "covers", "rolls_deg", "scores", "seen")


@dataclass(frozen=True, eq=False)
class Person:
    """One face on its way through N of the clip's frames, without a gap."""

    first: int  # number of the first frame in which it is covered
    boxes: Floats  # (N, 4): x0, y0, x1, y1
    covers: Floats  # (N, 4): what must be hidden, as large or larger
    rolls_deg: Floats  # (N,) clockwise
    scores: Floats  # (N, 7) in the order of EMOTIONS
    seen: npt.NDArray[np.bool_]  # (N,) False where nothing but time tells where it is
    portrait: bytes = b""  # JPEG

    @property
    def frames_seen(self) -> int:
        return int(self.seen.sum())

    def place(self, frame: int) -> int | None:
        """At which place of the arrays a frame is; None where this face is not covered."""
        at = frame - self.first
        return at if 0 <= at < len(self.boxes) else None


@dataclass(frozen=True, eq=False)
class People:
    """Everybody in a clip of N frames, and what is hidden beside them."""

    times: npt.NDArray[np.float64]  # (N,) seconds
    size: tuple[int, int]  # width and height of a frame, pixels
    people: tuple[Person, ...]  # who is in view longest first
    strangers: dict[int, list[Box]]  # by the frame's number: who came in and was never found

    def frame_at(self, t: float) -> int:
        """The number of the frame whose time is nearest."""
        return int(np.abs(self.times - t).argmin())


def said(person: Person, times: npt.NDArray[np.float64], min_confidence: float) -> list[str]:
    """What is said of a face in each of its frames: an expression, or NOT_SURE.

    Args:
        times: (N,) seconds of all frames of the clip.
        min_confidence: Of a face with less, [0, 1], is said that one is not sure.
    """
    words: list[str] = []
    now = None
    for at in range(len(person.boxes)):
        t = float(times[person.first + at])
        if person.seen[at]:
            prediction = Prediction(EMOTIONS, person.scores[at])
            now = (
                first_expression(prediction, t, min_confidence=min_confidence)
                if now is None
                else next_expression(now, prediction, t, min_confidence=min_confidence)
            )
        words.append(NOT_SURE if now is None else now.said)
    if not person.seen.any():
        return words
    begins = int(person.seen.argmax())  # before it was first seen it looks as it then did
    return [words[begins]] * begins + words[begins:]


def save_people(people: People, path: Path) -> None:
    """Write them into one npz file; portraits are left out."""
    arrays: dict[str, Any] = {
        "times": people.times,
        "size": np.array(people.size),
        "first": np.array([one.first for one in people.people], np.int64),
        "strangers": np.array(
            [(frame, *box) for frame, boxes in people.strangers.items() for box in boxes],
            np.float64,
        ).reshape(-1, 5),
    }
    for number, person in enumerate(people.people):
        arrays |= {f"{name}-{number}": getattr(person, name) for name in _SAVED}
    np.savez(path, **arrays)


def load_people(path: Path) -> People:
    """Read what `save_people` wrote."""
    with np.load(path, allow_pickle=False) as saved:
        people = tuple(
            Person(int(first), *(saved[f"{name}-{number}"] for name in _SAVED))
            for number, first in enumerate(saved["first"])
        )
        strangers: dict[int, list[Box]] = {}
        for frame, *box in saved["strangers"].tolist():
            strangers.setdefault(int(frame), []).append(Box(*box))
        width, height = saved["size"].tolist()
        return People(saved["times"], (width, height), people, strangers)
