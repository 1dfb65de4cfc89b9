"""Words and numbers as people read them, and short labels for pictures, crisp on any ground."""

from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

INK: Final = (255, 255, 255)  # RGB; 17 to 1 against the ground
GROUND: Final = (24, 22, 30)
PADDING: Final = 0.35  # × text size, on every side
_SMOOTHING: Final = 4  # × the pill's size, for its edge


def percent(share: float) -> str:
    """A share in [0, 1] as people read it: "82 %"."""
    return f"{100 * share:.0f} %"


def spreadsheet_safe(text: str) -> str:
    """A cell's text that no spreadsheet takes for a formula.

    Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def from_spreadsheet(cell: str) -> str:
    """The text that `spreadsheet_safe` was given."""
    return cell[1:] if cell.startswith("'") and spreadsheet_safe(cell[1:]) == cell else cell


@lru_cache(maxsize=512)
def text_pill(text: str, size_px: int) -> np.ndarray:
    """White text on a dark pill: (h, w, 4) uint8, BGR and straight alpha. Do not write into it.

    Args:
        size_px: Height of the letters' line.
    """
    font = ImageFont.load_default(size_px)  # Pillow's own TrueType face: no file to ship
    left, _, right, _ = font.getbbox(text)
    _, top, _, bottom = font.getbbox("Hg")  # one height for all, whatever their letters
    pad = max(2, round(size_px * PADDING))
    width = round(right - left) + 3 * pad
    height = round(bottom - top) + 2 * pad
    # Pillow draws shapes with hard edges: a larger one, shrunk, has smooth ones.
    large_width, large_height = width * _SMOOTHING, height * _SMOOTHING
    shape = Image.new("L", (large_width, large_height))
    ends = (0, 0, large_width - 1, large_height - 1)
    ImageDraw.Draw(shape).rounded_rectangle(ends, large_height / 2, fill=255)
    pill = Image.new("RGBA", (width, height), GROUND)
    pill.putalpha(shape.resize((width, height), Image.Resampling.BOX))
    draw = ImageDraw.Draw(pill)
    draw.text((width / 2, height / 2), text, font=font, fill=(*INK, 255), anchor="mm")
    pixels = np.ascontiguousarray(np.asarray(pill)[..., [2, 1, 0, 3]])
    pixels.flags.writeable = False
    return pixels
