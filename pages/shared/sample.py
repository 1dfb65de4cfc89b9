"""What Home and My emoji show of the app at work, and how fast it works here."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.drawn.character import character
from core.drawn.expression import REST
from core.drawn.pose import Pose
from core.drawn.samples import LOOP_NAME, STILL_NAME
from core.drawn.scene import Sitter, backdrop, picture
from core.emojis import EmojiSet
from core.overlay import Mark, draw_marks
from pages.server import served
from pages.shared import assets, folders, models, widgets
from pages.shared.album import ReadPicture

LOOP_WORDS: Final = (
    "Two drawn people make seven faces; the matching emoji covers one and sits beside the other"
)
TAUGHT: Final = "sleeping"  # the emoji of the class that stands as an example: eyes shut
_READINGS: Final = 9
_SIDE_PX: Final = 240
_WHO: Final = 3


@st.cache_resource(show_spinner=False)
def loop() -> tuple[str, str]:
    """The addresses of the loop and of one still frame of it."""
    files = (folders.SAMPLE.with_name(name) for name in (LOOP_NAME, STILL_NAME))
    moving, still = (assets.publish(path.name, path.read_bytes()) for path in files)
    return f"{served.base_path()}/{moving}", f"{served.base_path()}/{still}"


@st.cache_resource(show_spinner=False)
def taught(_emojis: EmojiSet) -> tuple[str, str]:
    """Data addresses of two pictures: somebody with shut eyes, and the same with its emoji."""
    pose = Pose(x=_SIDE_PX / 2, y=0.52 * _SIDE_PX, size_px=0.6 * _SIDE_PX, tilt_deg=-4)
    sitter = Sitter(character(_WHO), replace(REST, eye_open=0.05, lower_lid=0.3), pose)
    bare = picture(backdrop(_SIDE_PX, _SIDE_PX, _WHO), [sitter])
    mark = Mark(sitter.face.box, pose.tilt_deg, TAUGHT)
    covered = draw_marks(bare, [mark], _emojis, style="cover")
    opaque = np.full((_SIDE_PX, _SIDE_PX), 255, np.uint8)
    first, second = (
        widgets.sprite_data_url(np.dstack([image, opaque])) for image in (bare, covered)
    )
    return first, second


@st.cache_resource(max_entries=40, show_spinner=False)
def read_once(
    name: str, detector: str, model: models.ModelVersion, _read: Callable[[], ReadPicture]
) -> ReadPicture:
    """What was read of a sample that ships, once for all visitors; not to be changed.

    Args:
        model: The app's own: what a visitor's own layer says is that visitor's.
    """
    return _read()


@st.cache_resource(show_spinner=False)
def reading_ms(model: models.ModelVersion) -> float:
    """How long this machine takes to read one face, in milliseconds."""
    classifier = models.classifier(model)
    patch = np.zeros((1, classifier.card.patch_px, classifier.card.patch_px), np.uint8)
    taken: list[float] = []
    for _ in range(_READINGS):
        started = time.perf_counter()
        classifier.predict(patch)
        taken.append(1000 * (time.perf_counter() - started))
    return min(taken)
