"""One clip on the command line: both passes, with a bar, and its results written whole."""

import os
import time
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

from core.bulk.worker import PART
from core.classifier import FaceReader
from core.downloads import download_name
from core.emojis import EmojiSet
from core.videos.draw import Choice
from core.videos.kinds import Limits
from core.videos.passes import look, make
from core.videos.scores import csv_of

NO_LIMITS: Final = Limits(24 * 3600.0, 1_000_000)  # of one's own computer


def emojify_clip(
    path: Path,
    out: Path,
    *,
    reader: FaceReader,
    emojis: EmojiSet,
    models: Path,
    style: str,
) -> dict[str, Any]:
    """Write a clip with its emojis as MP4 and GIF, and its scores as csv; returns its record.

    Args:
        models: The folder that holds `yunet/`.
        style: One of core.overlay.STYLES.

    Raises:
        UserError: The clip cannot be used.
        OSError: It cannot be read, or the results not be written.
    """
    started = time.perf_counter()
    with tqdm(total=200, unit="%", disable=None, leave=False, bar_format=_BAR) as bar:
        looked = look(
            path,
            NO_LIMITS,
            reader,
            models=models,
            finder="yunet",
            told=lambda done: _show(bar, 100 * done),
        )
        people = looked.people
        film, gif, table = (
            out / download_name(path.name, len(people.people), suffix)
            for suffix in ("mp4", "gif", "csv")
        )
        parts = {target: _part(target) for target in (film, gif, table)}
        try:
            made = make(
                path,
                NO_LIMITS,
                looked,
                emojis,
                Choice(style=style),
                film=parts[film],
                gif=parts[gif],
                told=lambda done: _show(bar, 100 + 100 * done),
            )
            parts[table].write_text(csv_of(people), encoding="utf-8-sig")
            for target, part in parts.items():
                part.replace(target)
        finally:
            for part in parts.values():
                part.unlink(missing_ok=True)
    return {
        "file": str(path),
        "width": looked.about.width,
        "height": looked.about.height,
        "frames": made.frames,
        "people": [
            {
                "from_s": round(float(people.times[one.first]), 2),
                "to_s": round(float(people.times[one.first + len(one.boxes) - 1]), 2),
                "frames_seen": one.frames_seen,
            }
            for one in people.people
        ],
        "whole_sound": made.whole_sound,
        "seconds": round(time.perf_counter() - started, 4),
    }


_BAR: Final = "{l_bar}{bar}| {elapsed} gone, {remaining} left"


def _show(bar: "tqdm[Any]", at: float) -> None:
    bar.update(at - bar.n)


def _part(target: Path) -> Path:
    """Beside the target, so that it is there whole or not at all."""
    return target.with_name(f".{target.name}-{os.getpid()}{PART}")
