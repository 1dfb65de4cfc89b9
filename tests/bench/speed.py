"""Our path against the tutorial's, on one core, in one run."""

import os
import time
from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np

from core.analysis import analyse
from core.classifier import Classifier
from core.emojis import load_emoji_set
from core.faces import HAAR_FILE, FaceDetector
from core.live import LiveSession, LiveSettings
from tests.support.folders import ROOT
from tests.support.sample import sample_photo

_OURS: Final = ROOT / "models" / "sharp"  # what Live and Photo use
_TUTORIAL: Final = ROOT / "models" / "tutorial"
_ROUNDS: Final = 30


def on_one_core() -> dict[str, float]:
    """Median milliseconds of classifying a face and of a whole frame, ours and the tutorial's.

    `classify_limit_ms` is what our network's multiply-adds alone would take.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cv2.setNumThreads(1)
    import keras  # after the core is chosen, so that its threads stay on it too

    from tests.bench.limit import limit_ms

    classifier = Classifier.load(_OURS)
    network: Any = keras.saving.load_model(_TUTORIAL / "model.keras")
    frame, patch = _frame(), np.full((1, 48, 48), 120, np.uint8)
    session = LiveSession(FaceDetector("yunet", ROOT / "models"), classifier)
    settings = LiveSettings(load_emoji_set(ROOT / "emojis" / "noto"))
    haar = cv2.CascadeClassifier(str(HAAR_FILE))
    emoji = np.ascontiguousarray(settings.emojis.sprites["happy"][..., :3])

    def tutorial_frame() -> None:
        """What the tutorial's window does for each frame, in our own words."""
        grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
        shown = frame.copy()
        for x, y, w, h in haar.detectMultiScale(grey, scaleFactor=1.3, minNeighbors=5):
            cv2.rectangle(shown, (x, y), (x + w, y + h), (255, 0, 0), 2)
            face = cv2.resize(grey[y : y + h, x : x + w], (48, 48))
            network.predict(face[np.newaxis, ..., np.newaxis], verbose=0)
        cv2.resize(emoji, (480, 480))

    assert len(analyse(frame, FaceDetector("yunet", ROOT / "models"), classifier)) == 1
    pairs = {
        "classify": (
            lambda: classifier.predict(patch),
            lambda: network.predict(patch[..., np.newaxis], verbose=0),
        ),
        "frame": (lambda: session.process(frame, time.monotonic(), settings), tutorial_frame),
    }
    spent = {
        f"{name}_{whose}_ms": ms
        for name, (ours, theirs) in pairs.items()
        for whose, ms in zip(("ours", "tutorial"), _medians(ours, theirs), strict=True)
    }
    return {**spent, "classify_limit_ms": limit_ms(keras.saving.load_model(_OURS / "model.keras"))}


def _frame() -> np.ndarray:
    """640 x 480 with one face of about 170 px, as a webcam shows one."""
    photo = sample_photo()[0:330, 20:460]
    return cv2.resize(photo, (640, 480), interpolation=cv2.INTER_CUBIC)


def _medians(*calls: Callable[[], object]) -> list[float]:
    """Median ms of each call, taken in turn so that a slow moment hits all alike."""
    spent: list[list[float]] = [[] for _ in calls]
    for round_ in range(_ROUNDS + 3):
        for call, times in zip(calls, spent, strict=True):
            started = time.perf_counter()
            call()
            if round_ >= 3:
                times.append((time.perf_counter() - started) * 1000)
    return [float(np.median(times)) for times in spent]
