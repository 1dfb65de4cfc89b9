"""A set with faults planted on purpose, and features of it that need no network."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.dataset.face_set import FaceSet
from core.labels import EMOTIONS
from tests.conftest import drawn_face
from tests.support.folders import ROOT


def drawn_set(count: int, *, seed: int = 0) -> FaceSet:
    """Drawn faces of all classes in turn; four fifths of them to learn from."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % len(EMOTIONS)
    images = np.stack([drawn_face(EMOTIONS[label], random) for label in labels])
    split = np.where(np.arange(count) < 0.8 * count, "Training", "PrivateTest")
    names = tuple(f"face_{number:05d}.png" for number in range(count))
    return FaceSet(images, labels, names, split)


def photo(seed: int) -> np.ndarray:
    """A (48, 48) uint8 picture with as much in it as a photo has, and no other like it."""
    rough = np.random.default_rng(seed).integers(0, 256, (9, 9)).astype(np.uint8)
    return cv2.resize(rough, (48, 48), interpolation=cv2.INTER_CUBIC)


def photo_set(count: int) -> FaceSet:
    """Pictures of which none is like another, labelled as the drawn ones are."""
    faces = drawn_set(count)
    images = np.stack([photo(1000 + row) for row in range(count)])
    return FaceSet(images, faces.labels, faces.names, faces.split)


def with_image(faces: FaceSet, row: int, image: np.ndarray) -> FaceSet:
    """The same faces but for one picture."""
    images = faces.images.copy()
    images[row] = image
    return FaceSet(images, faces.labels, faces.names, faces.split)


def pixel_features(faces: FaceSet) -> np.ndarray:
    """(N, 64) float32: the pictures in 64 numbers, the same sums of pixels for all."""
    random = np.random.default_rng(1)
    flat = faces.images.reshape(len(faces.labels), -1) / 255
    return (flat @ random.normal(size=(flat.shape[1], 64))).astype(np.float32)


def planted_zip(path: Path) -> Path:
    """A zip of 280 drawn faces of all splits with faults: a leak of equal pictures with two labels,
    a blank picture, a wrong label, and a file that is no picture."""
    faces = drawn_set(280)
    with zipfile.ZipFile(path, "w") as archive:
        for row, image in enumerate(faces.images):
            label = EMOTIONS[faces.labels[row]]
            split = ("Training", "Training", "Training", "PublicTest", "PrivateTest")[row // 7 % 5]
            folder = "train" if split == "Training" else "test"
            archive.writestr(f"{folder}/{label}/{split}_{row:05d}.png", _png(image))
        copy = _png(faces.images[EMOTIONS.index("happy")])
        archive.writestr("test/sad/PrivateTest_00900.png", copy)
        archive.writestr("train/fear/Training_00901.png", _png(np.full((48, 48), 9, np.uint8)))
        archive.writestr("train/happy/Training_00902.png", b"no picture")
    return path


def _png(image: np.ndarray) -> bytes:
    return cv2.imencode(".png", image)[1].tobytes()


def planted_home(folder: Path, model: Path) -> Path:
    """A home for the explorer: `models` with this finished model, `data` with a planted set."""
    shutil.copytree(model, folder / "models" / model.name)
    shutil.copytree(ROOT / "models" / "yunet", folder / "models" / "yunet")
    (folder / "data").mkdir()
    planted_zip(folder / "data" / "planted.zip")
    return folder


def studied_home(folder: Path, model: Path) -> Path:
    """The same after its set was studied by the command."""
    home = planted_home(folder, model)
    data = home / "data"
    what = ["--model", model.name, "--data", str(data / "planted.zip")]
    where = ["--models", str(home / "models"), "--cache", str(data / "cache")]
    command = [sys.executable, "-m", "training.study", *what, *where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return home


def live_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages look there."""
    monkeypatch.setattr("pages.shared.folders.MODELS", home / "models")
    monkeypatch.setattr("pages.shared.folders.DATA", home / "data")
    monkeypatch.setattr("pages.shared.folders.CACHE", home / "data" / "cache")
