"""A person's fixes to a set, kept in SQLite beside it; the set's own files are never written.

Every fix is one row that names its faces; undo moves a mark back, redo forward. Each call opens
the file anew, so any thread may call, and what a call has done survives a kill.
"""

import json
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.labels import EMOTIONS

CSV_COLUMNS: Final = ("name", "split", "label", "fix")
LEFT_OUT: Final = "left out"  # instead of a label, in the csv
_WAIT_S: Final = 10.0  # for another writer
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS edit (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,          -- relabel, exclude, restore or dismiss
    label TEXT,                  -- of a relabel; of a dismiss the check
    names TEXT NOT NULL,         -- JSON list
    undone INTEGER NOT NULL DEFAULT 0
)
"""


@dataclass(frozen=True)
class Edit:
    """One press of a button."""

    kind: str  # "relabel", "exclude", "restore" or "dismiss"
    label: str | None  # the new label of a relabel, the check of a dismiss
    names: tuple[str, ...]  # of the faces


class Fixes:
    """The fixes in one file. Holds no connection: safe to share between threads and processes.

    Every call may raise OSError: the file is damaged, locked by another program or cannot be
    written; nothing is lost of what stood in it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def relabel(self, names: Sequence[str], label: str) -> None:
        """Give these faces another label.

        Raises:
            ValueError: It is none of EMOTIONS.
        """
        if label not in EMOTIONS:
            raise ValueError(f"A label must be one of {', '.join(EMOTIONS)}, not {label[:40]!r}.")
        self._add(Edit("relabel", label, tuple(names)))

    def exclude(self, names: Sequence[str]) -> None:
        """Leave these faces out."""
        self._add(Edit("exclude", None, tuple(names)))

    def restore(self, names: Sequence[str]) -> None:
        """Take these faces back in, with the label that the set gives them."""
        self._add(Edit("restore", None, tuple(names)))

    def dismiss(self, check: str, names: Sequence[str]) -> None:
        """Remember that what a check found in these faces is no fault."""
        self._add(Edit("dismiss", check, tuple(names)))

    def dismissed(self) -> frozenset[tuple[str, frozenset[str]]]:
        """The cases that are no fault: each one's check and the names of its faces."""
        return frozenset(
            (edit.label or "", frozenset(edit.names))
            for edit in self.edits()
            if edit.kind == "dismiss"
        )

    def undo(self) -> bool:
        """Take back the last fix; False if there is none."""
        return self._mark("SELECT max(id) FROM edit WHERE undone = 0", undone=1)

    def redo(self) -> bool:
        """Do again the fix last taken back; False if there is none."""
        return self._mark("SELECT min(id) FROM edit WHERE undone = 1", undone=0)

    def can_redo(self) -> bool:
        """Whether a fix that was taken back waits."""
        if not self._path.exists():
            return False
        with self._opened() as file:
            return file.execute("SELECT 1 FROM edit WHERE undone = 1").fetchone() is not None

    def edits(self) -> list[Edit]:
        """The fixes that hold, oldest first."""
        if not self._path.exists():
            return []
        with self._opened() as file:
            rows = file.execute("SELECT kind, label, names FROM edit WHERE undone = 0 ORDER BY id")
            return [Edit(kind, label, tuple(json.loads(names))) for kind, label, names in rows]

    def count(self) -> int:
        """How many fixes hold."""
        if not self._path.exists():
            return 0
        with self._opened() as file:
            return file.execute("SELECT count(*) FROM edit WHERE undone = 0").fetchone()[0]

    def copy_to(self, path: Path) -> None:
        """Copy all fixes into another file, as they stand now.

        Raises:
            FileNotFoundError: Nobody has fixed anything here.
        """
        if not self._path.exists():
            raise FileNotFoundError(
                f"There are no fixes at {self._path}. Make some, or learn without."
            )
        beside = path.with_name(f".{path.name}")
        beside.unlink(missing_ok=True)
        with self._opened() as file:
            file.execute("COMMIT")  # a copy cannot be made inside what is being written
            file.execute("VACUUM INTO ?", (str(beside),))
            file.execute("BEGIN")
        beside.replace(path)

    def _add(self, edit: Edit) -> None:
        with self._opened() as file:
            file.execute("DELETE FROM edit WHERE undone = 1")  # a new fix ends what could be redone
            file.execute(
                "INSERT INTO edit (kind, label, names) VALUES (?, ?, ?)",
                (edit.kind, edit.label, json.dumps(edit.names)),
            )

    def _mark(self, which: str, *, undone: int) -> bool:
        if not self._path.exists():
            return False
        with self._opened() as file:
            (number,) = file.execute(which).fetchone()
            file.execute("UPDATE edit SET undone = ? WHERE id = ?", (undone, number))
            return number is not None

    @contextmanager
    def _opened(self) -> Generator[sqlite3.Connection]:
        """The file, written to as a whole or not at all, closed at the end."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(
                sqlite3.connect(self._path, timeout=_WAIT_S, isolation_level=None)
            ) as file:
                file.execute("PRAGMA journal_mode = WAL")
                file.execute("PRAGMA synchronous = FULL")
                file.execute(_SCHEMA)
                file.execute("BEGIN IMMEDIATE")
                yield file
                file.execute("COMMIT")  # without it nothing has happened
        except sqlite3.Error as error:
            reason = str(error).partition(": ")[0]  # what follows is a path
            raise OSError(
                f"The fixes in {self._path.name} cannot be read or written ({reason}). Free the "
                "disk, or move the file away to begin without fixes; the set itself is as it was."
            ) from error
