"""`python -m pages.sample.build [PART ...]`: draw the pictures, the loop and the demonstration set.

Everything in this folder but astronaut.jpg comes from here: from the drawn-face generator and,
for loop and study, the app's own reading of it. Takes some minutes; the same code makes the same
files.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from core.analysis import Reading, analyse
from core.classifier import Classifier
from core.drawn.character import character
from core.drawn.demo import write_demo
from core.drawn.samples import DEMO_NAME, LOOP_NAME, PREVIEW_NAME, STILL_NAME, STUDY_NAME, samples
from core.drawn.scene import backdrop, journey_s, moving, picture, shown_s
from core.emojis import EmojiSet, load_emoji_set
from core.faces import FaceDetector
from core.overlay import draw_marks, mark_of
from core.photos import encode_jpeg
from training.runs.serving import serving_name

FOLDER: Final = Path(__file__).resolve().parent
ROOT: Final = FOLDER.parents[1]
LOOP_PEOPLE: Final = ((18, "cover"), (19, "badge"))  # from left to right
LOOP_PX: Final = (400, 440)  # of each person's half
PREVIEW_PX: Final = (1200, 630)  # what the networks ask for
LOOP_FPS: Final = 12
STILL_FRAME: Final = 34  # both emojis have landed
LOOP_WEBP: Final = {"quality": 62, "method": 6, "minimize_size": True}
# In seconds after an expression begins: its emoji comes, has bounced, goes.
_COMES_S: Final = 0.6
_BOUNCED_S: Final = 0.85
_SIZE: Final = 1.25  # × the face's height
_OVERSHOOT: Final = 0.35  # × size, at the bounce's top


def main() -> None:
    """Write the parts that are asked for, or all."""
    parts = {
        "pictures": write_pictures,
        "loop": lambda: write_loop(FOLDER / LOOP_NAME, FOLDER / STILL_NAME),
        "preview": lambda: write_preview(FOLDER / PREVIEW_NAME),
        "demo": lambda: write_demo(FOLDER / DEMO_NAME, lambda _share: None),
        "study": lambda: write_study(FOLDER / DEMO_NAME, FOLDER / STUDY_NAME),
    }
    parser = argparse.ArgumentParser(description="Draw what ships for trying.")
    parser.add_argument("parts", nargs="*", choices=[*parts, []], default=[])
    for part in parser.parse_args().parts or parts:
        parts[part]()
        print(part, flush=True)


def write_pictures() -> None:
    """The portraits and the group."""
    for sample in samples():
        (FOLDER / sample.name).write_bytes(encode_jpeg(sample.drawn()))


def write_study(demo: Path, folder: Path) -> None:
    """What the model that ships finds in the demonstration set, so that Explorer is full at once.

    Raises:
        CalledProcessError: The study failed.
    """
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "training.study", "--model", _model()]
        where = ["--models", str(ROOT / "models"), "--data", str(demo), "--cache", cache]
        subprocess.run([*command, *where], cwd=ROOT, check=True)
        (found,) = (path for path in Path(cache).iterdir() if path.name.startswith("set-"))
        shutil.rmtree(folder, ignore_errors=True)
        # The decoded faces and what other models read are made where they are needed.
        shutil.copytree(found, folder, ignore=shutil.ignore_patterns("images.npy", "faces.json"))


def write_loop(path: Path, still: Path) -> None:
    """Two people side by side whose emojis land again and again, in both styles; and one frame."""
    frames = [Image.fromarray(frame[..., ::-1]) for frame in _loop_frames()]
    frames[STILL_FRAME].save(still, optimize=True)
    first, *others = frames
    first.save(
        path, save_all=True, append_images=others, duration=round(1000 / LOOP_FPS), loop=0,
        **LOOP_WEBP,
    )  # fmt: skip


def write_preview(path: Path) -> None:
    """The group, read and covered by the app itself, in the shape that previews of links have."""
    image = samples()[0].drawn()
    height, width = image.shape[:2]
    rows = round(width * PREVIEW_PX[1] / PREVIEW_PX[0])
    top = (height - rows) // 2
    image = cv2.resize(image[top : top + rows], PREVIEW_PX, interpolation=cv2.INTER_AREA)
    readings = analyse(
        image,
        FaceDetector("yunet", ROOT / "models"),
        Classifier.load(ROOT / "models" / _model()),
    )
    marks = [mark_of(reading, reading.prediction.label) for reading in readings]
    emojis = load_emoji_set(ROOT / "emojis" / "noto")
    path.write_bytes(encode_jpeg(draw_marks(image, marks, emojis, style="cover", size=_SIZE)))


def _loop_frames() -> Iterator[npt.NDArray[np.uint8]]:
    detector = FaceDetector("yunet", ROOT / "models")
    classifier = Classifier.load(ROOT / "models" / _model())
    emojis = load_emoji_set(ROOT / "emojis" / "noto")
    grounds = [backdrop(*LOOP_PX, number) for number in (0, 2)]
    for number in range(round(journey_s() * LOOP_FPS)):
        halves = []
        for side, (person, style) in enumerate(LOOP_PEOPLE):
            time_s = number / LOOP_FPS + side * journey_s() / 2
            sitter = moving(character(person), *LOOP_PX, time_s)
            image = picture(grounds[side], [sitter])
            readings = analyse(image, detector, classifier)
            halves.append(_with_emoji(image, readings, emojis, style, shown_s(time_s)))
        yield np.hstack(halves)


def _with_emoji(
    image: npt.NDArray[np.uint8],
    readings: list[Reading],
    emojis: EmojiSet,
    style: str,
    since_s: float,
) -> npt.NDArray[np.uint8]:
    """The picture with its emojis as large as their bounce wants them."""
    if since_s < _COMES_S:
        return image
    into = min(1.0, (since_s - _COMES_S) / (_BOUNCED_S - _COMES_S))
    size = _SIZE * (into + 2 * _OVERSHOOT * into * (1 - into)) if style == "badge" else _SIZE
    marks = [mark_of(reading, reading.prediction.label) for reading in readings]
    return draw_marks(image, marks, emojis, style=style, size=max(size, 0.1))


def _model() -> str:
    """The model that serves.

    Raises:
        ValueError: There is none.
    """
    name = serving_name(ROOT / "models")
    if name is None:
        raise ValueError("No model serves: put one into models/.")
    return name


if __name__ == "__main__":
    main()
