"""What is told of a picture that was worked on, as JSON keeps it."""

from typing import Any

import numpy as np

from core.analysis import Reading


def record(file: str, image: np.ndarray, readings: list[Reading], seconds: float) -> dict[str, Any]:
    """The picture's size and each face: where it is, what it looks like, how sure that is.

    Args:
        image: (H, W, 3) uint8.
        seconds: How long the picture took.
    """
    height, width = image.shape[:2]
    return {
        "file": file,
        "width": width,
        "height": height,
        "faces": [
            {
                "box": [round(float(edge), 1) for edge in reading.face.box],
                "score": round(reading.face.score, 4),
                "label": reading.prediction.label,
                "confidence": round(reading.prediction.confidence, 6),
                "probabilities": {
                    name: round(share, 6) for name, share in reading.prediction.scores.items()
                },
            }
            for reading in readings
        ],
        "seconds": round(seconds, 4),
    }
