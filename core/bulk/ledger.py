"""Which pictures are done: a file of one JSON line each, written after the picture's own file.

Whatever is killed whenever, a picture is in the ledger only once its result lies whole at its
place; one that is not is worked on again. Only one process writes it.
"""

import json
import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from core.errors import UserError

LEDGER: Final = "photo-to-emoji.jsonl"  # in the folder of results


class Ledger(AbstractContextManager["Ledger"]):
    """An open ledger; a last line that a kill cut short is taken off."""

    def __init__(self, folder: Path) -> None:
        """Open it, or begin one.

        Raises:
            UserError: Some line of it was not written here.
        """
        self.path: Final = folder / LEDGER
        self.path.touch()
        whole = self.path.read_bytes()
        whole = whole[: whole.rfind(b"\n") + 1]
        os.truncate(self.path, len(whole))
        try:
            self._done = {_key(json.loads(line)) for line in whole.splitlines()}
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise UserError(
                f"{LEDGER} in {folder.name} is damaged. Move it away to work on all pictures anew."
            ) from error
        self._file = self.path.open("ab", buffering=0)

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def has(self, state: dict[str, Any]) -> bool:
        """Whether a file is done as it is now.

        Args:
            state: As `state_of` tells it.
        """
        return _key(state) in self._done

    def add(self, state: dict[str, Any], record: dict[str, Any]) -> None:
        """Note a file, once as it is now, with what was found in it or why it cannot be read."""
        if self.has(state):
            return
        self._file.write(json.dumps({**record, **state}).encode() + b"\n")
        self._done.add(_key(state))


def state_of(path: Path, name: str) -> dict[str, Any]:
    """What tells a file from others and from itself before it was changed.

    Args:
        name: The path as the ledger calls it.
    """
    known = path.stat()
    return {"file": name, "bytes": known.st_size, "changed_ns": known.st_mtime_ns}


def _key(line: dict[str, Any]) -> tuple[str, int, int]:
    return line["file"], line["bytes"], line["changed_ns"]
