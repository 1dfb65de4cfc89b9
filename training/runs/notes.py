"""What a person adds to a run: a title and a note, in notes.json beside its config."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from training.files import publish_text, read_object

MAX_TITLE: Final = 80  # characters
MAX_NOTE: Final = 2000
_FILE: Final = "notes.json"


@dataclass(frozen=True)
class Notes:
    """Both are empty until somebody writes them."""

    title: str = ""
    note: str = ""


def read_notes(run: Path) -> Notes:
    """What was written.

    Raises:
        ValueError: The file is damaged.
    """
    try:
        values = read_object(run / _FILE)
    except FileNotFoundError:
        return Notes()
    title, note = values.get("title", ""), values.get("note", "")
    if not isinstance(title, str) or not isinstance(note, str):
        raise ValueError(f"{_FILE} of {run.name} is damaged: title and note must be text.")
    return Notes(title[:MAX_TITLE], note[:MAX_NOTE])


def set_title(run: Path, title: str) -> None:
    """Give a run a name for people; its folder keeps its own.

    Raises:
        ValueError: It is too long.
    """
    _write(run, replace(_kept(run), title=_bounded(title, MAX_TITLE, "title")))


def set_note(run: Path, note: str) -> None:
    """Remember something about a run.

    Raises:
        ValueError: It is too long.
    """
    _write(run, replace(_kept(run), note=_bounded(note, MAX_NOTE, "note")))


def _kept(run: Path) -> Notes:
    try:
        return read_notes(run)
    except ValueError:
        return Notes()  # damaged: what is written now replaces it


def _bounded(text: str, limit: int, what: str) -> str:
    text = text.strip()
    if len(text) > limit:
        raise ValueError(f"A {what} has at most {limit:,} characters; this one has {len(text):,}.")
    return text


def _write(run: Path, notes: Notes) -> None:
    publish_text(json.dumps(asdict(notes), indent=1) + "\n", run / _FILE)
