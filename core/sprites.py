"""Emoji pictures read from files that a person or a crash may have damaged.

The rule: one picture or one sheet in, checked sprites out, or a sentence that names the file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from core.errors import UserError

MIN_SPRITE_PX: Final = 256  # as tall as a large face on a webcam; a smaller one would look soft
MAX_SPRITE_PX: Final = 2048
MAX_SHEET_PX: Final = 4096
MAX_EXTRAS: Final = 100

# Source: PNG Specification, third edition, sections 5.2 and 11.2.1; width, height follow it.
_PNG_START: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def read_sprite(path: Path) -> np.ndarray:
    """The emoji in a PNG file: (h, w, 4) uint8, BGR and straight alpha, not to be changed.

    Raises:
        UserError: It is missing, no 8-bit PNG, damaged, of a wrong size or not transparent.
    """
    return read_png(_content(path), _where(path))


def read_png(data: bytes, where: str) -> np.ndarray:
    """The emoji in a PNG file's bytes: (h, w, 4) uint8, BGR and straight alpha, not to be changed.

    Args:
        where: The file's name, for the sentence.

    Raises:
        UserError: No 8-bit PNG, damaged, of a wrong size or not transparent.
    """
    if not data.startswith(_PNG_START):
        raise UserError(f"{where} is not a PNG picture. Save it as PNG with transparency.")
    # Before decoding: a small file may say that it unfolds into gigabytes.
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    if width != height or not MIN_SPRITE_PX <= height <= MAX_SPRITE_PX:
        raise UserError(
            f"{where} is {width} x {height} pixels; it must be square, with "
            f"{MIN_SPRITE_PX} to {MAX_SPRITE_PX} pixels a side. Crop or scale it."
        )
    return _checked(_pixels(where, data), where)


def read_sheet(path: Path, names: Mapping[str, Any], *, columns: int) -> dict[str, np.ndarray]:
    """The emojis of a WebP sheet, each by its name.

    Args:
        names: In the order of the sheet, row by row; the values do not matter here.
        columns: Emojis in a row; each is a square.

    Raises:
        UserError: It is missing, damaged, of another size than its names need, or one of its
            emojis is empty.
    """
    where = _where(path)
    if not 1 <= len(names) <= MAX_EXTRAS or not 1 <= columns <= MAX_EXTRAS:
        raise UserError(f"{where} may hold 1 to {MAX_EXTRAS} emojis. Name as many in set.json.")
    data = _content(path)
    rows = -(-len(names) // columns)
    width, height = _extended_webp_size(data)
    side = width // columns
    if (width, height) != (side * columns, side * rows) or width > MAX_SHEET_PX or side < 1:
        raise UserError(
            f"{where} is {width} x {height} pixels, which {len(names)} squares in {columns} "
            f"columns do not fill, or is wider than {MAX_SHEET_PX}. Build the set again."
        )
    sheet = _pixels(where, data)
    sprites: dict[str, np.ndarray] = {}
    for number, name in enumerate(names):
        top, left = side * (number // columns), side * (number % columns)
        tile = sheet[top : top + side, left : left + side].copy()
        sprites[name] = _checked(tile, f"{name} on {where}")
    return sprites


def _where(path: Path) -> str:
    return f"{path.name} of the emoji set {path.parent.name}"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{_where(path)} cannot be read: {error.strerror}. Put it back.") from error


def _extended_webp_size(data: bytes) -> tuple[int, int]:
    """Width and height of a WebP with transparency; 0, 0 of anything else.

    Source: RFC 9649, section 2.7.
    """
    if data[:4] != b"RIFF" or data[8:16] != b"WEBPVP8X" or len(data) < 30:
        return 0, 0
    return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1


def _pixels(where: str, data: bytes) -> np.ndarray:
    sprite = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if sprite is None:
        raise UserError(f"{where} is damaged: it ends early or was changed. Save it again.")
    if sprite.dtype != np.uint8 or sprite.shape[2:] != (4,):
        raise UserError(
            f"{where} has no transparency or more than 8 bits a channel. "
            "Save it with 8 bits and an alpha channel."
        )
    return sprite


def _checked(sprite: np.ndarray, where: str) -> np.ndarray:
    alpha = sprite[..., 3]
    if alpha.min() > 0 or alpha.max() == 0:
        shown = "transparent nowhere" if alpha.min() > 0 else "transparent everywhere"
        raise UserError(
            f"{where} is {shown}; it must show an emoji and be clear around it. Cut the emoji out."
        )
    sprite.setflags(write=False)
    return sprite
