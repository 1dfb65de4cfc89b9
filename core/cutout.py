"""A photo and a face in it -> the head alone, upright and evenly lit, with a soft transparent edge.

Who is a person and what is background says MediaPipe's selfie network; the face's box and
landmarks say where the head ends. The edge then follows the picture's own, hair included.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.errors import UserError
from core.face import Face
from core.network import Network

HEAD_PX: Final = 512  # side of what comes out, as messengers want a sticker
SELFIE_FILE: Final = Path("selfie") / "selfie_segmentation.tflite"
_FETCH: Final = "Run `python models/fetch.py selfie`."

_NETWORK_PX: Final = 256  # side of what the network eats
# × the square root of the face box's area, from the middle of the box.
_VIEW: Final = 3.0  # side of what the network sees: shoulders tell it what is a person
_RAISED: Final = 0.12  # the head's middle above the face's, since there is hair
_SIDEWAYS: Final = 0.92  # hair that hangs wider than this is cut; half the outline's width
_BELOW: Final = 0.65  # where the neck is cut, under the chin
_ABOVE: Final = 1.5  # hair and hats may be as high
_SOFT: Final = 0.05  # over which the neck fades
_MARGIN: Final = 0.05  # × HEAD_PX, left free around the head
_EDGE_PX: Final = 9  # radius in which the mask's edge looks for the picture's
_EDGE_CONTRAST: Final = 2e-4  # squared, of [0, 1]: fainter edges are no edges
_SURE: Final = (0.25, 0.8)  # below and above, a pixel is background or head
_LIGHT: Final = 0.16  # × HEAD_PX: sigma of what counts as light, not as a feature
_EVENED: Final = 0.45  # share of the uneven light that is taken away
_RANGE: Final = 175.0  # of lightness, of 255, from the head's darkest to its lightest 5 %
_MAX_STRETCH: Final = 1.5
_MIDDLE: Final = 165.0  # toward this lightness a head's middle tone is moved
_BRIGHTENED: Final = 0.4  # by this share of the way
_KNEE: Final = 35.0  # this far above the middle tone
_PRESSED: Final = 0.5


@dataclass(frozen=True, eq=False)
class Head:
    """A head cut out."""

    image: np.ndarray  # (512, 512, 3) uint8, BGR; background beside the head stays in it
    alpha: np.ndarray  # (512, 512) float32, [0, 1]: 1 is head
    face_px: float  # square root of the face box's area in this picture


class HeadCutter:
    """Cuts heads out. Safe to call from several threads: one at a time gets in."""

    def __init__(self, models: Path) -> None:
        """Load the network.

        Args:
            models: The folder that holds `selfie/`.

        Raises:
            FileNotFoundError, UserError: It is not there, or damaged.
        """
        path = models / SELFIE_FILE
        if not path.exists():
            raise FileNotFoundError(f"{path} is missing. {_FETCH}")
        try:
            self._network = Network(path.read_bytes())
        except (ValueError, RuntimeError) as error:
            raise UserError(f"{path.name} is damaged. {_FETCH}") from error

    def cut(self, image: np.ndarray, face: Face) -> Head:
        """The head of this face, turned upright, filling the picture.

        Args:
            image: (H, W, 3) uint8, BGR, upright.
        """
        view, to_view = _turned_out(image, face, _NETWORK_PX, _VIEW, (0.0, -_RAISED))
        rough = self._person(view) * _inside(image, to_view, _NETWORK_PX)
        rough *= _head_shape(_NETWORK_PX, _NETWORK_PX / _VIEW)
        rough = _largest_part(rough)
        side, middle = _filling(rough, _VIEW)
        middle = (middle[0], middle[1] - _RAISED)
        out, to_out = _turned_out(image, face, HEAD_PX, side, middle)
        move = to_out @ np.vstack([cv2.invertAffineTransform(to_view), [0, 0, 1]])
        fine = cv2.warpAffine(rough, move, (HEAD_PX, HEAD_PX), flags=cv2.INTER_CUBIC)
        return Head(even_light(out, fine), _to_edges(out, fine), HEAD_PX / side)

    def _person(self, view: np.ndarray) -> np.ndarray:
        rgb = cv2.cvtColor(view, cv2.COLOR_BGR2RGB).astype(np.float32) / 255
        ((person,),) = self._network.answers(rgb[np.newaxis])
        return person[..., 0]


def even_light(image: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The picture with half of its uneven light taken away and its head's tones spread.

    Args:
        image: (H, W, 3) uint8, BGR.
        weight: (H, W) float32, [0, 1]: whose light counts.
    """
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)
    lightness = lab[..., 0].astype(np.float32)
    known = np.clip(weight, 0, 1) + 1e-3
    sigma = _LIGHT * len(image)
    light = _blurred(lightness * known, sigma) / _blurred(known, sigma)
    middle = float((lightness * known).sum() / known.sum())
    evened = lightness - _EVENED * (light - middle)
    inside = evened[weight > 0.5]
    if inside.size:
        dark, middle, bright = np.quantile(inside[::7], (0.05, 0.6, 0.95))
        stretch = float(np.clip(_RANGE / max(bright - dark, 1.0), 1.0, _MAX_STRETCH))
        moved = middle + _BRIGHTENED * (_MIDDLE - middle)
        evened = (evened - middle) * stretch + moved
        # Highlights are pressed together: on a small picture they would be white holes.
        knee = moved + _KNEE
        evened = np.minimum(evened, knee + (evened - knee) * _PRESSED)
    lab[..., 0] = np.clip(evened, 0, 255).astype(np.uint8)
    return cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)


def _turned_out(
    image: np.ndarray, face: Face, pixels: int, side: float, middle: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """A square of the picture, turned until the face is upright, and the matrix that made it.

    Args:
        pixels: Side of the square that comes out.
        side: Of the square in the picture, × the square root of the face box's area.
        middle: Of the square, from the face's middle, right and down, in the same unit.
    """
    box = face.box
    size = math.sqrt(max(box.width * box.height, 1.0))
    centre = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
    roll = math.radians(face.roll_deg)
    right = np.array([math.cos(roll), math.sin(roll)])
    down = np.array([-right[1], right[0]])
    centre = centre + size * (middle[0] * right + middle[1] * down)
    zoom = pixels / (side * size)
    matrix = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), face.roll_deg, zoom)
    matrix[:, 2] += pixels / 2 - centre
    flags = cv2.INTER_LINEAR if zoom < 1 else cv2.INTER_CUBIC
    square = cv2.warpAffine(
        image, matrix, (pixels, pixels), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return square, matrix


def _inside(image: np.ndarray, matrix: np.ndarray, pixels: int) -> np.ndarray:
    """1 where the square shows the picture, 0 where it leaves it."""
    ones = np.ones(image.shape[:2], np.float32)
    return cv2.warpAffine(ones, matrix, (pixels, pixels))


def _head_shape(pixels: int, unit: float) -> np.ndarray:
    """1 where a head may be, around the face of a square made with _VIEW: hair yes, shoulders no.

    Args:
        unit: Pixels of the square root of the face box's area.
    """
    rows, columns = (np.indices((pixels, pixels)) - (pixels - 1) / 2) / unit
    rows = rows - _RAISED  # now from the middle of the face
    height = np.where(rows > 0, _BELOW, _ABOVE)
    distance = 1 - np.hypot(columns / _SIDEWAYS, rows / height)
    return np.clip(distance * _BELOW / _SOFT + 0.5, 0, 1).astype(np.float32)


def _largest_part(mask: np.ndarray) -> np.ndarray:
    """The mask without what hangs together with nothing: another head, a hand."""
    core = (mask > 0.5).astype(np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(core)
    if count < 2:
        return mask
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    near = cv2.dilate((parts == largest).astype(np.uint8), np.ones((9, 9), np.uint8))
    return mask * near


def _filling(mask: np.ndarray, view: float) -> tuple[float, tuple[float, float]]:
    """Side and middle of the square that the head fills, in units of the view's."""
    rows, columns = np.nonzero(mask > 0.5)
    if not len(rows):
        return view * 0.6, (0.0, 0.0)
    unit = len(mask) / view
    x0, x1 = columns.min(), columns.max() + 1
    y0, y1 = rows.min(), rows.max() + 1
    side = max(x1 - x0, y1 - y0) / unit / (1 - 2 * _MARGIN)
    middle = ((x0 + x1 - len(mask)) / 2 / unit, (y0 + y1 - len(mask)) / 2 / unit)
    return float(side), (float(middle[0]), float(middle[1]))


def _to_edges(image: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The mask with its edge where the picture has one.

    Source: He et al., "Guided Image Filtering", 2010, with the grey picture as the guide.
    """
    guide = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    size = (2 * _EDGE_PX + 1, 2 * _EDGE_PX + 1)
    mean, mean_mask = cv2.blur(guide, size), cv2.blur(mask, size)
    covariance = cv2.blur(guide * mask, size) - mean * mean_mask
    variance = cv2.blur(guide * guide, size) - mean * mean
    slope = covariance / (variance + _EDGE_CONTRAST)
    offset = mean_mask - slope * mean
    followed = cv2.blur(slope, size) * guide + cv2.blur(offset, size)
    low, high = _SURE
    return np.clip((followed - low) / (high - low), 0, 1).astype(np.float32)


def _blurred(values: np.ndarray, sigma: float) -> np.ndarray:
    """A wide Gaussian blur, worked at an eighth of the size."""
    small = cv2.resize(values, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), sigma / 8)
    return cv2.resize(blurred, values.shape[::-1], interpolation=cv2.INTER_LINEAR)
