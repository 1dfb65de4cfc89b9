"""One folder of emoji pictures in, one checked EmojiSet out.

The rule: shipped sets and a person's own come through the same loader and the same checks.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.labels import EMOTIONS

MIN_SPRITE_PX: Final = 256  # as tall as a large face on a webcam; a smaller one would look soft
MAX_SPRITE_PX: Final = 2048

# Source: PNG Specification, third edition, sections 5.2 and 11.2.1; width, height follow it.
_PNG_START: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@dataclass(frozen=True, eq=False)
class EmojiSet:
    """Seven emojis, one for each expression."""

    name: str  # the folder's
    title: str  # as people know it
    credit: str  # whose work it is and under which licence, in one line; "" for one's own
    sprites: Mapping[str, np.ndarray]  # label -> (h, w, 4) uint8, BGR and straight alpha


def list_emoji_sets(folder: Path) -> list[str]:
    """Names of the sets in a folder of sets, Noto first, then by the alphabet."""
    names = {path.parent.name for path in folder.glob("*/*.png") if path.stem in EMOTIONS}
    return sorted(names, key=lambda name: (name != "noto", name))


def load_emoji_set(folder: Path) -> EmojiSet:
    """The set in this folder: `<label>.png` for each of EMOTIONS, and perhaps `set.json`.

    Without a set.json the title is the folder's name and the credit is empty.

    Raises:
        FileNotFoundError: The folder or one of its seven pictures is missing.
        ValueError: A picture is no 8-bit PNG, damaged, of a wrong size or not transparent, or
            set.json has no title or no credit.
    """
    title, credit = _about(folder)
    sprites = {label: _sprite(folder / f"{label}.png") for label in EMOTIONS}
    return EmojiSet(folder.name, title, credit, sprites)


def _about(folder: Path) -> tuple[str, str]:
    path = folder / "set.json"
    if not path.exists():
        return folder.name, ""
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return str(about["title"]), str(about["credit"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{path.name} of the emoji set {folder.name} needs JSON with a title and a credit. "
            "Write them, or remove the file."
        ) from error


def _sprite(path: Path) -> np.ndarray:
    where = f"{path.name} of the emoji set {path.parent.name}"
    if not path.exists():
        raise FileNotFoundError(
            f"{where} is missing. A set has one PNG for each of {', '.join(EMOTIONS)}."
        )
    data = path.read_bytes()
    if not data.startswith(_PNG_START):
        raise ValueError(f"{where} is not a PNG picture. Save it as PNG with transparency.")
    # Before decoding: a small file may say that it unfolds into gigabytes.
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    if width != height or not MIN_SPRITE_PX <= height <= MAX_SPRITE_PX:
        raise ValueError(
            f"{where} is {width} x {height} pixels; it must be square, with "
            f"{MIN_SPRITE_PX} to {MAX_SPRITE_PX} pixels a side. Crop or scale it."
        )
    sprite = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if sprite is None:
        raise ValueError(f"{where} is damaged: it ends early or was changed. Save it again.")
    if sprite.dtype != np.uint8 or sprite.shape[2:] != (4,):
        raise ValueError(
            f"{where} has no transparency or more than 8 bits a channel. "
            "Save it as an 8-bit PNG with an alpha channel."
        )
    alpha = sprite[..., 3]
    if alpha.min() > 0 or alpha.max() == 0:
        shown = "transparent nowhere" if alpha.min() > 0 else "transparent everywhere"
        raise ValueError(
            f"{where} is {shown}; it must show an emoji and be clear around it. Cut the emoji out."
        )
    sprite.setflags(write=False)
    return sprite
