"""A head -> an emoji in one of three looks: 512 px, transparent around it.

Each look is built of OpenCV's photo functions (edge-preserving smoothing, bilateral filters) and
lines that are drawn where a face has them. No random numbers: one head always gives one picture.
"""

from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from core.cutout import HEAD_PX, Head

LOOKS: Final = ("comic", "watercolour", "line")

_INK: Final = np.array([46, 30, 34], np.float32)  # BGR of the lines: warm black
_SEPIA: Final = np.array([58, 44, 60], np.float32)
_WHITE: Final = np.array([255, 255, 255], np.float32)
_PAPER: Final = np.array([240, 247, 252], np.float32)
_SPECK_PX: Final = 24  # a smaller line is dirt


def cartoon(head: Head, look: str) -> np.ndarray:
    """The head as an emoji: (512, 512, 4) uint8, BGR and straight alpha.

    Args:
        look: One of LOOKS.
    """
    if look == "comic":
        return _comic(head)
    if look == "watercolour":
        return _watercolour(head)
    if look == "line":
        return _line(head)
    raise ValueError(f"A look is one of {', '.join(LOOKS)}, not {look!r}.")


def _comic(head: Head) -> np.ndarray:
    """Few flat tones, strong colours, inked lines and a white rim as of a sticker."""
    flat = _flat_tones(_smoothed(head.image, rounds=3), tones=7, sharpness=0.3)
    ink = np.maximum(0.92 * _lines(head.image, width=1.7), 0.8 * _contour(head.alpha))
    inked = _mix(_colourful(flat, 1.25), _INK, ink)
    return _as_sticker(inked, head.alpha, rim_px=11)


def _watercolour(head: Head) -> np.ndarray:
    """Thin washes with soft steps, pigment that gathers at their ends, and the paper's grain."""
    half = cv2.resize(head.image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half = cv2.edgePreservingFilter(half, flags=cv2.RECURS_FILTER, sigma_s=20, sigma_r=0.35)
    wash = cv2.resize(half, (HEAD_PX, HEAD_PX), interpolation=cv2.INTER_CUBIC)
    wash = _colourful(_flat_tones(wash, tones=8, sharpness=0.12), 1.5)
    thinned = 255 - (255 - wash.astype(np.float32)) * 0.88
    lines = 0.6 * cv2.GaussianBlur(_lines(head.image, width=2.0), (0, 0), 0.8)
    painted = _mix(thinned, _SEPIA, lines)
    fine, coarse = _paper()
    gathered = head.alpha * (1 - cv2.GaussianBlur(head.alpha, (0, 0), 7))
    pigment = 1 + 0.12 * (fine - 0.5) + 0.14 * (coarse - 0.5) + 0.9 * gathered
    painted = 255 - (255 - painted) * pigment[..., None]
    ragged = np.clip((cv2.GaussianBlur(head.alpha, (0, 0), 3) - 0.3 - 0.35 * coarse) * 5, 0, 1)
    return _bgra(painted, np.minimum(ragged, 1))


def _line(head: Head) -> np.ndarray:
    """Ink on paper: the lines of the face, and hatching where it is dark."""
    smooth = _smoothed(head.image, rounds=2)
    grey = cv2.GaussianBlur(cv2.cvtColor(smooth, cv2.COLOR_BGR2GRAY), (0, 0), 3).astype(np.float32)
    falling, rising = _hatching()
    hatched = np.maximum(falling * _ramp(grey, 128, 96), rising * _ramp(grey, 88, 60))
    lines = np.maximum(_lines(head.image, width=1.5), _contour(head.alpha))
    ink = np.maximum.reduce([lines, 0.8 * hatched, _ramp(grey, 50, 30)])
    page = np.broadcast_to(_PAPER, head.image.shape)
    return _as_sticker(_mix(page, _INK, ink), head.alpha, rim_px=7)


def _smoothed(image: np.ndarray, *, rounds: int) -> np.ndarray:
    """Skin and cloth without their grain, with their edges: bilateral filters at half size.

    Source: Winnemöller et al., "Real-Time Video Abstraction", 2006, section 3.1.
    """
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    for _ in range(rounds):
        small = cv2.bilateralFilter(small, 9, 28, 6)
    large = cv2.resize(small, image.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return cv2.bilateralFilter(large, 5, 20, 3)


def _flat_tones(image: np.ndarray, *, tones: int, sharpness: float) -> np.ndarray:
    """The picture in few steps of lightness, with steps that are soft where the light is.

    Source: Winnemöller et al., "Real-Time Video Abstraction", 2006, section 3.3.
    """
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)
    lightness = cv2.GaussianBlur(lab[..., 0], (0, 0), 1.5).astype(np.float32)
    step = 255 / tones
    middle = (np.floor(lightness / step) + 0.5) * step
    lab[..., 0] = np.clip(middle + step / 2 * np.tanh(sharpness * (lightness - middle)), 0, 255)
    return cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)


def _lines(image: np.ndarray, *, width: float) -> np.ndarray:
    """(H, W) float32, [0, 1]: how much ink lies where: along what is darker than its surroundings.

    Source: Winnemöller et al., "XDoG: An eXtended difference-of-Gaussians compendium", 2012.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    grey = cv2.bilateralFilter(grey, 7, 24, 4).astype(np.float32)
    darker = cv2.GaussianBlur(grey, (0, 0), 2.4 * width) - cv2.GaussianBlur(grey, (0, 0), width)
    # Differences count for more in the dark, where eyes see finer steps.
    ink = _ramp(darker * (1.6 - grey / 255), 3.5, 11)
    _count, parts, stats, _middles = cv2.connectedComponentsWithStats((ink > 0.35).astype(np.uint8))
    large = np.asarray(stats[:, cv2.CC_STAT_AREA] >= _SPECK_PX, np.uint8)
    large[0] = 0  # what is no line
    return ink * cv2.dilate(large[np.asarray(parts, np.intp)], np.ones((5, 5), np.uint8))


def _ramp(values: np.ndarray, start: float, end: float) -> np.ndarray:
    """0 up to `start`, 1 from `end` on, which may lie below it; smooth between."""
    share = np.clip((values - start) / (end - start), 0, 1)
    return (share * share * (3 - 2 * share)).astype(np.float32)


def _contour(alpha: np.ndarray) -> np.ndarray:
    """(H, W) float32, [0, 1]: ink just inside the head's edge."""
    depth = cv2.distanceTransform((alpha > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    return cv2.GaussianBlur(_ramp(depth, 3.5, 2.0) * (depth > 0), (0, 0), 0.8)


def _colourful(image: np.ndarray, gain: float) -> np.ndarray:
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
    hsv[..., 1] = np.minimum(hsv[..., 1] * gain, 255).astype(np.uint8)
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)


def _mix(image: np.ndarray, colour: np.ndarray, share: np.ndarray) -> np.ndarray:
    mixed = np.array(image, np.float32)
    for channel, wanted in enumerate(colour):  # a plane at a time is twice as fast
        mixed[..., channel] += (wanted - mixed[..., channel]) * share
    return mixed


def _as_sticker(image: np.ndarray, alpha: np.ndarray, *, rim_px: int) -> np.ndarray:
    """The head on a white rim of even width."""
    solid = (alpha > 0.5).astype(np.uint8)
    distance = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 5)
    rim = cv2.GaussianBlur(np.clip(rim_px - distance + 0.5, 0, 1), (0, 0), 1.2)
    return _bgra(_mix(image, _WHITE, 1 - alpha), np.maximum(rim, alpha))


def _bgra(image: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    colour = cv2.convertScaleAbs(np.maximum(image, 0))  # rounded, and at most 255
    return cv2.merge([*cv2.split(colour), cv2.convertScaleAbs(alpha, alpha=255)])


@lru_cache(maxsize=1)
def _paper() -> tuple[np.ndarray, np.ndarray]:
    """Rough paper's fine grain and the slow flow of water on it: (512, 512) float32, [0, 1]."""
    noise = np.random.default_rng(7).random((HEAD_PX, HEAD_PX), dtype=np.float32)
    return _spread(cv2.GaussianBlur(noise, (0, 0), 1.1)), _spread(
        cv2.GaussianBlur(noise, (0, 0), 14)
    )


def _spread(noise: np.ndarray) -> np.ndarray:
    low, high = np.quantile(noise, (0.02, 0.98))
    return np.clip((noise - low) / (high - low), 0, 1).astype(np.float32)


@lru_cache(maxsize=1)
def _hatching() -> tuple[np.ndarray, np.ndarray]:
    """Strokes that fall and strokes that rise: (512, 512) float32, [0, 1]."""
    rows, columns = np.indices((HEAD_PX, HEAD_PX), dtype=np.float32)
    return _ramp(np.sin((rows + columns) * 0.6), 0.1, 0.7), _ramp(
        np.sin((rows - columns) * 0.6), 0.1, 0.7
    )
