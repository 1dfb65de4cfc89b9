"""`python -m tests.bench photo`: what a photo costs in core.

A large photo of drawn people is held to its own decoding and encoding; a small one, of five faces
that the tutorial's detector finds too, to the tutorial's loop; a folder with two workers to one, a
video to the time that it plays. How fast an edit shows is held by tests/browser/test_photo_edit.py.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import cv2
import keras
import numpy as np

from core.analysis import analyse
from core.bulk.folders import emojify_folder
from core.bulk.worker import Wish
from core.classifier import Classifier
from core.drawn.scene import group
from core.emojis import load_emoji_set
from core.faces import HAAR_FILE, STILL_SEARCH_PX, FaceDetector
from core.labels import EMOTIONS
from core.overlay import draw_emojis
from core.photos import decode_photo, encode_jpeg
from tests.bench.row import Row
from tests.bench.video import video_rows
from tests.support.folders import EMOJIS, MODELS
from tests.support.sample import sample_photo
from training.runs.serving import serving_name

_PEOPLE: Final = ((0, "happy"), (1, "sad"), (2, "neutral"), (3, "surprise"), (4, "fear"))
_LARGE: Final = (4000, 3000)  # 12 megapixels
# In 640 x 480: x, y and width of each head.
_HEADS: Final = ((0, 0, 230), (215, 20, 215), (425, 0, 210), (90, 240, 235), (340, 250, 225))
_ROUNDS: Final = 9
_PHOTOS: Final = 40
_FOLDER: Final = 100


class Steps:
    """A picture's path through core, with the parts that the page uses."""

    def __init__(self) -> None:
        self.detector = FaceDetector("yunet", MODELS, search_px=STILL_SEARCH_PX)
        self.classifier = Classifier.load(MODELS / (serving_name(MODELS) or ""))
        self.emojis = load_emoji_set(EMOJIS / "noto")

    def drawn(self, image: np.ndarray) -> np.ndarray:
        """The picture, (H, W, 3) uint8 BGR, with its emojis."""
        readings = analyse(image, self.detector, self.classifier)
        return draw_emojis(image, readings, self.emojis, style="cover")

    def whole(self, data: bytes) -> bytes:
        """A file in, a file out."""
        return encode_jpeg(self.drawn(decode_photo(data)))


def main(arguments: list[str]) -> int:
    """Measure, print, and fail when a promise is broken."""
    parser = argparse.ArgumentParser(description="Measure what a photo costs.")
    parser.parse_args(arguments)
    rows = [*in_core(), *video_rows()]
    for row in rows:
        kept = "kept" if row.kept else "BROKEN"
        print(f"{row.what:<64}{row.value:>9.2f}   {row.wanted:<12}{kept}")
    return 0 if all(row.kept for row in rows) else 1


def in_core() -> list[Row]:
    """Ratios of one process, each side measured in turn with the other."""
    path = Steps()
    large, small = _drawn(*_LARGE), _heads()
    image = decode_photo(small)
    whole, alone = _medians(
        lambda: path.whole(large), lambda: encode_jpeg(decode_photo(large)), rounds=_ROUNDS
    )
    faces, detecting = _medians(
        lambda: path.drawn(image), lambda: path.detector.detect(image), rounds=3 * _ROUNDS
    )
    cv2.setNumThreads(1)  # as one worker of several has it
    network: Any = keras.saving.load_model(MODELS / "tutorial" / "model.keras")
    ours, theirs = _medians(
        lambda: path.whole(small), lambda: _tutorial(small, network), rounds=_PHOTOS
    )
    cv2.setNumThreads(-1)
    one_s, two_s = _folder_s(small, 1), _folder_s(small, 2)
    loop, detector, times = whole / alone, faces / detecting, theirs / ours
    return [
        Row("12 megapixels, 5 faces, × its decoding and encoding", loop, loop <= 8, "at most 8"),
        Row(
            "640x480, 5 faces: read and drawn, × the detector", detector, detector <= 2, "at most 2"
        ),
        Row("photos/s, 640x480, 5 faces, one thread", 1000 / ours, True, "told"),
        Row("the same, × faster than the tutorial's loop", times, times >= 5, "5 or more"),
        Row("a folder of 100: two workers × one", one_s / two_s, one_s / two_s >= 1.7, "1.7"),
        Row("its photos/s with two workers", _FOLDER / two_s, True, "told"),
    ]


def _drawn(width: int, height: int) -> bytes:
    """A JPEG of five drawn people."""
    picture, _ = group(_PEOPLE, 1600, 1600 * height // width)
    return encode_jpeg(cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC))


def _heads() -> bytes:
    """A JPEG of 640 x 480 with the sample photo's face five times, every other one mirrored."""
    picture = np.full((480, 640, 3), (120, 110, 90), np.uint8)
    head = sample_photo()[0:330, 20:460]
    for number, (x, y, width) in enumerate(_HEADS):
        size = (width, width * head.shape[0] // head.shape[1])
        small = cv2.resize(head[:, :: (-1) ** number], size, interpolation=cv2.INTER_AREA)
        space = picture[y : y + size[1], x : x + size[0]]
        space[:] = small[: space.shape[0], : space.shape[1]]
    return encode_jpeg(picture)


def _folder_s(photo: bytes, workers: int) -> float:
    """Seconds for a folder of this photo over and over, the workers' start included."""
    model = MODELS / (serving_name(MODELS) or "")
    wish = Wish(model, EMOJIS / "noto", MODELS, "cover")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        folder.mkdir()
        for number in range(_FOLDER):
            (folder / f"{number}.jpg").write_bytes(photo)
        started = time.perf_counter()
        emojify_folder(folder, Path(place) / "out", wish, workers=workers)
        return time.perf_counter() - started


def _tutorial(data: bytes, network: Any) -> bytes:
    """What the tutorial does with each photo, in our own words; it must find every face."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("The bench's own picture cannot be decoded.")
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    haar = cv2.CascadeClassifier(str(HAAR_FILE))
    boxes = haar.detectMultiScale(grey, scaleFactor=1.3, minNeighbors=5)
    if len(boxes) != len(_HEADS):
        raise ValueError("The tutorial's detector must find as many faces as ours.")
    for x, y, w, h in boxes:
        face = cv2.resize(grey[y : y + h, x : x + w], (48, 48))
        shares = network.predict(face[np.newaxis, ..., np.newaxis], verbose=0)[0]
        cv2.putText(image, EMOTIONS[int(shares.argmax())], (x, y), 0, 1, (255, 255, 255))
    return encode_jpeg(image)


def _medians(*calls: Callable[[], object], rounds: int) -> list[float]:
    """Median ms of each call, taken in turn so that a slow moment hits all alike."""
    spent: list[list[float]] = [[] for _ in calls]
    for round_ in range(rounds + 1):
        for call, times in zip(calls, spent, strict=True):
            started = time.perf_counter()
            call()
            if round_:
                times.append((time.perf_counter() - started) * 1000)
    return [float(np.median(times)) for times in spent]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
