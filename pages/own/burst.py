"""The visitor's camera, a countdown and a burst; frames leave the browser only by Keep."""

from base64 import b64decode
from binascii import Error as NoBase64
from typing import Final

import numpy as np

from core import capture
from core.emojis import EmojiSet
from core.errors import UserError
from core.live import LiveSettings
from core.photos import PhotoError, decode_photo
from pages.camera import in_browser, words
from pages.camera.parts import part
from pages.shared import browser_files
from pages.shared.mount import mount

_MAX_FRAME_BYTES: Final = 600_000
_PROBLEMS: Final = {**words.WORDS, "InsecureError": words.WORDS["TypeError"]}
_burst = part("burst")


def burst(
    key: str,
    *,
    wanted: str,
    prompt: str,
    example: str,
    emojis: EmojiSet,
    frames: int = capture.FRAMES,
) -> list[np.ndarray]:
    """Draw the camera; returns the frames that the visitor just kept, each (H, W, 3) uint8 BGR.

    Args:
        wanted: The expression's label, or a class of the visitor's own.
        prompt: What to do with one's face, as a sentence.
        example: Data address of the emoji that shows it; empty for none.
        emojis: Any set: what reads the scores in the browser loads one.
        frames: How many a burst has.

    Raises:
        UserError: What came is no burst of pictures.
    """
    engine = in_browser.engine(LiveSettings(emojis))
    data = {
        **engine,
        "rules": {**engine["rules"], "burstFrames": frames},
        "code": browser_files.program().code,
        "wanted": wanted,
        "prompt": prompt,
        "example": example,
        "problems": _PROBLEMS,
    }
    kept = mount(_burst, key, data, hears=("kept",)).kept
    return _decoded(kept, frames) if kept else []


def _decoded(kept: object, most: int) -> list[np.ndarray]:
    """A browser's answer is a stranger's: it is checked before it is believed."""
    if not isinstance(kept, list) or len(kept) > most:
        raise UserError("The camera sent something else than pictures. Load the page again.")
    try:
        files = [b64decode(one, validate=True) for one in kept if isinstance(one, str)]
        if any(len(file) > _MAX_FRAME_BYTES for file in files):
            raise UserError("The camera's pictures are too large. Load the page again.")
        return [decode_photo(file) for file in files]
    except (NoBase64, ValueError, PhotoError) as error:
        raise UserError("The camera's pictures came damaged. Take them again.") from error
