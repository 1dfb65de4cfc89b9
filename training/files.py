"""Small files, written so that readers see the old one or the new one, never a part."""

import json
import os
import threading
from pathlib import Path
from typing import Any, Final, cast

from core.errors import in_words

_MAX_BYTES: Final = 1_000_000  # of a config, a note or a card; the largest of ours has 3,000


def publish_text(text: str, final: Path) -> None:
    """Write a file beside and move it to its place; two writers at once do not disturb."""
    beside = final.with_name(f".{final.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        beside.write_text(text, encoding="utf-8")
        publish(beside, final)
    finally:
        beside.unlink(missing_ok=True)


def publish(beside: Path, final: Path) -> None:
    """Move a finished file to its place, on disk before and after."""
    flush(beside)
    beside.replace(final)
    flush(final.parent)


def flush(path: Path) -> None:
    """Force a file, or a folder's list of names, onto the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders, and writes their names down by itself
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object in a small file that anyone may have changed.

    Raises:
        FileNotFoundError: There is none.
        ValueError: It holds something else, said in a sentence.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise ValueError(f"it is larger than {_MAX_BYTES:,} bytes")
        values = json.loads(data)
        if not isinstance(values, dict):
            raise ValueError("it holds no JSON object")
    except FileNotFoundError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        reason = in_words(error).rstrip(".")
        raise ValueError(f"{path.name} of {path.parent.name} is damaged: {reason}.") from error
    return cast(dict[str, Any], values)
