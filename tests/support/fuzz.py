"""`python -m tests.support.fuzz`: damaged clips and pictures, and what becomes of them.

Each file is a whole one with a few bytes changed. It must come out as a picture or a clip, or get
its sentence; anything else ends this with the case's number, which `--only` tries alone.
"""

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pillow_heif
from PIL import Image

from core.emojis import load_emoji_set
from core.errors import UserError
from core.photos import decode_photo
from core.videos.clip import About, Clip
from core.videos.draw import Choice
from core.videos.kinds import GUEST
from core.videos.passes import Looked, make
from core.videos.people import People
from tests.support.folders import EMOJIS
from tests.support.videos import turn_sideways, write_video

_SLOW_S: Final = 20.0  # a file that takes longer holds the others up
_FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "AVIF")
_CLIPS: Final = (
    ("a.mp4", "libx264", "yuv420p", "aac"),
    ("b.mov", "mpeg4", "yuv420p", "pcm_s16le"),
    ("c.webm", "libvpx", "yuv420p", "libopus"),
    ("d.mp4", "libx265", "yuv420p10le", None),
    ("e.mov", "mjpeg", "yuvj420p", None),
)
Try = Callable[[bytes, Path], None]


def main() -> int:
    """Try damaged files until the time is over; how many there were, and which one failed."""
    parser = argparse.ArgumentParser(description="Try damaged files.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one case")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        whole = [*_pictures(), *_whole_clips(Path(place))]
        ends = time.monotonic() + chosen.seconds
        numbers = range(1_000_000) if chosen.only is None else [chosen.only]
        came = 0
        for number in numbers:
            if time.monotonic() > ends and chosen.only is None:
                break
            data, attempt = whole[number % len(whole)]
            print(number, end=" ", file=sys.stderr, flush=True)  # where a crash happened
            began = time.monotonic()
            try:
                attempt(damaged(data, np.random.default_rng([chosen.seed, number])), Path(place))
                came += 1
            except UserError:
                pass
            if time.monotonic() - began > _SLOW_S:
                raise TimeoutError(f"Case {number} took {time.monotonic() - began:.0f} s.")
    print(f"{number} damaged files, of which {came} could be read")
    return 0


def damaged(data: bytes, random: np.random.Generator) -> bytes:
    """A copy with a few changes: bits, bytes, numbers, pieces, its end."""
    changed = bytearray(data)
    for _ in range(int(random.integers(1, 6))):
        at = int(random.integers(0, max(1, len(changed))))
        if random.random() < 0.5:  # what files say about themselves stands at their ends
            at = min(at % 2000, len(changed) - 1)
        kind = int(random.integers(0, 6))
        if kind == 0:
            changed[at] ^= 1 << int(random.integers(0, 8))
        elif kind == 1:
            changed[at] = int(random.integers(0, 256))
        elif kind == 2:
            extreme = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)[int(random.integers(0, 5))]
            changed[at : at + 4] = extreme.to_bytes(4, "big")
        elif kind == 3:
            piece = changed[at : at + int(random.integers(1, 200))]
            changed[at:at] = piece
        elif kind == 4:
            del changed[at : at + int(random.integers(1, 200))]
        elif random.random() < 0.3:
            del changed[at:]
        if not changed:
            return bytes(data[:1])
    return bytes(changed)


def _pictures() -> Iterator[tuple[bytes, Try]]:
    pixels = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
    for kind in _FORMATS:
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, kind)
        yield file.getvalue(), _read_picture
    heic = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(pixels)).save(heic)
    yield heic.getvalue(), _read_picture


def _whole_clips(place: Path) -> Iterator[tuple[bytes, Try]]:
    images = list(np.random.default_rng(0).integers(0, 256, (6, 48, 64, 3), np.uint8))
    for name, codec, pixels, sound in _CLIPS:
        path = write_video(place / name, images, codec=codec, pixels=pixels, sound=sound)
        if name == "a.mp4":
            turn_sideways(path)
        yield path.read_bytes(), _read_clip
        yield path.read_bytes(), _make_film


def _read_picture(data: bytes, _place: Path) -> None:
    image = decode_photo(data)
    assert image.ndim == 3 and image.shape[2] == 3 and image.dtype == np.uint8


def _read_clip(data: bytes, place: Path) -> None:
    path = place / "damaged"
    path.write_bytes(data)
    with Clip(path, GUEST) as clip:
        about = clip.about()
        for frame in clip.frames():
            assert frame.image.shape == (about.height, about.width, 3)


def _make_film(data: bytes, place: Path) -> None:
    path = place / "damaged"
    path.write_bytes(data)
    nobody = People(np.array([0.0, 0.5]), (64, 48), (), {})
    still = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 90, 20)).save(still, "JPEG")
    looked = Looked(About(64, 48, 0.5, 15.0, True), nobody, {0: still.getvalue()})
    make(
        path,
        GUEST,
        looked,
        load_emoji_set(EMOJIS / "noto"),
        Choice(),
        film=place / "film.mp4",
        gif=place / "film.gif",
        told=lambda _: None,
    )


if __name__ == "__main__":
    sys.exit(main())
