"""The pictures that ship for trying: who is in them, how they look, and what they are called."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from core.drawn.scene import group, portrait

LOOP_NAME: Final = "seven-expressions.webp"  # two people and their emojis, over and over
STILL_NAME: Final = "seven-expressions.png"  # one frame of it
PREVIEW_NAME: Final = "preview.jpg"  # what messengers show of a shared link
DEMO_NAME: Final = "demo.zip"  # the demonstration set
STUDY_NAME: Final = "demo-study"  # the folder of what the model that ships finds in it


@dataclass(frozen=True)
class Sample:
    """One picture."""

    name: str  # of its file
    title: str
    people: tuple[tuple[int, str], ...]  # each one's number and expression

    def drawn(self) -> npt.NDArray[np.uint8]:
        """The picture, (H, W, 3) uint8, BGR."""
        return portrait(*self.people[0]) if len(self.people) == 1 else group(self.people)[0]


def samples() -> tuple[Sample, ...]:
    """All pictures: the group first, then a portrait for each of the seven expressions."""
    return (_GROUP, *_PORTRAITS)


_GROUP: Final = Sample(
    "group.jpg",
    "Six people",
    (
        *((21, "happy"), (8, "surprise"), (16, "sad")),
        *((12, "angry"), (18, "happy"), (19, "neutral")),
    ),
)
_PORTRAITS: Final = (
    Sample("happy.jpg", "Happy", ((13, "happy"),)),
    Sample("surprise.jpg", "Surprised", ((8, "surprise"),)),
    Sample("sad.jpg", "Sad", ((16, "sad"),)),
    Sample("angry.jpg", "Angry", ((15, "angry"),)),
    Sample("fear.jpg", "Afraid", ((19, "fear"),)),
    Sample("disgust.jpg", "Disgusted", ((17, "disgust"),)),
    Sample("neutral.jpg", "Neutral", ((18, "neutral"),)),
)
