"""A clip through the browser's own code, run by Node, and drawn as Live would draw it.

Canvas is the browser's: here Python's twin draws what the browser's code decided, in the same
places (tests/pages/test_browser_cover.py and core/overlay.py hold both together).
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from core.analysis import Reading
from core.classifier import Prediction
from core.cover import DARK
from core.emojis import EmojiSet
from core.face import Box, Face
from core.labels import EMOTIONS
from core.live import LiveSettings
from core.overlay import draw_emojis
from tests.support.browser_code import answer, networks
from tests.support.clips import Clip, Frame, frames

_SCRIPT: Final = Path(__file__).parents[1] / "support" / "browser_scene.mjs"
_TIMEOUT_S: Final = 600.0


def shown_in_browser(clip: Clip, model: Path, emojis: EmojiSet) -> Iterator[tuple[Frame, Any]]:
    """Each frame of the clip, and what the visitor sees of it, (H, W, 3) uint8 BGR.

    Args:
        model: Its `.tflite` file.
    """
    settings = LiveSettings(emojis)
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder, "frames.rgba")
        listed = list(_written(clip, film))
        job = {
            **networks(model),
            "file": str(film),
            "frames": listed,
            "onlyWhole": clip.only_whole,
            "settings": {
                "style": settings.style,
                "smoothingS": settings.smoothing_s,
                "minConfidence": settings.min_confidence,
            },
        }
        decided = answer(_SCRIPT, job, Path(folder), timeout_s=_TIMEOUT_S)
    for frame, one in zip(frames(clip), decided, strict=True):
        readings = [_reading(found) for found in one["marked"]]
        image = np.asarray(frame.image, np.uint8)
        out = draw_emojis(image, readings, emojis, style="cover", size=settings.emoji_scale)
        for area in one["hidden"]:
            x0, y0, x1, y1 = (max(0, round(side)) for side in area)
            out[y0:y1, x0:x1] = DARK
        yield frame, out


def _written(clip: Clip, film: Path) -> Iterator[dict[str, Any]]:
    with film.open("wb") as file:
        for frame in frames(clip):
            file.write(cv2.cvtColor(frame.image, cv2.COLOR_BGR2RGBA).tobytes())
            height, width = frame.image.shape[:2]
            yield {"width": width, "height": height, "t": frame.t, "blind": clip.blind(frame.t)}


def _reading(found: dict[str, Any]) -> Reading:
    face = found["face"]
    points = np.array(face["landmarks"], np.float32)
    return Reading(
        Face(Box(*face["box"]), face["score"], points),
        Prediction(EMOTIONS, np.array(found["probabilities"], np.float32)),
        found["track"],
        found["said"],
    )
