"""The visitor's camera, a countdown and a burst; frames leave the browser only by Keep."""

from base64 import b64decode
from binascii import Error as NoBase64
from pathlib import Path
from typing import Final

import numpy as np
from streamlit.components.v2 import component

from core.errors import UserError
from core.photos import PhotoError, decode_photo
from pages.camera import words
from pages.shared.mount import mount

_HERE: Final = Path(__file__).parent
_MAX_FRAMES: Final = 24
_MAX_FRAME_BYTES: Final = 600_000
_burst = component(
    "own_burst",
    html=(_HERE / "burst.html").read_text(encoding="utf-8"),
    css=(_HERE / "burst.css").read_text(encoding="utf-8"),
    js=(_HERE / "burst.js").read_text(encoding="utf-8"),
)


def burst(key: str, *, prompt: str, example: str, frames: int) -> list[np.ndarray]:
    """Draw the camera; returns the frames that the visitor just kept, each (H, W, 3) uint8 BGR.

    Args:
        prompt: What to do with one's face, as a sentence.
        example: Data address of the emoji that shows it; empty for none.
        frames: How many pictures a burst has.

    Raises:
        UserError: What came is no burst of pictures.
    """
    data = {
        "prompt": prompt,
        "example": example,
        "frames": min(frames, _MAX_FRAMES),
        "problems": words.WORDS,
    }
    kept = mount(_burst, key, data, hears=("kept",)).kept
    return _decoded(kept) if kept else []


def _decoded(kept: object) -> list[np.ndarray]:
    """A browser's answer is a stranger's: it is checked before it is believed."""
    if not isinstance(kept, list) or len(kept) > _MAX_FRAMES:
        raise UserError("The camera sent something else than pictures. Load the page again.")
    try:
        files = [b64decode(one, validate=True) for one in kept if isinstance(one, str)]
        if any(len(file) > _MAX_FRAME_BYTES for file in files):
            raise UserError("The camera's pictures are too large. Load the page again.")
        return [decode_photo(file) for file in files]
    except (NoBase64, ValueError, PhotoError) as error:
        raise UserError("The camera's pictures came damaged. Take them again.") from error
