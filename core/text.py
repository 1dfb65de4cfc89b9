"""Short labels for pictures: crisp on any ground, since each brings its own."""

from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

INK: Final = (255, 255, 255)  # RGB; 17 to 1 against the ground
GROUND: Final = (24, 22, 30)
_PADDING: Final = 0.35  # × text size, on every side


def percent(share: float) -> str:
    """A share in [0, 1] as people read it: "82 %"."""
    return f"{100 * share:.0f} %"


@lru_cache(maxsize=512)
def text_pill(text: str, size_px: int) -> np.ndarray:
    """White text on a dark pill: (h, w, 4) uint8, BGR and straight alpha. Do not write into it.

    Args:
        size_px: Height of the letters' line.
    """
    font = ImageFont.load_default(size_px)  # Pillow's own TrueType face: no file to ship
    left, top, right, bottom = font.getbbox(text)
    ascent, descent = font.getmetrics()
    pad = max(2, round(size_px * _PADDING))
    width = round(right - left) + 2 * pad + pad
    height = ascent + descent + pad
    pill = Image.new("RGBA", (width, height), (*GROUND, 0))
    draw = ImageDraw.Draw(pill)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), height / 2, fill=(*GROUND, 255))
    draw.text((width / 2, height / 2), text, font=font, fill=(*INK, 255), anchor="mm")
    pixels = np.ascontiguousarray(np.asarray(pill)[..., [2, 1, 0, 3]])
    pixels.flags.writeable = False
    return pixels
