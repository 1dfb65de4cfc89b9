"""A set of one's own as files: a sticker pack to take home and to bring back, and one sheet.

A pack is a zip of seven PNG and seven WebP pictures of 512 pixels and a set.json, so that it can
lie in a folder of sets as it is. What comes back is checked like any stranger's file.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.emojis import EmojiSet
from core.errors import UserError
from core.labels import EMOTIONS
from core.sprites import read_png
from core.text import text_pill

STICKER_PX: Final = 512  # what Telegram and WhatsApp ask of a sticker
MAX_PACK_BYTES: Final = 20_000_000
_MAX_FILES: Final = 100
_MAX_FILE_BYTES: Final = 5_000_000
_MAX_ABOUT_BYTES: Final = 10_000
_WEBP_QUALITY: Final = 88
_SHEET_COLUMNS: Final = 4
_SHEET_TILE_PX: Final = 320
_SHEET_GAP_PX: Final = 24
_SHEET_GROUND: Final = (243, 250, 255)  # BGR: warm paper
_REMEDY: Final = "Send the zip that My emoji saved."


@dataclass(frozen=True, eq=False)
class Pack:
    """What a pack holds once it was checked."""

    title: str
    pngs: Mapping[str, bytes]  # by label, all seven, 512 px


def sticker(sprite: np.ndarray) -> np.ndarray:
    """A sprite of any size as a sticker: (512, 512, 4) uint8, BGR and straight alpha.

    Args:
        sprite: (h, w, 4) uint8, BGR and straight alpha; what is not square is centred.
    """
    height, width = sprite.shape[:2]
    side = max(height, width)
    square = np.zeros((side, side, 4), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    # Premultiplied, so that no colour of what cannot be seen is mixed in.
    square[top : top + height, left : left + width] = cv2.cvtColor(sprite, cv2.COLOR_RGBA2mRGBA)
    shrink = cv2.INTER_AREA if side > STICKER_PX else cv2.INTER_CUBIC
    scaled = cv2.resize(square, (STICKER_PX, STICKER_PX), interpolation=shrink)
    return cv2.cvtColor(scaled, cv2.COLOR_mRGBA2RGBA)


def sticker_png(sprite: np.ndarray) -> bytes:
    """A sprite as a sticker's PNG file, without metadata."""
    return cv2.imencode(".png", sticker(sprite))[1].tobytes()


def pack_zip(emojis: EmojiSet) -> bytes:
    """The whole set as a sticker pack."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:  # pictures are packed already
        for label in EMOTIONS:
            picture = sticker(emojis.sprites[label])
            webp = cv2.imencode(".webp", picture, [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY])[1]
            archive.writestr(f"{label}.png", cv2.imencode(".png", picture)[1].tobytes())
            archive.writestr(f"{label}.webp", webp.tobytes())
        about = {"title": emojis.title, "credit": emojis.credit}
        archive.writestr("set.json", json.dumps(about, indent=1, ensure_ascii=False))
    return whole.getvalue()


def sheet(emojis: EmojiSet) -> np.ndarray:
    """All seven, named, on one picture: (H, W, 3) uint8, BGR."""
    tile, gap = _SHEET_TILE_PX, _SHEET_GAP_PX
    rows = -(-len(EMOTIONS) // _SHEET_COLUMNS)
    wide, high = (_SHEET_COLUMNS * (tile + gap) + gap, rows * (tile + 3 * gap) + gap)
    page = np.full((high, wide, 3), _SHEET_GROUND, np.uint8)
    for number, label in enumerate(EMOTIONS):
        row, column = divmod(number, _SHEET_COLUMNS)
        # The last row is shorter: it stands in the middle.
        missing = _SHEET_COLUMNS - min(_SHEET_COLUMNS, len(EMOTIONS) - row * _SHEET_COLUMNS)
        left = gap + column * (tile + gap) + missing * (tile + gap) // 2
        top = gap + row * (tile + 3 * gap)
        small = cv2.resize(
            sticker(emojis.sprites[label]), (tile, tile), interpolation=cv2.INTER_AREA
        )
        _put(page, small, left, top)
        pill = text_pill(label, gap)
        _put(page, pill, left + (tile - pill.shape[1]) // 2, top + tile)
    return page


def read_pack(data: bytes) -> Pack:
    """The set in a zip of unknown origin, checked whole before anything is used.

    Raises:
        UserError: No zip, too large, or one of its seven pictures is missing or cannot be used.
    """
    if len(data) > MAX_PACK_BYTES:
        raise UserError(f"A sticker pack has at most {MAX_PACK_BYTES // 1_000_000} MB. {_REMEDY}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # A pack that was packed again may lie in a folder.
            files = {entry.filename.rsplit("/", 1)[-1]: entry for entry in archive.infolist()}
            if len(archive.infolist()) > _MAX_FILES:
                raise UserError(f"A sticker pack has at most {_MAX_FILES} files. {_REMEDY}")
            title = _title(archive, files.get("set.json"))
            pngs = {label: _png(archive, files.get(f"{label}.png"), label) for label in EMOTIONS}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UserError(f"This is no whole zip file ({type(error).__name__}). {_REMEDY}") from error
    return Pack(title, pngs)


def _title(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None) -> str:
    if entry is None:
        return "My set"
    try:
        about = json.loads(_content(archive, entry, _MAX_ABOUT_BYTES))
        title = str(about["title"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "My set"
    return "".join(letter for letter in title if letter.isprintable()).strip()[:40] or "My set"


def _png(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None, label: str) -> bytes:
    if entry is None:
        raise UserError(
            f"{label}.png is missing in the sticker pack. It needs one PNG for each of "
            f"{', '.join(EMOTIONS)}."
        )
    return sticker_png(read_png(_content(archive, entry, _MAX_FILE_BYTES), f"{label}.png"))


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """A file's bytes; what it says of its own size is not believed."""
    with archive.open(entry) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise UserError(f"{entry.filename[-40:]} is larger than {most // 1000} kB. {_REMEDY}")
    return data


def _put(page: np.ndarray, picture: np.ndarray, left: int, top: int) -> None:
    """Lay a transparent picture onto the page, which is this module's own."""
    under = page[top : top + picture.shape[0], left : left + picture.shape[1]]
    share = picture[..., 3:] / 255
    under[:] = np.rint(picture[..., :3] * share + under * (1 - share))
