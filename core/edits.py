"""What a person changes about the faces of one picture, with undo, redo and reset.

An edit is a few changes to one face. What stands now is every edit that was not undone, merged in
its order; the browser merges them likewise, so that an edit shows before the server hears of it.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from core.face import Box
from core.labels import EMOTIONS

EVERY_FACE: Final = "*"  # an edit of it takes all others back: a reset, which can be undone too
MAX_EDITS: Final = 2000  # of one picture, those undone included
MIN_FACE_PX: Final = 4.0
_MAX_PX: Final = 100_000.0
_FACE_ID: Final = re.compile(r"[fma]\d{1,4}")  # found, maybe a face, added
_EMOJI_NAME: Final = re.compile(r"[\w' -]{1,40}")


@dataclass(frozen=True)
class Place:
    """Where a face's box is and how it is turned, in pixels of the picture."""

    x: float  # of its middle
    y: float
    width: float
    height: float
    roll_deg: float = 0.0  # clockwise

    def __post_init__(self) -> None:
        numbers = (self.x, self.y, self.width, self.height, self.roll_deg)
        if not all(math.isfinite(number) and abs(number) <= _MAX_PX for number in numbers):
            raise ValueError(f"A face's place needs numbers within {_MAX_PX:g}, not {numbers}.")
        if min(self.width, self.height) < MIN_FACE_PX:
            raise ValueError(f"A face is at least {MIN_FACE_PX:g} px wide and high.")

    @property
    def box(self) -> Box:
        """As it would be upright."""
        half_width, half_height = self.width / 2, self.height / 2
        return Box(
            self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height
        )


@dataclass(frozen=True)
class FaceEdit:
    """What a person has decided for one face; None leaves it as it was read."""

    emoji: str | None = None  # drawn instead of that of the expression
    label: str | None = None  # the expression that the person sees
    hidden: bool = False  # the face gets no emoji
    dismissed: bool = False  # it is not a face
    confirmed: bool = False  # it was offered, and is a face
    place: Place | None = None


@dataclass(frozen=True)
class Edit:
    """One press, drag or key."""

    face: str  # id of the face, or EVERY_FACE
    changes: Mapping[str, Any]  # fields of FaceEdit; none for EVERY_FACE

    def __post_init__(self) -> None:
        if self.face == EVERY_FACE:
            if self.changes:
                raise ValueError("A reset changes nothing else.")
        elif not _FACE_ID.fullmatch(self.face):
            raise ValueError(f"A face is called f, m or a and a number, not {self.face[:20]!r}.")
        for name, value in self.changes.items():
            if not _fits(name, value):
                raise ValueError(f"{name[:20]} of a face cannot be {str(value)[:40]!r}.")


@dataclass(frozen=True)
class History:
    """All edits of one picture, and how many of them hold."""

    edits: tuple[Edit, ...] = ()
    done: int = 0  # the first so many hold; the others were undone

    def __post_init__(self) -> None:
        if not 0 <= self.done <= len(self.edits) <= MAX_EDITS:
            raise ValueError(f"{self.done} of {len(self.edits)} edits cannot hold.")

    def changed(self, face: str, **changes: Any) -> "History":
        """With one more edit; what had been undone is forgotten."""
        return History((*self.edits[: self.done], Edit(face, changes)), self.done + 1)

    def reset(self) -> "History":
        """With no face edited; this can be undone."""
        return self.changed(EVERY_FACE)

    def undone(self) -> "History":
        """Without the last edit that holds, if there is one."""
        return replace(self, done=max(0, self.done - 1))

    def redone(self) -> "History":
        """With the edit that was undone last, if there is one."""
        return replace(self, done=min(len(self.edits), self.done + 1))

    def faces(self) -> dict[str, FaceEdit]:
        """What stands now, by face; faces that nobody edited are left out."""
        standing: dict[str, FaceEdit] = {}
        for edit in self.edits[: self.done]:
            if edit.face == EVERY_FACE:
                standing.clear()
            else:
                before = standing.get(edit.face, FaceEdit())
                standing[edit.face] = replace(before, **edit.changes)
        return standing


def history_from(values: Any) -> History:
    """A history as the browser tells it: `edits`, each `face` and `changes`, and `done`.

    Raises:
        ValueError: It is no such thing. A visitor can send anything.
    """
    try:
        told = values["edits"]
        if len(told) > MAX_EDITS:
            raise ValueError(f"A picture may have {MAX_EDITS} edits; reset it to go on.")
        edits = tuple(Edit(str(edit["face"]), _changes(edit["changes"])) for edit in told)
        return History(edits, int(values["done"]))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("Edits are a list of edits and how many of them hold.") from error


def told(history: History) -> dict[str, Any]:
    """The history as the browser is told it; `history_from` reads it."""
    edits = [
        {
            "face": edit.face,
            "changes": {
                name: asdict(value) if isinstance(value, Place) else value
                for name, value in edit.changes.items()
            },
        }
        for edit in history.edits
    ]
    return {"edits": edits, "done": history.done}


def _changes(values: Mapping[str, Any]) -> dict[str, Any]:
    changes = dict(values.items())
    if changes.get("place") is not None:
        place = changes["place"]
        changes["place"] = Place(
            **{field.name: float(place[field.name]) for field in fields(Place)}
        )
    return changes


def _fits(name: str, value: Any) -> bool:
    if name in ("hidden", "dismissed", "confirmed"):
        return isinstance(value, bool)
    if name == "place":
        return value is None or isinstance(value, Place)
    if name == "label":
        return value is None or value in EMOTIONS
    if name == "emoji":
        return value is None or (isinstance(value, str) and bool(_EMOJI_NAME.fullmatch(value)))
    return False
