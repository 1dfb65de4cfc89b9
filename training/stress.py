"""Faces as they come: what the network still reads when a picture is worse than FER2013's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.classifier import Classifier
from core.crop import PATCH_PX
from core.dataset.face_set import FaceSet
from core.labels import EMOTIONS
from training.camera import askew, barred, lit_from_side
from training.report import confusion_matrix, probabilities_of, recall_of

_EYES_AT: Final = 0.38  # share of the side from the top, as FER2013 frames a face
_BAR_PX: Final = 6
_FACES: Final = 1200  # of PublicTest's 3,589: the same faces throughout, so differences hold


@dataclass(frozen=True)
class StressResult:
    """The accuracy after one disturbance at one strength."""

    disturbance: str
    strength: str  # mild, medium or strong
    setting: str  # what was done, in words
    accuracy: float  # [0, 1]
    lost: float  # points of accuracy below the undisturbed faces'
    recall: dict[str, float]  # per class that occurs
    neutral_read_sad: float | None  # share of the neutral faces; None if there is none


def measure_stress(classifier: Classifier, faces: FaceSet) -> list[StressResult]:
    """Each disturbance of _DISTURBANCES at its three strengths, on the first 1,200 faces."""
    originals, labels = faces.images[:_FACES], faces.labels[:_FACES]
    plain = float((_read(classifier, originals) == labels).mean())
    results: list[StressResult] = []
    for name, (disturb, settings) in _DISTURBANCES.items():
        for strength, (value, words) in zip(("mild", "medium", "strong"), settings, strict=True):
            images = np.stack([disturb(image, value) for image in originals])
            confusion = confusion_matrix(_read(classifier, images), labels)
            accuracy = float(np.trace(confusion) / len(labels))
            results.append(
                StressResult(
                    disturbance=name,
                    strength=strength,
                    setting=words,
                    accuracy=round(accuracy, 5),
                    lost=round(100 * (plain - accuracy), 2),
                    recall=recall_of(confusion),
                    neutral_read_sad=_neutral_read_sad(confusion),
                )
            )
    return results


def _read(classifier: Classifier, images: np.ndarray) -> np.ndarray:
    return probabilities_of(classifier, images).argmax(axis=1)


def _neutral_read_sad(confusion: np.ndarray) -> float | None:
    """What users see most: a bowed or tilted face without expression is called sad."""
    row = confusion[EMOTIONS.index("neutral")]
    return round(float(row[EMOTIONS.index("sad")] / row.sum()), 5) if row.sum() else None


def _small(image: np.ndarray, side_px: float) -> np.ndarray:
    side = int(side_px)
    small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_LINEAR)


def _dim(image: np.ndarray, share: float) -> np.ndarray:
    return (image * share).astype(np.uint8)


def _tilted(image: np.ndarray, degrees: float) -> np.ndarray:
    return _warped(image, degrees=degrees)


def _shifted(image: np.ndarray, share: float) -> np.ndarray:
    return _warped(image, shift_px=share * PATCH_PX)


def _zoomed(image: np.ndarray, zoom: float) -> np.ndarray:
    return _warped(image, zoom=zoom)


def _warped(
    image: np.ndarray, *, degrees: float = 0, zoom: float = 1, shift_px: float = 0
) -> np.ndarray:
    middle = (PATCH_PX - 1) / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), degrees, zoom)
    matrix[:, 2] += shift_px
    return cv2.warpAffine(image, matrix, (PATCH_PX, PATCH_PX), borderMode=cv2.BORDER_REPLICATE)


def _covered(image: np.ndarray, share: float) -> np.ndarray:
    out = image.copy()
    out[PATCH_PX - round(share * PATCH_PX) :] = 128
    return out


def _compressed(image: np.ndarray, quality: float) -> np.ndarray:
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))


def _bowed(image: np.ndarray, share: float) -> np.ndarray:
    return askew(image, across=0.0, along=-share)


def _turned(image: np.ndarray, share: float) -> np.ndarray:
    return askew(image, across=share, along=0.0)


def _side_lit(image: np.ndarray, lost: float) -> np.ndarray:
    return lit_from_side(image, lost=lost, angle=0.0)


def _blurred(image: np.ndarray, sigma_px: float) -> np.ndarray:
    return cv2.GaussianBlur(image, (0, 0), sigma_px)


def _barred(image: np.ndarray, strength: float) -> np.ndarray:
    return barred(image, middle=_EYES_AT, height_px=_BAR_PX, strength=strength)


def _coloured(image: np.ndarray, strength: float) -> np.ndarray:
    """As a camera in warm light sees the face, made grey again as `face_patch` does."""
    blue, red = np.array([1 - strength, 1 + strength])
    colours = np.stack([image * blue, image * 1.0, np.minimum(image * red, 255)], axis=-1)
    return cv2.cvtColor(colours.astype(np.uint8), cv2.COLOR_BGR2GRAY)


_Settings = tuple[tuple[float, str], tuple[float, str], tuple[float, str]]
_DISTURBANCES: Final[dict[str, tuple[Callable[[np.ndarray, float], np.ndarray], _Settings]]] = {
    "small": (_small, ((32, "32 px"), (24, "24 px"), (16, "16 px"))),
    "dim": (_dim, ((0.6, "60 % of the light"), (0.35, "35 %"), (0.2, "20 %"))),
    "tilted": (_tilted, ((7, "7°"), (14, "14°"), (20, "20°"))),
    "shifted": (_shifted, ((0.04, "4 % of the side"), (0.08, "8 %"), (0.12, "12 %"))),
    "larger": (_zoomed, ((1.08, "8 % larger"), (1.16, "16 %"), (1.24, "24 %"))),
    "smaller": (_zoomed, ((0.93, "7 % smaller"), (0.86, "14 %"), (0.8, "20 %"))),
    "covered": (_covered, ((0.15, "lowest 15 %"), (0.3, "30 %"), (0.5, "50 %"))),
    "JPEG": (_compressed, ((50, "quality 50"), (30, "30"), (15, "15"))),
    "bowed": (_bowed, ((0.04, "chin narrower by 8 %"), (0.08, "16 %"), (0.12, "24 %"))),
    "turned": (_turned, ((0.04, "one side shorter by 8 %"), (0.08, "16 %"), (0.12, "24 %"))),
    "side light": (_side_lit, ((0.3, "30 % lost at the dark side"), (0.5, "50 %"), (0.7, "70 %"))),
    "blurred": (_blurred, ((0.6, "0.6 px"), (1.0, "1 px"), (1.5, "1.5 px"))),
    "barred": (_barred, ((0.3, "eyes 30 % darker"), (0.5, "50 %"), (0.8, "80 %"))),
    "coloured": (_coloured, ((0.2, "warm light, 20 %"), (0.4, "40 %"), (0.6, "60 %"))),
}
