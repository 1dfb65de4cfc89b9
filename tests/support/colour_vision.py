"""How far apart two colours are to people who see colours differently; sRGB in, a ratio out."""

from typing import Final

import numpy as np

# What eyes that lack one kind of cone take linear sRGB for.
# Source: Machado, Oliveira & Fernandes, "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", 2009, severity 1.0, for linear sRGB as their authors apply them.
SIGHTS: Final = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Of linear sRGB to XYZ over D65's white. Source: IEC 61966-2-1.
_TO_XYZ: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE: Final = np.array([0.95047, 1.0, 1.08883])
# Differences along L*, a* and b* that half of the people notice between marks of a size.
# Source: Stone, Szafir & Setlur, "An Engineering Model for Color Difference as a Function of Size",
# 2014: p (A + B / size in degrees), p = 0.5.
_NOTICED_A: Final = np.array([10.16, 10.68, 10.70])
_NOTICED_B: Final = np.array([1.50, 3.08, 5.74])


def apart(one: str, other: str, sight: str, *, size_deg: float) -> float:
    """How many times as far apart two colours are as half of the people need to notice it.

    Args:
        one, other: "#rrggbb".
        sight: A key of SIGHTS.
        size_deg: Angle under which the marks are seen; 1 degree is 9 mm half a metre away.
    """
    noticed = 0.5 * (_NOTICED_A + _NOTICED_B / size_deg)
    difference = _lab(one, sight) - _lab(other, sight)
    return float(np.linalg.norm(difference / noticed))


def _lab(colour: str, sight: str) -> np.ndarray:
    """CIELAB of a colour as it looks to these eyes."""
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    seen = _TO_XYZ @ np.clip(SIGHTS[sight] @ linear, 0, 1) / _WHITE
    bent = np.where(seen > (6 / 29) ** 3, np.cbrt(seen), seen / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])
