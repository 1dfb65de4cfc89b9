"""The second pass: the emojis of a frame, as a person chose them."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from core.cover import DARK
from core.emojis import EmojiSet
from core.face import Box
from core.labels import EMOTIONS, NOT_SURE
from core.overlay import STYLES, Mark, draw_marks, expression_mark
from core.videos.people import People, said

_SIZES: Final = (0.1, 4.0)  # × face height


@dataclass(frozen=True)
class Choice:
    """How a clip is to be drawn."""

    style: str = "cover"
    size: float = 1.2  # × face height
    min_confidence: float = 0.35  # [0, 1]; a face with less gets the mark of not being sure
    mark_unsure: bool = True  # else such a face gets nothing, unless it is to be hidden
    left: frozenset[int] = field(default_factory=frozenset[int])  # who stays as they are, from 0
    hides_strangers: bool = True  # in `cover`: who comes in at the edge and is never found

    def __post_init__(self) -> None:
        low, high = _SIZES
        if self.style not in STYLES or not low <= self.size <= high:
            raise ValueError(f"A clip cannot be drawn as {self.style!r} in size {self.size}.")
        if not 0 <= self.min_confidence <= 1:
            raise ValueError(f"A share lies between 0 and 1, not at {self.min_confidence}.")


class Drawing:
    """How the frames of one clip are drawn; safe to use for any frame in any order."""

    def __init__(self, people: People, emojis: EmojiSet, choice: Choice) -> None:
        self._people = people
        self._emojis = emojis
        self._choice = choice
        self._said = [said(one, people.times, choice.min_confidence) for one in people.people]

    def drawn(self, image: npt.NDArray[np.uint8], frame: int) -> npt.NDArray[np.uint8]:
        """A copy of the frame with its emojis.

        Args:
            image: (H, W, 3) uint8, BGR; it may be a smaller copy of the frame.
            frame: Its number.
        """
        scale = image.shape[1] / self._people.size[0]
        choice = self._choice
        marks = self._marks(frame, scale)
        out = draw_marks(image, marks, self._emojis, style=choice.style, size=choice.size)
        if choice.style == "cover" and choice.hides_strangers:
            for area in self._people.strangers.get(frame, ()):
                x0, y0, x1, y1 = (max(0, round(edge * scale)) for edge in area)
                out[y0:y1, x0:x1] = DARK
        return out

    def _marks(self, frame: int, scale: float) -> list[Mark]:
        """Largest face first."""
        choice, marks = self._choice, list[Mark]()
        for number, person in enumerate(self._people.people):
            at = person.place(frame)
            if at is None or number in choice.left:
                continue
            boxes = person.covers if choice.style == "cover" else person.boxes
            box = Box(*(scale * edge for edge in boxes[at].tolist()))
            label = self._said[number][at]
            if label == NOT_SURE and not (choice.mark_unsure or choice.style == "cover"):
                continue
            share = 0.0 if label == NOT_SURE else person.scores[at, EMOTIONS.index(label)]
            marks.append(expression_mark(box, float(person.rolls_deg[at]), label, float(share)))
        return sorted(marks, key=lambda mark: -mark.box.height)
