"""A page of faces as one component: its pictures travel as one, and keys move through it."""

import hashlib
import math
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from streamlit.components.v2 import component

from core.crop import PATCH_PX
from core.labels import COLORS, EMOTIONS
from core.text import percent
from pages.faces.table import Table
from pages.shared.mount import mount

_HERE: Final = Path(__file__).parent
_WEBP_QUALITY: Final = 90
_grid = component(
    "face_grid",
    html='<div class="face-grid" role="group" aria-label="Faces"></div>',
    css=(_HERE / "grid.css").read_text(encoding="utf-8"),
    js=(_HERE / "grid.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Touched:
    """What the visitor did in the grid since the last run."""

    chosen: str | None  # name of the face that was clicked or moved to
    turn: int  # 1 or -1 to turn the page, else 0
    marked: tuple[str, ...]  # names of the faces marked on this page, until it is turned


def face_grid(key: str, table: Table, rows: np.ndarray, *, side_px: int, chosen: str) -> Touched:
    """Draw the faces of these rows; returns what was done to them.

    Args:
        side_px: The least width of a face on the screen.
        chosen: Name of the face that is framed.
    """
    columns = math.ceil(math.sqrt(len(rows)))
    faces = [_face(table, row) for row in rows.tolist()]
    data = {
        "mosaic": _data_url(mosaic(table.faces.images[rows], columns)),
        "columns": columns,
        "rows": math.ceil(len(rows) / columns),
        "side": side_px,
        "faces": faces,
        "chosen": chosen,
        "token": hashlib.sha256(repr((side_px, faces)).encode()).hexdigest()[:16],
    }
    result = mount(_grid, key, data, hears=("chosen", "turn", "marked"))
    shown = {face["name"] for face in faces}
    marked = tuple(name for name in result.marked or [] if name in shown)
    return Touched(result.chosen, int(result.turn or 0), marked)


def mosaic(images: np.ndarray, columns: int) -> np.ndarray:
    """Faces side by side, row by row: (R * 48, columns * 48) uint8, the rest black.

    Args:
        images: (n, 48, 48) uint8 grey, n at least 1.
    """
    rows = math.ceil(len(images) / columns)
    tiles = np.zeros((rows * columns, PATCH_PX, PATCH_PX), np.uint8)
    tiles[: len(images)] = images
    apart = tiles.reshape(rows, columns, PATCH_PX, PATCH_PX)
    return apart.transpose(0, 2, 1, 3).reshape(rows * PATCH_PX, columns * PATCH_PX)


def face_url(image: np.ndarray, *, side_px: int = PATCH_PX) -> str:
    """One grey or coloured (BGR) face as a data address, enlarged smoothly."""
    size = (side_px, side_px)
    return _data_url(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC))


def described(table: Table, row: int) -> str:
    """A face in one sentence."""
    label = EMOTIONS[table.labels[row]]
    words = f"{table.faces.names[row]}: labelled {label}"
    if table.changed[row]:
        words += f" by you, {EMOTIONS[table.faces.labels[row]]} before"
    if table.read is not None:
        read, sure = EMOTIONS[table.read[row]], table.numbers["sure"][row]
        words += f"; read as {read}, {percent(float(sure))} sure"
    return words + ("" if table.kept[row] else "; left out")


def _face(table: Table, row: int) -> dict[str, str]:
    label = EMOTIONS[table.labels[row]]
    note = "✎" if table.changed[row] else ""
    if not table.kept[row]:
        note = "left out"
    elif table.read is not None and table.read[row] != table.labels[row]:
        note += f" → {EMOTIONS[table.read[row]]}"
    return {
        "name": table.faces.names[row],
        "title": described(table, row),
        "label": label,
        "colour": COLORS[label],
        "note": note.strip(),
    }


def _data_url(image: np.ndarray) -> str:
    data = cv2.imencode(".webp", image, [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY])[1].tobytes()
    return "data:image/webp;base64," + b64encode(data).decode()
