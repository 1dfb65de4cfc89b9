"""Two training faces in one: blended, or the one cut into the other, and their targets likewise.

Source: Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018; Yun et al., "CutMix", 2019.
"""

import numpy as np

from training.runs.config import RunConfig


def mixed(
    images: np.ndarray, wanted: np.ndarray, config: RunConfig, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """A step's pictures and targets, each mixed with another of the step.

    Args:
        images: (n, side, side) uint8 grey.
        wanted: (n, 7) float32, rows sum to 1.

    Returns:
        (n, side, side) float32 or uint8 grey, and (n, 7) float32; as they came without mixup.
    """
    if not config.mixup:
        return images, wanted
    partner = random.permutation(len(images))
    if random.random() < config.cutmix:
        images, share = _cut(images, images[partner], config.mixup, random)
        return images, share * wanted + (1 - share) * wanted[partner]
    share = random.beta(config.mixup, config.mixup, len(images)).astype(np.float32)[:, np.newaxis]
    of_picture = share[..., np.newaxis]
    blended = of_picture * images + (1 - of_picture) * images[partner]
    return blended, share * wanted + (1 - share) * wanted[partner]


def _cut(
    images: np.ndarray, others: np.ndarray, alpha: float, random: np.random.Generator
) -> tuple[np.ndarray, np.float32]:
    """The pictures with one rectangle of the others, and the share that is left of them."""
    side = images.shape[1]
    half = side * np.sqrt(1 - random.beta(alpha, alpha)) / 2
    middle = random.uniform(0, side, 2)
    top, left = np.maximum(middle - half, 0).astype(int)
    bottom, right = np.minimum(middle + half, side).astype(int)
    out = images.copy()
    out[:, top:bottom, left:right] = others[:, top:bottom, left:right]
    return out, np.float32(1 - (bottom - top) * (right - left) / side**2)
