"""What a picture is taken home as: files without metadata, made when they are asked for.

Each function may run in a thread of its own, where no page's script runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.downloads import download_name, zip_files
from core.edited import EditedFace, marks
from core.overlay import Mark, draw_marks
from core.photos import decode_photo, encode_jpeg, encode_png
from core.score_table import score_csv
from core.stickers import emoji_sticker, head_sticker, sticker_file
from pages.picture.look import Look
from pages.shared.decoding import decoded

_THUMBNAIL_PX: Final = 560  # the longer side of a picture in the gallery


@dataclass(frozen=True, eq=False)
class Finished:
    """A picture with its faces as they stand, ready to be drawn."""

    name: str  # the visitor's file
    data: bytes
    faces: list[EditedFace]
    look: Look

    def file_name(self, suffix: str) -> str:
        """What the download is called."""
        return download_name(self.name, len(self.faces), suffix)

    def marks(self) -> list[Mark]:
        """What is drawn, largest face first."""
        look = self.look
        return marks(self.faces, min_confidence=look.min_confidence, mark_unsure=look.mark_unsure)


def png(picture: Finished) -> bytes:
    """The whole picture, pixel for pixel."""
    with decoded(picture.data) as image:
        return encode_png(_drawn(image, picture))


def jpeg(picture: Finished) -> bytes:
    """The whole picture, smaller."""
    with decoded(picture.data) as image:
        return encode_jpeg(_drawn(image, picture))


def thumbnail(picture: Finished, preview: bytes, width: int) -> bytes:
    """A small JPEG with the emojis.

    Args:
        preview: The picture without emojis, smaller than it is.
        width: Of the picture itself, in pixels, in which faces are placed.
    """
    image = decode_photo(preview)
    shrink = image.shape[1] / width
    drawn = draw_marks(
        image,
        [_shrunk(mark, shrink) for mark in picture.marks()],
        picture.look.emojis,
        style=picture.look.style,
        size=picture.look.size,
    )
    scale = min(1.0, _THUMBNAIL_PX / max(drawn.shape[:2]))
    return encode_jpeg(cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def stickers(picture: Finished, *, heads: bool, emojis: bool) -> list[tuple[str, bytes]]:
    """A WebP file of 512 px for each face: the head with its emoji, and the emoji alone."""
    drawn, files = picture.marks(), []
    with decoded(picture.data) as image:
        whole = draw_marks(
            image, drawn, picture.look.emojis, style=picture.look.style, size=picture.look.size
        )[:, : image.shape[1]]
        stem = Path(picture.file_name("webp")).stem
        for number, mark in enumerate(drawn, start=1):
            name = f"{stem}-{number}-{(mark.emoji or 'cover').replace(' ', '-')}"
            if heads:
                files.append((f"{name}-head.webp", sticker_file(head_sticker(whole, mark))))
            if emojis and mark.emoji and picture.look.emojis.sprite(mark.emoji) is not None:
                sticker = emoji_sticker(mark, picture.look.emojis)
                files.append((f"{name}.webp", sticker_file(sticker)))
    return files


def sticker_pack(picture: Finished) -> bytes:
    """All stickers of a picture as one zip."""
    return zip_files(stickers(picture, heads=True, emojis=True))


def all_pictures(pictures: Sequence[Finished]) -> bytes:
    """One zip of all pictures and a csv of their scores; one is decoded at a time."""
    return zip_files(_files(pictures))


def _files(pictures: Sequence[Finished]) -> Iterator[tuple[str, bytes]]:
    for picture in pictures:
        yield picture.file_name("png"), png(picture)
    table = score_csv((picture.name, picture.faces) for picture in pictures)
    yield "photo-to-emoji-scores.csv", table.encode("utf-8-sig")


def _drawn(image: np.ndarray, picture: Finished) -> np.ndarray:
    look = picture.look
    return draw_marks(image, picture.marks(), look.emojis, style=look.style, size=look.size)


def _shrunk(mark: Mark, scale: float) -> Mark:
    box = type(mark.box)(*(edge * scale for edge in mark.box))
    return Mark(box, mark.roll_deg, mark.emoji, mark.words, mark.colour)
