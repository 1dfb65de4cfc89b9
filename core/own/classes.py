"""The classes of a visitor's own: what they are called and which emoji stands for them."""

import time
from dataclasses import dataclass
from typing import cast

from core.own.store import MAX_LABEL, OwnStore, checked_name


@dataclass(frozen=True)
class OwnClass:
    """A class that a visitor named; its frames are faces with its name as their label."""

    id: int
    name: str
    emoji: str  # one of a set's extras
    kept_at: float  # Unix seconds


def keep_class(store: OwnStore, name: str, emoji: str) -> int:
    """Keep a class; one of the same name gets the emoji. Returns its number.

    Raises:
        UserError: The name is empty or too long, or the file cannot be written.
    """
    row = (checked_name(name, MAX_LABEL), emoji, time.time())
    with store.database.writing() as file:
        made = file.execute(
            "INSERT INTO own_class (name, emoji, kept_at) VALUES (?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET emoji = excluded.emoji RETURNING id",
            row,
        )
        return cast(int, made.fetchone()[0])


def own_classes(store: OwnStore) -> list[OwnClass]:
    """Every class of the visitor's own, oldest first.

    Raises:
        UserError: The file cannot be read.
    """
    rows = store.rows("SELECT id, name, emoji, kept_at FROM own_class ORDER BY id")
    return [OwnClass(*row) for row in rows]
