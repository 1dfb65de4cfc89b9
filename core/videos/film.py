"""Frames in, an MP4 out that every browser plays: H.264, yuv420p, ready to stream, no metadata."""

# PyAV leaves open what its packets and streams hold.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeArgument=false
# pyright: reportUnknownParameterType=false

from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
import numpy.typing as npt

from core.videos.sound import Sound

_TICKS_PER_S: Final = 90_000
_BT709: Final = 1  # ITU-T H.273: colours as high definition has them
_LIMITED: Final = 1  # 16 to 235, as browsers expect
_QUALITY: Final = {"preset": "veryfast", "crf": "21"}


class Film:
    """One MP4 that is written. Used by one thread, which must `close` it."""

    def __init__(
        self, path: Path, size: tuple[int, int], *, frames_per_s: float, clip: Path, reader: str
    ) -> None:
        """Begin the file.

        Args:
            size: Width and height of every frame; an odd one gets a pixel more.
            frames_per_s: About; each frame brings its own time.
            clip, reader: Where the sound comes from, as `Sound` takes them.
        """
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        self._file = av.open(str(path), "w", format="mp4", options=options)
        rate = Fraction(max(frames_per_s, 1.0)).limit_denominator(1001)
        self._stream = self._file.add_stream("libx264", rate=rate, options=dict(_QUALITY))
        self._stream.width, self._stream.height = (side + side % 2 for side in size)
        self._stream.pix_fmt = "yuv420p"
        self._stream.metadata.clear()
        encoder = self._stream.codec_context
        encoder.time_base = Fraction(1, _TICKS_PER_S)
        encoder.colorspace = encoder.color_primaries = encoder.color_trc = _BT709
        encoder.color_range = _LIMITED
        self._last = -1
        self._sound = Sound(clip, reader, self._file)

    def add(self, image: npt.NDArray[np.uint8], t: float) -> None:
        """Write the next frame, (H, W, 3) uint8 BGR, at its time in seconds."""
        height, width = image.shape[:2]
        if height % 2 or width % 2:
            image = np.asarray(
                cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE),
                np.uint8,
            )
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="bgr24")
        frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
        frame.time_base = Fraction(1, _TICKS_PER_S)
        frame.pts = self._last = max(round(t * _TICKS_PER_S), self._last + 1)
        self._file.mux(self._stream.encode(frame))
        self._sound.up_to(t)

    def close(self) -> bool:
        """End the file; whether all of the clip's sound is in it."""
        self._file.mux(self._stream.encode(None))
        self._sound.up_to(np.inf)
        self._sound.close()
        self._file.close()
        return self._sound.told
