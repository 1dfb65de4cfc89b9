"""One folder of emoji pictures in, one checked EmojiSet out.

The rule: shipped sets and a person's own come through the same loader and the same checks.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.errors import UserError
from core.labels import EMOTIONS, NOT_SURE
from core.sprites import read_sheet, read_sprite

NOT_SURE_FILE: Final = "not_sure.png"
EXTRAS_FILE: Final = "extras.webp"


@dataclass(frozen=True, eq=False)
class EmojiSet:
    """Seven emojis, one for each expression, and perhaps more to choose by hand.

    A visitor's may have one for each class of their own, too.

    A sprite is (h, w, 4) uint8, BGR and straight alpha.
    """

    name: str  # the folder's
    title: str  # as people know it
    credit: str  # whose work it is and under which licence, in one line; "" for one's own
    sprites: Mapping[str, np.ndarray]  # by label, in the order of EMOTIONS, own classes last
    not_sure: np.ndarray | None = None  # for a face that cannot be told; own sets may lack it
    # By name, as people read it.
    extras: Mapping[str, np.ndarray] = field(default_factory=dict[str, np.ndarray])

    def sprite(self, name: str) -> np.ndarray | None:
        """The emoji of a label, of NOT_SURE or of an extra; None where the set lacks it."""
        if name == NOT_SURE:
            return self.not_sure
        found = self.sprites.get(name)
        return self.extras.get(name) if found is None else found


@dataclass(frozen=True, eq=False)
class LoadedSets:
    """The sets that can be used, and a sentence for each that cannot."""

    sets: dict[str, EmojiSet]  # by folder's name, Noto first
    problems: tuple[str, ...]


def list_emoji_sets(folder: Path) -> list[str]:
    """Names of the sets in a folder of sets, Noto first, then by the alphabet."""
    names = {path.parent.name for path in folder.glob("*/*.png") if path.stem in EMOTIONS}
    return sorted(names, key=lambda name: (name != "noto", name))


def load_emoji_sets(folder: Path) -> LoadedSets:
    """Every whole set in a folder of sets; a damaged one does not take the others along.

    Raises:
        UserError: No set is left.
    """
    sets: dict[str, EmojiSet] = {}
    problems: list[str] = []
    for name in list_emoji_sets(folder):
        try:
            sets[name] = load_emoji_set(folder / name)
        except UserError as problem:
            problems.append(str(problem))
    if not sets:
        raise UserError(" ".join(problems) or f"{folder.name} holds no emoji set. Put one back.")
    return LoadedSets(sets, tuple(problems))


def load_emoji_set(folder: Path) -> EmojiSet:
    """The set in this folder: `<label>.png` for each of EMOTIONS, perhaps more, and `set.json`.

    `not_sure.png` may be missing. `extras.webp` is a sheet of further emojis, which set.json
    names. Without a set.json the title is the folder's name and the credit is empty.

    Raises:
        UserError: One of the seven pictures is missing, a picture cannot be used, or set.json
            says too little.
    """
    about = _about(folder)
    missing = [label for label in EMOTIONS if not (folder / f"{label}.png").exists()]
    if missing:
        raise UserError(
            f"{missing[0]}.png of the emoji set {folder.name} is missing. "
            f"A set has one PNG for each of {', '.join(EMOTIONS)}."
        )
    sprites = {label: read_sprite(folder / f"{label}.png") for label in EMOTIONS}
    mark = folder / NOT_SURE_FILE
    not_sure = read_sprite(mark) if mark.exists() else None
    extras = _extras(folder, about["extras"]) if "extras" in about else {}
    title, credit = str(about["title"]), str(about["credit"])
    return EmojiSet(folder.name, title, credit, sprites, not_sure, extras)


def _about(folder: Path) -> dict[str, Any]:
    path = folder / "set.json"
    if not path.exists():
        return {"title": folder.name, "credit": ""}
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return {**about, "title": about["title"], "credit": about["credit"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(
            f"{path.name} of the emoji set {folder.name} needs JSON with a title and a credit. "
            "Write them, or remove the file."
        ) from error


def _extras(folder: Path, said: Any) -> dict[str, np.ndarray]:
    try:
        names, columns = {str(name): None for name in said["code_points"]}, int(said["columns"])
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"set.json of the emoji set {folder.name} must give the extras' names in code_points "
            "and the sheet's columns. Build the set again, or take its extras out."
        ) from error
    return read_sheet(folder / EXTRAS_FILE, names, columns=columns)
