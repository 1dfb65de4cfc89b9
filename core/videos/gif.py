"""Frames in, a small GIF out: a moving picture for where no video goes."""

# PyAV leaves open what its packets and streams hold.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeArgument=false
# pyright: reportUnknownParameterType=false

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

LONGEST_S: Final = 20.0  # a GIF of more would have tens of megabytes
_SIDE_PX: Final = 400  # the longer one
_SAMPLE_PX: Final = 96  # side of the pictures by which colours are chosen
_FRAMES_PER_S: Final = 10
_TICKS_PER_S: Final = 100  # what a GIF can say
_BITS: Final = 5  # of each colour, by which it is looked up
_SPREAD: Final = 12.0  # grey levels by which colours are mixed from two of the palette's
# Source: Bayer, "An optimum method for two-level rendition of continuous-tone pictures", 1973.
_BAYER: Final = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16 - 0.5


class Gif:
    """One GIF that is written. Used by one thread, which must `close` it."""

    def __init__(
        self, path: Path, size: tuple[int, int], samples: Sequence[npt.NDArray[np.uint8]]
    ) -> None:
        """Begin the file.

        Args:
            size: Width and height of every frame.
            samples: Pictures, (H, W, 3) uint8 BGR, that hold the colours to come.
        """
        scale = min(1.0, _SIDE_PX / max(size))
        width, height = (max(1, round(side * scale)) for side in size)
        self._size = width, height
        options = {"loop": "0", "fflags": "+bitexact"}
        self._file = av.open(str(path), "w", format="gif", options=options)
        self._stream = self._file.add_stream("gif", rate=_FRAMES_PER_S)
        self._stream.width, self._stream.height = self._size
        self._stream.pix_fmt = "pal8"
        self._stream.codec_context.time_base = Fraction(1, _TICKS_PER_S)
        self._colours = _colours(samples)
        self._place_of = _places(self._colours)
        # The same at the same place of every frame, so that what stands still does not flicker.
        pattern = np.tile(_BAYER * _SPREAD, (height // 4 + 1, width // 4 + 1))[:height, :width]
        self._more = np.repeat(pattern[..., np.newaxis], 3, axis=2).astype(np.float32)
        self._due = 0.0
        self._last = -1

    def add(self, image: npt.NDArray[np.uint8], t: float) -> None:
        """Write the frame, (H, W, 3) uint8 BGR, if one is due at its time in seconds."""
        if t < self._due or t > LONGEST_S:
            return
        self._due = max(self._due, t) + 1 / _FRAMES_PER_S - 0.5 / _TICKS_PER_S
        small = cv2.resize(image, self._size, interpolation=cv2.INTER_AREA)
        mixed = cv2.add(small.astype(np.float32), self._more)
        coarse = np.clip(mixed, 0, 255).astype(np.uint8) >> (8 - _BITS)
        blue, green, red = (coarse[..., channel].astype(np.intp) for channel in range(3))
        places = self._place_of[(blue << 2 * _BITS) | (green << _BITS) | red]
        coloured: Any = places, _argb(self._colours)  # the stub knows one array only
        frame = av.VideoFrame.from_ndarray(coloured, format="pal8")
        frame.time_base = Fraction(1, _TICKS_PER_S)
        frame.pts = self._last = max(round(t * _TICKS_PER_S), self._last + 1)
        self._file.mux(self._stream.encode(frame))

    def close(self) -> None:
        """End the file."""
        self._file.mux(self._stream.encode(None))
        self._file.close()


def _colours(samples: Sequence[npt.NDArray[np.uint8]]) -> npt.NDArray[np.uint8]:
    """The (256, 3) BGR colours that stand for all in the pictures."""
    small = [
        cv2.resize(one, (_SAMPLE_PX, _SAMPLE_PX), interpolation=cv2.INTER_AREA) for one in samples
    ]
    column = Image.fromarray(np.concatenate(small))  # to Pillow blue is the first of three, too
    chosen = column.quantize(256, method=Image.Quantize.MEDIANCUT).getpalette() or []
    colours = np.zeros((256, 3), np.uint8)
    known = np.array(chosen, np.uint8).reshape(-1, 3)
    colours[: len(known)] = known
    return colours


def _places(colours: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Of every coarse colour the nearest one's place in the palette: (32768,)."""
    step = 1 << (8 - _BITS)
    levels = np.arange(0, 256, step, dtype=np.float32) + step / 2
    grid = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    known = colours.astype(np.float32)
    # |a - b|² = |a|² - 2 a·b + |b|², of which |a|² is the same for every b.
    far = (known**2).sum(axis=1) - 2 * grid @ known.T
    return far.argmin(axis=1).astype(np.uint8)


def _argb(colours: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """(256, 4) as a frame of 256 colours takes them."""
    opaque = np.full((len(colours), 1), 255, np.uint8)
    return np.concatenate([opaque, colours[:, ::-1]], axis=1)
