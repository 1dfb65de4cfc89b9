"""The two passes over a clip: first everybody is found, then everything is drawn.

Both read the file from its beginning, one frame in memory at a time.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.classifier import FaceReader
from core.emojis import EmojiSet
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.photos import decode_photo, encode_jpeg
from core.videos.ahead import ahead
from core.videos.both_ways import people as both_ways
from core.videos.clip import About, Clip
from core.videos.draw import Choice, Drawing
from core.videos.film import Film
from core.videos.gif import Gif
from core.videos.kinds import Limits, demuxer
from core.videos.look import FirstLook
from core.videos.people import People

MOMENTS: Final = 24  # of a clip, of which a still is kept
_STILL_PX: Final = 960  # its longer side

Told = Callable[[float], None]  # hears how much of the clip is done, [0, 1]


@dataclass(frozen=True, eq=False)
class Looked:
    """What the first pass leaves."""

    about: About
    people: People
    stills: dict[int, bytes]  # JPEG of some frames, by their numbers


def look(
    path: Path, limits: Limits, reader: FaceReader, *, models: Path, finder: str, told: Told
) -> Looked:
    """Find everybody in a clip.

    Args:
        models: The folder that holds `yunet/`.
        finder: One of core.faces.DETECTORS.

    Raises:
        UserError: The clip cannot be used; the sentence says why.
    """
    quick = FaceDetector(finder, models)
    fine = FaceDetector(finder, models, search_px=STILL_SEARCH_PX)
    first, stills = FirstLook(quick, fine, reader), _Stills()
    with Clip(path, limits) as clip, closing(ahead(clip.frames())) as frames:
        about = clip.about()
        for number, frame in enumerate(frames):
            first.add(frame)
            stills.see(number, frame.t, frame.image)
            told(min(frame.t / about.seconds, 1.0) if about.seconds else 0.0)
    return Looked(about, both_ways(first.found()), stills.kept)


@dataclass(frozen=True)
class Made:
    """What the second pass tells."""

    frames: int
    whole_sound: bool  # whether all of the clip's sound is in the result


def make(
    path: Path,
    limits: Limits,
    looked: Looked,
    emojis: EmojiSet,
    choice: Choice,
    *,
    film: Path,
    gif: Path,
    told: Told,
) -> Made:
    """Write the clip with its emojis as MP4 and as GIF.

    Raises:
        UserError: The clip cannot be read any more.
    """
    people = looked.people
    drawing = Drawing(people, emojis, choice)
    with path.open("rb") as file:
        reader = demuxer(file.read(4096))
    end = float(people.times[-1]) or 1.0
    writers: tuple[Film, Gif] | None = None
    count = 0
    with Clip(path, limits) as clip, closing(ahead(clip.frames())) as frames:
        about = clip.about()
        for frame in frames:
            out = drawing.drawn(frame.image, people.frame_at(frame.t))
            if writers is None:
                size = out.shape[1], out.shape[0]
                rate = about.frames_per_s
                writers = (
                    Film(film, size, frames_per_s=rate, clip=path, reader=reader),
                    Gif(gif, size, _samples(looked, drawing)),
                )
            for writer in writers:
                writer.add(out, frame.t)
            count += 1
            told(min(frame.t / end, 1.0))
    assert writers is not None
    writers[1].close()
    return Made(count, writers[0].close())


def _samples(looked: Looked, drawing: Drawing) -> list[npt.NDArray[np.uint8]]:
    """Drawn frames from all over the clip."""
    return [
        drawing.drawn(np.asarray(decode_photo(still), np.uint8), frame)
        for frame, still in looked.stills.items()
    ]


class _Stills:
    """Frames spread over a clip whose length nobody knows yet: every other one goes as it grows."""

    def __init__(self) -> None:
        self.kept: dict[int, bytes] = {}
        self._every_s = 0.25
        self._times: dict[int, float] = {}

    def see(self, number: int, t: float, image: npt.NDArray[np.uint8]) -> None:
        last = max(self._times.values(), default=-np.inf)
        if t - last < self._every_s - 1e-3:
            return
        scale = min(1.0, _STILL_PX / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        self.kept[number], self._times[number] = encode_jpeg(small), t
        if len(self.kept) > MOMENTS:
            self._every_s *= 2
            for other in sorted(self.kept)[1::2]:
                del self.kept[other], self._times[other]
