"""Contact sheets: all pictures of one page under each other, light, dark and phone in a row."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

_SCALE: Final = 0.5
_GAP: Final = 24
_HEAD: Final = 36
_GROUND: Final = (96, 96, 104)  # neither theme's, so that edges show
_INK: Final = (255, 255, 255)
_FOLD: Final = (255, 60, 160)


def write_sheet(path: Path, rows: list[tuple[str, list[tuple[Path, int]]]]) -> None:
    """Write one sheet.

    Args:
        rows: A title and the pictures of it, each with the height of the screen in its pixels: a
            short line at the edge shows what is in sight before anybody scrolls.
    """
    strips = [_strip(title, pictures) for title, pictures in rows]
    width = max(strip.width for strip in strips)
    sheet = Image.new("RGB", (width, sum(strip.height for strip in strips)), _GROUND)
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    sheet.save(path)


def _strip(title: str, pictures: list[tuple[Path, int]]) -> Image.Image:
    shown = [_small(path, fold) for path, fold in pictures]
    height = _HEAD + max(one.height for one in shown) + _GAP
    strip = Image.new("RGB", (_GAP + sum(one.width + _GAP for one in shown), height), _GROUND)
    ImageDraw.Draw(strip).text((_GAP, 8), title, fill=_INK, font=ImageFont.load_default(size=20))
    left = _GAP
    for one in shown:
        strip.paste(one, (left, _HEAD))
        left += one.width + _GAP
    return strip


def _small(path: Path, fold: int) -> Image.Image:
    with Image.open(path) as picture:
        size = (round(picture.width * _SCALE), round(picture.height * _SCALE))
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    at = round(fold * _SCALE)
    if at < small.height:
        ImageDraw.Draw(small).line([(0, at), (14, at)], fill=_FOLD, width=2)
    return small
