"""A visitor's picture with its emojis: read once, drawn as the controls say now."""

from dataclasses import dataclass

import numpy as np

from core.analysis import Reading
from core.emojis import EmojiSet
from core.overlay import draw_emojis
from core.photos import decode_photo
from pages.shared import models, visitor


@dataclass(frozen=True, eq=False)
class DrawnPhoto:
    """A visitor's picture with its emojis drawn in."""

    name: str  # as the visitor's file is called
    key: str  # tells pictures of one name apart
    image: np.ndarray  # (H, W, 3) uint8, BGR
    readings: list[Reading]


def drawn_photo(
    name: str,
    key: str,
    data: bytes,
    *,
    detector: str,
    emojis: EmojiSet,
    style: str,
    size: float,
) -> DrawnPhoto:
    """One picture, read once and drawn as the controls say now.

    Raises:
        PhotoError: The bytes are not a picture that can be used.
    """
    readings = visitor.photo_readings(data, detector, models.serving_model())
    image = draw_emojis(
        decode_photo(data),
        readings,
        emojis,
        style=style,
        size=size,
    )
    return DrawnPhoto(name, key, image, readings)
