"""The pictures of one visit: their files, what was read of them, and what was edited.

All of it lives in the visitor's session and leaves with it. Results are held as encoded bytes:
a decoded picture of 24 megapixels takes 72 MB and is let go as soon as it was worked on.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import streamlit as st

from core.analysis import Reading
from core.edits import History
from core.errors import UserError

MAX_PICTURES: Final = 30
MAX_BYTES: Final = 300_000_000


@dataclass(frozen=True, eq=False)
class ReadPicture:
    """What one look at a picture found."""

    width: int  # pixels
    height: int
    preview: bytes  # JPEG of the picture without emojis, as large as a screen shows it
    readings: dict[str, Reading]  # by face, those that are only offered among them
    patches: dict[str, np.ndarray]  # (48, 48) uint8 grey, by face


@dataclass(frozen=True)
class Answer:
    """A finished file that the visitor's browser waits for."""

    number: str  # of the wish
    name: str
    type: str  # of the content
    data: bytes


@dataclass
class Picture:
    """One picture of the visit. Written by the visitor's own script runs, one at a time."""

    number: int  # counts up through the visit
    name: str  # as the visitor's file is called
    data: bytes  # the file as it came
    sample: bool = False
    problem: str | None = None  # why it cannot be read
    read: dict[object, ReadPicture] = field(default_factory=dict)  # by face finder and model
    edits: dict[str, History] = field(default_factory=dict)  # by face finder
    version: int = 0  # of the edits, as the browser counts them
    thumbnails: dict[object, bytes] = field(default_factory=dict)  # the last one, by what it shows
    kept: dict[str, int] = field(default_factory=dict)  # faces in the visitor's own store, by face


@dataclass
class Album:
    """All pictures of the visit, the oldest first. Written as a Picture is."""

    pictures: list[Picture] = field(default_factory=list)
    chosen: int | None = None  # number of the picture that is edited
    face: str | None = None  # of the face chosen in it
    next_number: int = 1
    uploads: int = 0  # how often the upload field was emptied
    refusals: tuple[str, ...] = ()  # why pictures of the last upload were not taken
    last_wish: str = ""  # number of the last file that the browser waited for
    answer: Answer | None = None  # made, and not sent yet

    def add(self, name: str, data: bytes, *, sample: bool = False) -> Picture:
        """Take one more picture in.

        Raises:
            UserError: There are too many, or they are too large together.
        """
        if len(self.pictures) >= MAX_PICTURES:
            raise UserError(
                f"{name} was not taken: a visit holds {MAX_PICTURES} pictures. Remove some first."
            )
        if sum(len(one.data) for one in self.pictures) + len(data) > MAX_BYTES:
            raise UserError(
                f"{name} was not taken: a visit holds {MAX_BYTES // 1_000_000} MB of pictures. "
                "Remove some first."
            )
        picture = Picture(self.next_number, name, data, sample)
        self.next_number += 1
        self.pictures.append(picture)
        return picture

    def choose(self, picture: Picture) -> None:
        """Make this the picture that is edited."""
        self.chosen, self.face = picture.number, None

    def remove(self, picture: Picture) -> None:
        """Forget a picture and all that was made of it."""
        self.pictures.remove(picture)
        if self.chosen == picture.number:
            self.chosen, self.face = None, None

    def current(self) -> Picture | None:
        """The picture that is edited: from the chosen one on, the first that is no bad file."""
        at = next((i for i, one in enumerate(self.pictures) if one.number == self.chosen), 0)
        ordered = [*self.pictures[at:], *self.pictures[:at]]
        good = [picture for picture in ordered if not picture.problem]
        return next(iter(good or ordered), None)


def album() -> Album:
    """This visitor's own."""
    return st.session_state.setdefault("album", Album())
