"""A live session made of stand-ins, and a frame for it."""

import numpy as np
import pytest

from core.emojis import EmojiSet, load_emoji_set
from core.live import LiveSession
from tests.support.folders import EMOJIS
from tests.support.live_parts import Detector, HappyClassifier


@pytest.fixture(scope="module")
def emojis() -> EmojiSet:
    return load_emoji_set(EMOJIS / "noto")


@pytest.fixture
def detector() -> Detector:
    return Detector()


@pytest.fixture
def session(detector) -> LiveSession:
    return LiveSession(detector, HappyClassifier())  # type: ignore[arg-type]


@pytest.fixture
def frame() -> np.ndarray:
    """(480, 640, 3) of noise, so that any pixel that leaks can be told."""
    return np.random.default_rng(0).integers(40, 256, (480, 640, 3), np.uint8)
