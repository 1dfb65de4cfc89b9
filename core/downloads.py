"""What files that are taken home are called, and many of them as one."""

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path


def download_name(name: str, faces: int, suffix: str) -> str:
    """A file name that says what it is: `photo-to-emoji-group-4-faces.png`.

    Args:
        name: The picture's own name, from a stranger; only its letters and digits are used.
    """
    stem = re.sub(r"[^\w]+", "-", Path(name).stem).strip("-")[:60] or "picture"
    return f"photo-to-emoji-{stem}-{faces}-{'face' if faces == 1 else 'faces'}.{suffix}"


def zip_files(files: Iterable[tuple[str, bytes]]) -> bytes:
    """One zip of all files; a name that comes twice gets a number."""
    buffer = io.BytesIO()
    used: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            free, number = name, 2
            while free in used:
                free = f"{Path(name).stem}-{number}{Path(name).suffix}"
                number += 1
            used.add(free)
            archive.writestr(zipfile.ZipInfo(free), data)  # the date is 1980: no trace of when
    return buffer.getvalue()
