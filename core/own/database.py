"""The file, or the memory, in which one visitor's own things lie: opened, migrated, wiped.

The rules: what a call has done survives a kill; what was deleted can be read out of no byte of
the file, nor of the journal beside it. An emptied file stays: unlinked while another session has
it open, it would take that session's next rows with it.
"""

import sqlite3
import threading
import time
import weakref
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from core.errors import UserError

_WAIT_S: Final = 20.0  # for another writer
_WIPE_ROUNDS: Final = 50  # tries, 20 ms apart, to empty the journal that a reader still holds

# One script for each version of the file, in order; a script that was released never changes.
MIGRATIONS: Final = (
    """
    CREATE TABLE face (
        id INTEGER PRIMARY KEY,
        patch BLOB NOT NULL,          -- 48 x 48 grey bytes
        label TEXT NOT NULL,
        source TEXT NOT NULL,         -- photo, live, capture, ...
        kept_at REAL NOT NULL         -- Unix seconds
    );
    CREATE TABLE capture (
        id INTEGER PRIMARY KEY,
        picture BLOB NOT NULL,        -- a JPEG or PNG without metadata
        label TEXT NOT NULL,
        kept_at REAL NOT NULL
    );
    CREATE TABLE emoji_set (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        kept_at REAL NOT NULL
    );
    CREATE TABLE sprite (
        set_id INTEGER NOT NULL REFERENCES emoji_set (id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        png BLOB NOT NULL,
        PRIMARY KEY (set_id, label)
    );
    CREATE TABLE model (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        about TEXT NOT NULL,          -- JSON: what was measured
        weights BLOB NOT NULL,
        kept_at REAL NOT NULL
    );
    """,
    """
    CREATE TABLE used_model (
        id INTEGER PRIMARY KEY,       -- grows: the row with the largest is in use
        model_id INTEGER REFERENCES model (id) ON DELETE CASCADE   -- NULL: the app's own model
    );
    """,
    """
    CREATE TABLE own_class (          -- its frames are the faces labelled with its name
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        emoji TEXT NOT NULL,
        kept_at REAL NOT NULL
    );
    """,
)


class Database:
    """One visitor's own database. Safe to share between threads; a file also between processes.

    A file is opened anew by every call. Memory is one connection behind a lock, and is gone with
    this object.
    """

    def __init__(self, path: Path | None) -> None:
        """Nothing is made yet.

        Args:
            path: The file; None for memory.
        """
        self._path = path
        self._lock = threading.RLock()
        self._memory: sqlite3.Connection | None = None

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept here."""
        return self._memory is not None or (self._path is not None and self._path.exists())

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """The database in one transaction: all of it happens, or nothing.

        Raises:
            UserError: The file is damaged, locked or cannot be written.
        """
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """The database as it stands at one moment.

        Raises:
            UserError: As for writing.
        """
        with self._opened() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    def wipe(self) -> None:
        """Leave no byte of what was deleted: neither in free pages nor in the journal.

        Raises:
            UserError: Somebody else reads the file for longer than a second.
        """
        if not self.exists:
            return
        with self._opened() as connection:
            connection.execute("VACUUM")
            for _ in range(_WIPE_ROUNDS):
                (busy, *_rest) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return
                time.sleep(0.02)
        raise UserError(
            "It is deleted, but another program still reads the old pages. Close it, and press "
            "Delete again to wipe them."
        )

    @contextmanager
    def _opened(self) -> Generator[sqlite3.Connection]:
        try:
            if self._path is None:
                with self._lock:
                    if self._memory is None:
                        self._memory = _connected(":memory:")
                        weakref.finalize(self, self._memory.close)
                    yield self._memory
            else:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with closing(_connected(self._path)) as connection:
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise UserError(
                f"What you kept cannot be read or written ({error}). Free the disk, or move "
                f"{self._path.name if self._path else 'it'} away to begin anew."
            ) from error


def _connected(place: Path | str) -> sqlite3.Connection:
    # Several threads use the one in memory, one at a time.
    connection = sqlite3.connect(
        place, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest version, each step whole or not at all."""
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise sqlite3.DatabaseError(f"a newer app wrote it: version {version}")
    while version < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection)  # another may have done it
        if version < len(MIGRATIONS):
            for statement in MIGRATIONS[version].split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
            version += 1
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
