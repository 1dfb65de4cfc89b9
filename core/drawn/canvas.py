"""Paint on a transparent sheet that is finer than the picture, then shrunk: clean edges."""

import math
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from core.drawn.character import Colour
from core.drawn.pose import Points, Pose

Mask: TypeAlias = npt.NDArray[np.float32]  # (h, w), [0, 1]

_FINE_PX: Final = 150  # a face smaller than this in the picture is painted this large
_MIN_FINENESS: Final = 2
_FRACTION_BITS: Final = 6  # of a pixel, in which outlines are given to OpenCV
_MAX_SIGMA: Final = 3.0  # a wider blur is made on a smaller sheet
_REACH: Final = 2.6  # × sigma, how far a blur is followed


class Canvas:
    """A sheet over a part of a picture. It changes with each stroke; one thread, one drawing."""

    def __init__(self, pose: Pose, *, x: int, y: int, width: int, height: int) -> None:
        """A clear sheet over the picture's pixels from (x, y) on."""
        self.pose = pose
        self._fineness = max(_MIN_FINENESS, min(8, math.ceil(_FINE_PX / pose.size_px)))
        self._corner = np.array([x, y], np.float64)
        self._unit = pose.size_px / 2 * self._fineness  # pixels of the sheet in one of the head
        shape = (height * self._fineness, width * self._fineness)
        # Four planes, BGR times alpha and alpha: twice as fast to paint as four values a pixel.
        self._sheet = np.zeros((4, *shape), np.float32)

    def held(self, pose: Pose) -> "Canvas":
        """The same sheet, to paint on in another pose."""
        other = object.__new__(Canvas)
        other.__dict__.update(self.__dict__, pose=pose)
        return other

    def over(
        self, outline: Points, colour: Colour, *, depth: float | npt.NDArray[np.float64] = 1.0,
        opacity: float = 1.0, blur: float = 0.0,
    ) -> None:  # fmt: skip
        """Paint a shape, also where the sheet is clear."""
        found = self._mask(outline, depth, blur)
        if found is None:
            return
        rows, columns, mask = found
        part = self._sheet[:, rows, columns]
        part += (_planes((*colour, 255.0)) - part) * (mask * np.float32(opacity))

    def on(
        self, outline: Points, colour: Colour, *, depth: float | npt.NDArray[np.float64] = 1.0,
        opacity: float = 1.0, blur: float = 0.0, inside: Mask | None = None,
    ) -> None:  # fmt: skip
        """Paint a shape only where something is already, and only inside a mask if one is given."""
        found = self._mask(outline, depth, blur)
        if found is None:
            return
        rows, columns, mask = found
        if inside is not None:
            mask = mask * inside[rows, columns]
        self._tint(rows, columns, mask * np.float32(opacity), colour)

    def shape(self, outline: Points, *, depth: float | npt.NDArray[np.float64] = 1.0) -> Mask:
        """The shape as a mask of the whole sheet, to paint inside it."""
        whole = np.zeros(self._sheet.shape[1:], np.float32)
        found = self._mask(outline, depth, 0.0)
        if found is not None:
            rows, columns, mask = found
            whole[rows, columns] = mask
        return whole

    def lit(self, inside: Mask, *, wide: float, dark: Colour, bright: Colour) -> None:
        """Model what is inside a mask as an egg in the pose's light."""
        rows, columns = _extent(inside)
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if height <= 0 or width <= 0:
            return
        # Light changes slowly: reckoned on a coarse grid, then enlarged.
        coarse = (max(2, min(48, width)), max(2, min(48, height)))
        across = np.linspace(int(columns.start), int(columns.stop), coarse[0])
        down = np.linspace(int(rows.start), int(rows.stop), coarse[1])
        grid = np.column_stack([np.tile(across, coarse[1]), np.repeat(down, coarse[0])])
        grid = grid / self._fineness + self._corner
        shade = _egg_light(self.pose, grid, wide).reshape(coarse[1], coarse[0])
        shade = cv2.resize(shade, (width, height), interpolation=cv2.INTER_LINEAR)
        clip = inside[rows, columns]
        self._tint(rows, columns, clip * np.clip(-shade, 0, 1), dark)
        self._tint(rows, columns, clip * np.clip(shade, 0, 1), bright)

    def shrunk(self) -> npt.NDArray[np.float32]:
        """(height, width, 4) float32: BGR times alpha, [0, 255], and alpha, [0, 255]."""
        height, width = (side // self._fineness for side in self._sheet.shape[1:])
        sheet = np.ascontiguousarray(np.moveaxis(self._sheet, 0, -1))
        small = cv2.resize(sheet, (width, height), interpolation=cv2.INTER_AREA)
        small[..., :3] *= self.pose.brightness
        small[..., :3] = np.minimum(small[..., :3], small[..., 3:])
        return small.astype(np.float32)

    def _tint(self, rows: slice, columns: slice, mask: Mask, colour: Colour) -> None:
        part = self._sheet[:, rows, columns]
        paint = part[3] * (_planes(colour) / np.float32(255))
        part[:3] += (paint - part[:3]) * mask

    def _mask(
        self, outline: Points, depth: float | npt.NDArray[np.float64], blur: float
    ) -> tuple[slice, slice, Mask] | None:
        """The part of the sheet that a shape touches, and the shape in it; None if it is off."""
        points = (self.pose.project(outline, depth) - self._corner) * self._fineness - 0.5
        sigma = blur * self._unit
        reach = math.ceil(_REACH * sigma) + 2
        low = np.floor(points.min(axis=0)).astype(int) - reach
        high = np.ceil(points.max(axis=0)).astype(int) + reach + 1
        left, top = np.maximum(low, -reach)
        right, bottom = np.minimum(high, np.array(self._sheet.shape[:0:-1]) + reach)
        if right <= left or bottom <= top:
            return None
        coarse = max(1.0, sigma / _MAX_SIGMA)
        size = (math.ceil((bottom - top) / coarse), math.ceil((right - left) / coarse))
        mask = np.zeros(size, np.uint8)
        corners = (points - (left, top) + 0.5) / coarse - 0.5
        fixed = np.rint(corners * (1 << _FRACTION_BITS)).astype(np.int32)
        cv2.fillPoly(mask, [fixed], 255, cv2.LINE_AA, _FRACTION_BITS)
        if sigma > 0.3:
            mask = cv2.GaussianBlur(mask, (0, 0), sigma / coarse)
        if coarse > 1:
            mask = cv2.resize(mask, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR)
        rows = slice(max(top, 0), min(bottom, self._sheet.shape[1]))
        columns = slice(max(left, 0), min(right, self._sheet.shape[2]))
        if rows.stop <= rows.start or columns.stop <= columns.start:
            return None
        cut = mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        return rows, columns, cut.astype(np.float32) / np.float32(255)


def _planes(values: tuple[float, ...]) -> npt.NDArray[np.float32]:
    return np.array(values, np.float32)[:, None, None]


def _extent(mask: Mask) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _egg_light(pose: Pose, pixels: Points, wide: float) -> npt.NDArray[np.float32]:
    """How much brighter (above 0) or darker (below) an egg is at these pixels than in its middle.

    Source: Lambert's cosine law.
    """
    x, y = pose.unproject(pixels).T
    x, y = x / (1.06 * wide), y / 1.12
    z = np.sqrt(np.maximum(0.02, 1 - x**2 - y**2))
    right, down = pose.light
    toward = np.array([right, down, 1.0])
    toward /= np.linalg.norm(toward)
    lit = x * toward[0] + y * toward[1] + z * toward[2]
    return (1.3 * (lit - toward[2])).astype(np.float32)
