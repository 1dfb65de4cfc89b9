"""What several tests share: a drawn data set, a toy model, and the real FER2013 where it is."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.dataset.face_set import FaceSet, read_faces
from core.labels import EMOTIONS
from tests.support.folders import ROOT, SHARED
from tests.support.toy_network import toy_network
from tests.support.trained import arguments

REAL_DATA = (SHARED / "data" / "fer2013.zip", ROOT / "data" / "fer2013.zip")
# For each drawn expression: how far the mouth's ends hang, how open mouth and eyes are, and how
# the eyebrows slope, in pixels.
EXPRESSIONS = {
    "angry": (3, 1, 2, 4),
    "disgust": (-3, 4, 1, 3),
    "fear": (2, 4, 4, -4),
    "happy": (-5, 1, 2, 0),
    "neutral": (0, 1, 2, 0),
    "sad": (5, 1, 1, -3),
    "surprise": (0, 7, 5, -1),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop where others make one.

    Whatever needs a finished run or the real data set is slow.
    """
    for item in items:
        if {"unbroken", "fer2013"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def drawn_faces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zip like FER2013's, of 196 drawn faces: 20 a class to learn from, 4 in each test split."""
    path = tmp_path_factory.mktemp("data") / "drawn.zip"
    random = np.random.default_rng(0)
    counts = (("train", "Training", 20), ("test", "PublicTest", 4), ("test", "PrivateTest", 4))
    number = 0
    with zipfile.ZipFile(path, "w") as archive:
        for folder, split, count in counts:
            for label in EMOTIONS * count:
                picture = cv2.imencode(".png", drawn_face(label, random))[1].tobytes()
                archive.writestr(f"{folder}/{label}/{split}_{number:05d}.png", picture)
                number += 1
    return path


def drawn_face(label: str, random: np.random.Generator) -> np.ndarray:
    """A (48, 48) uint8 grey cartoon of an expression, a little different every time."""
    hang, mouth, eyes, slope = EXPRESSIONS[label]
    x, y = (24 + random.integers(-2, 3, 2)).tolist()
    image = np.full((48, 48), int(random.integers(30, 90)), np.uint8)
    cv2.ellipse(image, (x, y), (17, 22), 0, 0, 360, int(random.integers(160, 220)), -1)
    for side in (-1, 1):
        cv2.ellipse(image, (x + 7 * side, y - 5), (3, eyes), 0, 0, 360, 20, -1)
        brow = ((x + 11 * side, y - 12), (x + 4 * side, y - 12 + slope))
        cv2.line(image, *brow, 40, 1)
        cv2.line(image, (x + 8 * side, y + 12 + hang), (x, y + 12), 30, 2)
    cv2.ellipse(image, (x, y + 12), (5, mouth), 0, 0, 360, 30, -1)
    return cv2.add(image, random.integers(0, 12, image.shape, np.uint8))


@pytest.fixture(scope="session")
def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder of the toy network, which names a plain grey patch by its brightness."""
    model = toy_network()
    folder = tmp_path_factory.mktemp("models") / "toy"
    folder.mkdir()
    model.export(folder / "model.tflite", format="litert", verbose=False)
    card = {
        "name": "toy",
        "labels": list(EMOTIONS),
        "patch_px": 48,
        "trained_at": "2026-01-01T00:00:00+00:00",
        "data": {},
        "accuracy": {},
        "temperature": 1.0,
        "sha256": hashlib.sha256((folder / "model.tflite").read_bytes()).hexdigest(),
        "config": {},
    }
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def fer2013() -> FaceSet:
    """The real data set, which is not part of the repository."""
    for path in REAL_DATA:
        if path.exists():
            return read_faces(path)
    pytest.skip("FER2013 is not here")


@pytest.fixture(scope="session")
def unbroken(drawn_faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of two epochs on the drawn faces, made by the command line.

    What the command printed lies beside the folder, in output.txt.
    """
    models = tmp_path_factory.mktemp("models")
    command = [sys.executable, "-m", "training.train", *arguments(drawn_faces, models, "unbroken")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (models / "output.txt").write_text(done.stdout, encoding="utf-8")
    return models / "unbroken"
