"""The demonstration set: drawn faces in the shape of FER2013, so that nobody meets an empty room.

Its figures say how well a recipe learns drawings; they are never to be compared with FER2013's.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.crop import face_patch
from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST, TRAINING
from core.drawn.character import character
from core.drawn.expression import between, expression
from core.drawn.pose import Pose
from core.drawn.scene import Sitter, picture
from core.face import Face
from core.labels import EMOTIONS

# Faces of each class; nobody is in two splits.
COUNTS: Final = {TRAINING: 40, PUBLIC_TEST: 8, PRIVATE_TEST: 8}
# What there is to find in it: faces that show an earlier one's photo again, brighter by as many
# grey levels, and faces that are filed under a label that they do not show.
_AGAIN: Final = {12: (5, 0), 90: (40, 6), 150: (100, 0), 283: (20, 0), 295: (60, 6), 350: (111, 0)}
_MISFILED: Final = {33: "sad", 61: "happy", 118: "angry", 171: "neutral", 222: "surprise"}
_FOLDERS: Final = {TRAINING: "train", PUBLIC_TEST: "test", PRIVATE_TEST: "test"}
_VIEW_PX: Final = 120
_FACE_PX: Final = 66
_FIRST: Final = 1000  # the numbers of its people begin here: none of them is in a sample
_WHEN: Final = (2026, 1, 1, 0, 0, 0)  # of every file, so that the same set has the same bytes


def demo_face(number: int, label: str) -> npt.NDArray[np.uint8]:
    """(48, 48) uint8 grey: the person with this number, framed as FER2013 frames a face."""
    random = np.random.default_rng([number, EMOTIONS.index(label), 19])
    other = EMOTIONS[int(random.integers(len(EMOTIONS)))]
    full = expression(label, float(random.uniform(0.75, 1.05)))
    looks = between(full, expression(other), float(random.uniform(0, 0.12)))
    middle = _VIEW_PX / 2 + random.uniform(-3, 3, 2)
    pose = Pose(
        x=float(middle[0]), y=float(middle[1]), size_px=_FACE_PX * float(random.uniform(0.9, 1.1)),
        tilt_deg=float(random.normal(0, 4)), yaw_deg=float(np.clip(random.normal(0, 9), -20, 20)),
        pitch_deg=float(np.clip(random.normal(0, 3), -8, 8)),
        light=(float(random.uniform(-0.7, 0.7)), float(random.uniform(-0.8, 0.1))),
        brightness=float(random.uniform(0.7, 1.1)),
    )  # fmt: skip
    ground = np.full((_VIEW_PX, _VIEW_PX, 3), random.integers(40, 220, 3), np.uint8)
    person = Sitter(character(number), looks, pose, (float(random.uniform(-0.6, 0.6)), 0.0))
    truth = person.face
    patch = face_patch(picture(ground, [person]), Face(truth.box, 1.0, truth.landmarks))
    grain = random.normal(0, float(random.uniform(1, 5)), patch.shape)
    return np.clip(np.rint(patch + grain), 0, 255).astype(np.uint8)


def _filed(number: int) -> tuple[npt.NDArray[np.uint8], str]:
    """A face of the set, and the label that it is filed under."""
    source, brighter = _AGAIN.get(number, (number, 0))
    shown = EMOTIONS[source % len(EMOTIONS)]
    face = cv2.add(demo_face(_FIRST + source, shown), np.full(1, brighter, np.float64))
    return np.asarray(face, np.uint8), _MISFILED.get(number, shown)


def write_demo(path: Path, tell: Callable[[float], None]) -> None:
    """Write the set as a zip with `train/<class>/` and `test/<class>/`.

    Args:
        tell: Told the share that is drawn.
    """
    total, number = sum(COUNTS.values()) * len(EMOTIONS), 0
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as archive:
        for split, count in COUNTS.items():
            for _ in range(len(EMOTIONS) * count):
                face, label = _filed(number)
                data = cv2.imencode(".png", face, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes()
                name = f"{_FOLDERS[split]}/{label}/{split}_{number:05d}.png"
                archive.writestr(zipfile.ZipInfo(name, _WHEN), data)
                number += 1
                tell(number / total)
    path.write_bytes(memory.getvalue())
