"""What one visitor chose to keep, put in and read out; see `listing` for My data.

Nothing is kept unless a call here is made, and a page makes one only after a click.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from core.crop import PATCH_PX
from core.errors import UserError
from core.own.database import Database

MAX_LABEL: Final = 30  # characters
MAX_NAME: Final = 40
MAX_FACES: Final = 5_000  # 12 MB of patches
MAX_PICTURES: Final = 200
MAX_PICTURE_BYTES: Final = 3_000_000


@dataclass(frozen=True, eq=False)
class OwnFace:
    """A face that was kept, with the expression that its person gave it."""

    id: int
    patch: npt.NDArray[np.uint8]  # (48, 48) grey
    label: str  # one of EMOTIONS, or the name of a class of the visitor's own
    source: str  # "photo", "live", "capture", ...
    kept_at: float  # Unix seconds


@dataclass(frozen=True)
class Capture:
    """A picture of a head, from which an emoji is made."""

    id: int
    picture: bytes  # JPEG or PNG, without metadata
    label: str
    kept_at: float


@dataclass(frozen=True)
class OwnSet:
    """An emoji set of the visitor's own, its pictures unread."""

    id: int
    name: str
    pngs: Mapping[str, bytes]  # by label
    kept_at: float


@dataclass(frozen=True)
class OwnModel:
    """A model that learned from kept faces."""

    id: int
    name: str
    about: Mapping[str, Any]  # what was measured
    weights: bytes
    kept_at: float


class OwnStore:
    """One visitor's own things. Safe to call from several threads and processes.

    Every call may raise UserError: the file is damaged, locked or cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        """A store in a file; in this process' memory where `path` is None."""
        self.database = Database(path)

    def keep_face(self, patch: npt.NDArray[np.uint8], label: str, source: str) -> int:
        """Keep a face with its expression; returns its number.

        Args:
            patch: (48, 48) uint8 grey, as `face_patch` cuts it.
            label: One of EMOTIONS, or a class of the visitor's own.

        Raises:
            UserError: The label is empty or too long, or there are too many faces.
        """
        if patch.shape != (PATCH_PX, PATCH_PX) or patch.dtype != np.uint8:
            raise ValueError(f"A face is (48, 48) uint8 grey, not {patch.shape} {patch.dtype}.")
        row = (patch.tobytes(), checked_name(label, MAX_LABEL), source, time.time())
        with self.database.writing() as file:
            _refuse_more(
                file.execute("SELECT count(*) FROM face").fetchone()[0], MAX_FACES, "faces"
            )
            return _inserted(
                file.execute(
                    "INSERT INTO face (patch, label, source, kept_at) VALUES (?, ?, ?, ?)", row
                ).lastrowid
            )

    def relabel_face(self, number: int, label: str) -> None:
        """Give a kept face another expression."""
        with self.database.writing() as file:
            file.execute(
                "UPDATE face SET label = ? WHERE id = ?", (checked_name(label, MAX_LABEL), number)
            )

    def faces(self) -> list[OwnFace]:
        """Every face that was kept, oldest first."""
        rows = self.rows("SELECT id, patch, label, source, kept_at FROM face ORDER BY id")
        side = (PATCH_PX, PATCH_PX)
        return [
            OwnFace(id_, np.frombuffer(patch, np.uint8).reshape(side), label, source, at)
            for id_, patch, label, source, at in rows
        ]

    def keep_capture(self, picture: bytes, label: str) -> int:
        """Keep a picture of a head in place of the one with this label; returns its number.

        Args:
            picture: A JPEG or PNG of the app's own making, so without metadata.

        Raises:
            UserError: It is too large, or there are too many.
        """
        if len(picture) > MAX_PICTURE_BYTES:
            raise UserError(f"A picture may have {MAX_PICTURE_BYTES // 1_000_000} MB. Crop it.")
        row = (picture, checked_name(label, MAX_LABEL), time.time())
        with self.database.writing() as file:
            file.execute("DELETE FROM capture WHERE label = ?", (row[1],))
            count = file.execute("SELECT count(*) FROM capture").fetchone()[0]
            _refuse_more(count, MAX_PICTURES, "pictures")
            return _inserted(
                file.execute(
                    "INSERT INTO capture (picture, label, kept_at) VALUES (?, ?, ?)", row
                ).lastrowid
            )

    def captures(self) -> list[Capture]:
        """Every captured head, oldest first."""
        rows = self.rows("SELECT id, picture, label, kept_at FROM capture ORDER BY id")
        return [Capture(*row) for row in rows]

    def keep_set(self, name: str, pngs: Mapping[str, bytes]) -> int:
        """Keep an emoji set, in place of one of the same name; returns its number.

        Args:
            pngs: By label: PNG files that were checked already.
        """
        name = checked_name(name, MAX_NAME)
        with self.database.writing() as file:
            file.execute("DELETE FROM emoji_set WHERE name = ?", (name,))
            count = file.execute("SELECT count(*) FROM emoji_set").fetchone()[0]
            _refuse_more(count, MAX_PICTURES // 10, "emoji sets")
            number = _inserted(
                file.execute(
                    "INSERT INTO emoji_set (name, kept_at) VALUES (?, ?)", (name, time.time())
                ).lastrowid
            )
            rows = [(number, label, png) for label, png in pngs.items()]
            file.executemany("INSERT INTO sprite (set_id, label, png) VALUES (?, ?, ?)", rows)
            return number

    def sets(self) -> list[OwnSet]:
        """Every emoji set of one's own, oldest first."""
        rows = self.rows(
            "SELECT s.id, s.name, s.kept_at, p.label, p.png FROM emoji_set s "
            "JOIN sprite p ON p.set_id = s.id ORDER BY s.id"
        )
        found: dict[int, OwnSet] = {}
        for id_, name, at, label, png in rows:
            pngs = {**found[id_].pngs, label: png} if id_ in found else {label: png}
            found[id_] = OwnSet(id_, name, pngs, at)
        return list(found.values())

    def set_names(self) -> list[tuple[int, str, float]]:
        """Number, name and time of every emoji set, newest first, without its pictures."""
        return self.rows("SELECT id, name, kept_at FROM emoji_set ORDER BY kept_at DESC")

    def keep_model(self, name: str, about: Mapping[str, Any], weights: bytes) -> int:
        """Keep a model that learned from kept faces; returns its number."""
        row = (checked_name(name, MAX_NAME), json.dumps(dict(about)), weights, time.time())
        with self.database.writing() as file:
            return _inserted(
                file.execute(
                    "INSERT INTO model (name, about, weights, kept_at) VALUES (?, ?, ?, ?)", row
                ).lastrowid
            )

    def models(self) -> list[OwnModel]:
        """Every model of one's own, oldest first."""
        rows = self.rows("SELECT id, name, about, weights, kept_at FROM model ORDER BY id")
        return [OwnModel(id_, name, json.loads(a), w, at) for id_, name, a, w, at in rows]

    def use_model(self, number: int | None) -> None:
        """Use this model of one's own from now on; None means the app's."""
        with self.database.writing() as file:
            file.execute("INSERT INTO used_model (model_id) VALUES (?)", (number,))

    def undo_use(self) -> None:
        """Go back to what was in use before."""
        with self.database.writing() as file:
            file.execute("DELETE FROM used_model WHERE id = (SELECT max(id) FROM used_model)")

    def used_model(self) -> OwnModel | None:
        """The model of one's own in use; None where it is the app's."""
        rows = self.rows("SELECT model_id FROM used_model ORDER BY id DESC LIMIT 1")
        wanted = rows[0][0] if rows else None
        return next((model for model in self.models() if model.id == wanted), None)

    def rows(self, query: str) -> list[Any]:
        """What a query gives; nothing where nothing was ever kept."""
        if not self.database.exists:
            return []
        with self.database.reading() as file:
            return file.execute(query).fetchall()


def checked_name(text: str, most: int) -> str:
    """The name with its spaces tidied.

    Raises:
        UserError: Nothing is left of it, it is too long, or holds what cannot be shown.
    """
    name = " ".join(text.split())
    if not name or len(name) > most or not name.isprintable():
        raise UserError(f"A name has 1 to {most} letters, digits or signs. Type another.")
    return name


def _refuse_more(count: int, most: int, what: str) -> None:
    if count >= most:
        raise UserError(f"You keep {count} {what}, the most there may be. Delete some first.")


def _inserted(number: int | None) -> int:
    return cast(int, number)
