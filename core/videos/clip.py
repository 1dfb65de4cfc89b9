"""A clip's file in, its frames out: upright, square pixels, each with its time.

The rule: what the file says about itself is checked before anything is decoded, and only the two
readers and the few decoders named here ever see a stranger's bytes. What is broken is skipped; a
clip of which nothing can be read gets its sentence.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext

from core.errors import UserError
from core.videos.kinds import REMEDY, Limits, demuxer
from core.videos.upright import Turn, turn_of, turned

MAX_SIDE_PX: Final = 4096
RESULT_PX: Final = 1920  # the longer side of what is worked on
MAX_FRAMES_PER_S: Final = 60.0  # of more, some are left out
_CODECS: Final = frozenset(
    (
        *("h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "libvpx", "libvpx-vp9"),
        *("mpeg4", "mjpeg", "prores", "h263", "svq3", "dnxhd", "qtrle", "rawvideo"),
    )
)
_SMALLEST_PX: Final = 16
_TOO_LONG_S: Final = 0.5  # so much over the limit is within it
# What PyAV raises on files that do not hold together.
BROKEN: Final = (FFmpegError, ValueError, OverflowError, MemoryError, ArithmeticError)


@dataclass(frozen=True)
class About:
    """What a clip says about itself."""

    width: int  # of an upright frame as it is worked on, pixels
    height: int
    seconds: float  # 0 where the file does not tell
    frames_per_s: float
    has_sound: bool


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a clip."""

    t: float  # seconds since the clip began, more than the last one's
    image: npt.NDArray[np.uint8]  # (H, W, 3) BGR, upright; the same size in all of the clip


class Clip(AbstractContextManager["Clip"]):
    """An open clip. Used by one thread."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open a clip and check what it says.

        Raises:
            UserError: It is no clip, holds no picture, is too long or too large, or is damaged.
            OSError: The file cannot be read.
        """
        with path.open("rb") as file:
            reader = demuxer(file.read(4096))
        try:
            self._file = av.open(str(path), format=reader, metadata_errors="replace")
        except BROKEN as error:
            raise _damaged() from error
        try:
            self._begin(limits)
        except BROKEN as error:
            self._file.close()
            raise _damaged() from error
        except UserError:
            self._file.close()
            raise

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _begin(self, limits: Limits) -> None:
        streams = self._file.streams
        videos = [one for one in streams.video if not one.disposition & _COVER_PICTURE]
        if not videos:
            what = "sound but no picture" if streams.audio else "no picture"
            raise UserError(f"This file holds {what}. {REMEDY}")
        self._stream = stream = videos[0]
        decoder = cast(VideoCodecContext | None, stream.codec_context)  # None, untold by its types
        if decoder is None or decoder.name not in _CODECS:
            raise UserError(
                f"This video is compressed in a way that is not read here. {REMEDY} With H.264 in "
                "it, it plays everywhere."
            )
        if max(decoder.width, decoder.height) > MAX_SIDE_PX:
            raise UserError(
                f"Too many pixels: a video may have {MAX_SIDE_PX} pixels a side, and this one is "
                f"{decoder.width} x {decoder.height}. Send a smaller copy."
            )
        decoder.thread_type = "AUTO"
        decoder.options = {"max_pixels": str(MAX_SIDE_PX * MAX_SIDE_PX)}
        self._limits = limits
        self._origin_s = (self._file.start_time or 0) / av.time_base
        self._seconds = max(0.0, (self._file.duration or 0) / av.time_base)
        self._require_length(self._seconds)
        rate = float(stream.average_rate or stream.guessed_rate or 30)
        self._rate = rate if 1 <= rate <= MAX_FRAMES_PER_S else min(max(rate, 1), MAX_FRAMES_PER_S)
        self._turn: Turn | None = None
        self._size: tuple[int, int] | None = None

    def _require_length(self, seconds: float) -> None:
        if seconds > self._limits.seconds + _TOO_LONG_S:
            raise UserError(
                f"This video is {seconds:.0f} seconds long; one may have {self._limits.words()}. "
                "Send a shorter one."
            )

    def about(self) -> About:
        """What the clip is, known once its first frame was read.

        Raises:
            UserError: No frame can be read.
        """
        if self._size is None:
            next(self.frames())
        assert self._size is not None
        width, height = self._size
        return About(width, height, self._seconds, self._rate, bool(self._file.streams.audio))

    def frames(self) -> Iterator[Frame]:
        """All frames from the first on.

        Raises:
            UserError: No frame can be read, or the clip is longer than it says and may be.
        """
        last_t: float | None = None
        for decoded in self._decoded():
            told = cast(float | None, decoded.time)
            t = (last_t or 0.0) + 1 / self._rate if told is None else told - self._origin_s
            self._require_length(t)
            early = last_t is not None and t - last_t < 1 / (MAX_FRAMES_PER_S * _ON_TIME)
            if t < 0 or early:
                continue
            image = self._upright(decoded)
            if image is not None:
                last_t = t
                yield Frame(t, image)
        if last_t is None:
            raise _damaged()

    def _decoded(self) -> Iterator[av.VideoFrame]:
        """Whatever can be decoded; it ends where the file cannot be read any further."""
        try:
            self._file.seek(0, backward=True)
        except BROKEN:
            return
        packets = self._file.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except BROKEN:
                return
            if packet is None:
                return
            try:
                yield from packet.decode()
            except BROKEN:
                continue

    def _upright(self, decoded: av.VideoFrame) -> npt.NDArray[np.uint8] | None:
        """The frame as it is worked on; None for one that is none."""
        if min(decoded.width, decoded.height) < _SMALLEST_PX:
            return None
        if self._turn is None:
            self._turn = turn_of(decoded)
        shape = self._stream.sample_aspect_ratio
        wide = float(shape) if shape and 0.2 < float(shape) < 5 else 1.0
        width, height = decoded.width * wide, float(decoded.height)
        scale = min(1.0, RESULT_PX / max(width, height))
        size = max(2, round(width * scale)), max(2, round(height * scale))
        try:
            image = decoded.to_ndarray(
                format="bgr24", width=size[0], height=size[1], interpolation="AREA"
            )
        except BROKEN:
            return None
        upright = turned(image, self._turn)
        if self._size is None:
            self._size = (upright.shape[1], upright.shape[0])
        if (upright.shape[1], upright.shape[0]) != self._size:  # it may change on the way
            upright = cv2.resize(upright, self._size, interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(upright, np.uint8)


_COVER_PICTURE: Final = Disposition.attached_pic  # of a song
_ON_TIME: Final = 1.05  # a frame that comes so much too early is on time


def _damaged() -> UserError:
    return UserError(
        "Damaged video: the file is broken or cut short. Save or export it again, then send it."
    )
