"""One folder of emoji pictures in, one checked EmojiSet out, the shipped sets and anyone's own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.labels import EMOTIONS

MIN_SPRITE_PX: Final = 256
_MAX_SPRITE_PX: Final = 2048


@dataclass(frozen=True, eq=False)
class EmojiSet:
    """Seven emojis, one for each expression."""

    name: str  # the folder's
    title: str  # as people know it
    credit: str  # whose work it is and under which licence, in one line; "" for one's own
    sprites: Mapping[str, np.ndarray]  # label -> (h, w, 4) uint8, BGR and straight alpha


def list_emoji_sets(folder: Path) -> list[str]:
    """Names of the sets in a folder of sets, Noto first, then by the alphabet."""
    names = {path.parent.name for path in folder.glob(f"*/{EMOTIONS[0]}.png")}
    return sorted(names, key=lambda name: (name != "noto", name))


def load_emoji_set(folder: Path) -> EmojiSet:
    """The set in this folder: `<label>.png` for each of EMOTIONS, and perhaps `set.json`.

    Raises:
        FileNotFoundError: The folder or one of its seven pictures is missing.
        ValueError: A picture is damaged, too small, not square or not transparent, or set.json
            does not say what it should.
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
        raise ValueError(f"{path.name} of {folder.name} needs a title and a credit.") from error


def _sprite(path: Path) -> np.ndarray:
    where = f"{path.name} of the emoji set {path.parent.name}"
    if not path.exists():
        raise FileNotFoundError(
            f"{where} is missing. A set has one PNG for each of {', '.join(EMOTIONS)}."
        )
    data = np.frombuffer(path.read_bytes(), np.uint8)
    sprite = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if data.size else None
    if sprite is None:
        raise ValueError(f"{where} is not a picture, or damaged. Make it again.")
    height, width = sprite.shape[:2]
    if height != width or not MIN_SPRITE_PX <= height <= _MAX_SPRITE_PX:
        raise ValueError(
            f"{where} is {width} x {height} pixels; it must be square, with "
            f"{MIN_SPRITE_PX} to {_MAX_SPRITE_PX} pixels a side."
        )
    if sprite.dtype != np.uint8 or sprite.ndim != 3 or sprite.shape[2] != 4:
        raise ValueError(f"{where} must be an 8-bit PNG with transparency.")
    if sprite[..., 3].min() == 255 or sprite[..., 3].max() == 0:
        raise ValueError(f"{where} must be transparent around the emoji, and nowhere else.")
    return sprite
