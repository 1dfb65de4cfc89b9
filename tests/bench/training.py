"""`python -m tests.bench.training`: what the trainer promises, measured here and now.

Our trainer with every augmentation on against the tutorial's loop (a generator that decodes files
from folders, none on), in turn; then 20 kills and 3 damaged checkpoints against an unbroken run.
With --race the recipe `short` is trained for real until it is as good as the tutorial's best.
"""

import argparse
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import keras
import numpy as np
from PIL import Image

from core.dataset.face_set import read_faces
from core.labels import EMOTIONS
from tests.bench.limit import multiply_adds
from tests.conftest import drawn_face
from tests.support.folders import ROOT
from training.batches import Batches
from training.checkpoints import newest_checkpoint
from training.epoch import prepare_lesson, run_epoch
from training.learner import Alone
from training.model import build_model, compile_model
from training.runs import events
from training.runs.config import RunConfig
from training.runs.estimate import matrix_rate

_PICTURES: Final = 4096
_ROUNDS: Final = 3
_BATCH: Final = 64
_SIDE: Final = 2048
_FLOPS: Final = 6  # for each multiply-add: one times two, forward and twice backward
_AUGMENTED: Final = RunConfig(
    flip=0.5, shift=0.1, zoom=0.15, rotate_deg=15.0, light=0.4, erase=0.4, degrade=0.25
)


def main() -> int:
    """Measure, print, and fail when a promise is broken."""
    parser = argparse.ArgumentParser(description="Measure the trainer against our promises.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument(
        "--race", action="store_true", help="needs FER2013 and a quarter of an hour"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faces = Path(folder, "faces")
        draw_faces(faces, training=_PICTURES)
        ours, theirs, share = speeds(faces, Path(folder))
    rows = [
        ("pictures/s, augmented, ours", ours, True, ""),
        ("pictures/s, not augmented, the tutorial's", theirs, True, ""),
        ("ours, × the tutorial's", ours / theirs, ours >= theirs, "1 or more"),
        ("share of the matrix-product rate", share, share >= 0.6, "0.6 or more"),
    ]
    if chosen.race:
        share = race(ours)
        rows.append(
            ("share of the tutorial's time to its best", share, share < 1 / 3, "under 0.33")
        )
    if chosen.kills:
        worst, same = killed(chosen.kills)
        rows.append(
            ("largest difference of a weight after kills", worst, worst < 1e-6, "under 1e-6")
        )
        rows.append(("metric lines are the same after kills", float(same), same, "1"))
    for what, value, kept, wanted in rows:
        print(f"{what:<48}{value:>9.3g}   {wanted:<12}{'kept' if kept else 'BROKEN'}")
    return 0 if all(kept for _, _, kept, _ in rows) else 1


def draw_faces(folder: Path, *, training: int) -> None:
    """Drawn faces as FER2013 is unpacked: one file each, in a folder for each class."""
    random = np.random.default_rng(0)
    splits = {"Training": training, "PublicTest": 70, "PrivateTest": 70}
    for split, count in splits.items():
        for number in range(count):
            label = EMOTIONS[number % len(EMOTIONS)]
            path = folder / ("train" if split == "Training" else "test") / label
            path.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(path / f"{split}_{number:05d}.png"), drawn_face(label, random))


def speeds(faces: Path, work: Path) -> tuple[float, float, float]:
    """Pictures a second, ours and the tutorial's, and our share of the matrix-product rate.

    The best of some rounds taken in turn, so that a slow moment hits all alike.
    """
    lesson = prepare_lesson(work, _AUGMENTED, read_faces(faces))
    mine, theirs = build_model(_AUGMENTED), build_model(_AUGMENTED)
    for model in (mine, theirs):
        compile_model(model, _AUGMENTED, steps_per_epoch=_PICTURES // _BATCH)
    learner = Alone()
    learner.begin(mine, _AUGMENTED, steps_per_epoch=_PICTURES // _BATCH)
    found: list[tuple[float, float, float]] = []
    with Batches(lesson.learned, _AUGMENTED) as batches:
        for epoch in range(1, _ROUNDS + 2):  # the first compiles
            rate = max(matrix_rate(), _matrix_rate_of_the_backend())
            record = run_epoch(mine, learner, lesson, batches, epoch=epoch, run=work)
            assert record is not None
            found.append((record.pictures_per_s, _tutorials_loop(theirs, faces), rate))
    ours, tutorials, rate = np.max(found[1:], axis=0)
    share = ours * _FLOPS * multiply_adds(mine) / rate
    return float(ours), float(tutorials), float(share)


def _matrix_rate_of_the_backend() -> float:
    """As matrix_rate, but by the library that trains; on large matrices it is the faster one."""
    matrix = keras.ops.convert_to_tensor(np.full((_SIDE, _SIDE), 0.5, np.float32))
    times = []
    for _ in range(10):
        started = time.perf_counter()
        keras.ops.convert_to_numpy(keras.ops.matmul(matrix, matrix))
        times.append(time.perf_counter() - started)
    return 2 * _SIDE**3 / min(times)


def _tutorials_loop(model: Any, faces: Path) -> float:
    """Pictures a second of an epoch as the tutorial trains: files decoded as they are needed."""
    files = sorted((faces / "train").rglob("*.png"))
    order = np.random.default_rng(0).permutation(len(files))

    def batches() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for first in range(0, len(order), _BATCH):
            chosen = [files[i] for i in order[first : first + _BATCH]]
            images = [np.asarray(Image.open(path).convert("L"), np.float32) for path in chosen]
            labels = [EMOTIONS.index(path.parent.name) for path in chosen]
            yield np.stack(images)[..., np.newaxis], np.eye(len(EMOTIONS), dtype=np.float32)[labels]

    started = time.monotonic()
    steps = -(-len(files) // _BATCH)
    model.fit(batches(), steps_per_epoch=steps, shuffle=False, verbose=0)
    return len(files) / (time.monotonic() - started)


def race(pictures_per_s: float) -> float:
    """The time in which `short` becomes as good as the tutorial's best, by the tutorial's own.

    Args:
        pictures_per_s: How fast this machine trains the tutorial's network.

    Returns:
        The share of the tutorial's time; infinite if `short` never becomes as good. The
        tutorial's is for as many epochs as its shipped run took to its best.
    """
    tutorial = events.read(ROOT / "models" / "tutorial" / events.EVENTS_FILE)
    best = max(events.epochs(tutorial), key=lambda record: record.val_accuracy)
    pictures = next(sum(e.counts["Training"]) for e in tutorial if isinstance(e, events.RunStarted))
    with tempfile.TemporaryDirectory() as models:
        command = [sys.executable, "-m", "training.train", "--recipe", "short", "--name", "short"]
        trainer = subprocess.Popen([*command, "--models", models], cwd=ROOT)
        seconds = _seconds_to(Path(models, "short"), best.val_accuracy, trainer)
        trainer.kill()
        trainer.wait()
    return seconds / (best.epoch * pictures / pictures_per_s)


def _seconds_to(run: Path, val_accuracy: float, trainer: subprocess.Popen[bytes]) -> float:
    """The time in training until an epoch of this run is as good; infinite if none ever is."""
    while trainer.poll() is None:
        time.sleep(1)
        if not (run / events.EVENTS_FILE).exists():
            continue
        history = events.read(run / events.EVENTS_FILE)
        started = next((e.time for e in history if isinstance(e, events.RunStarted)), 0.0)
        for record in events.epochs(history):
            if record.val_accuracy >= val_accuracy:
                return record.time - started
        if any(isinstance(e, events.FinishStarted) for e in history):
            break
    return math.inf


def killed(kills: int) -> tuple[float, bool]:
    """The largest difference of any weight from an unbroken run's, and whether all lines agree."""
    with tempfile.TemporaryDirectory() as folder:
        faces, models = Path(folder, "faces"), Path(folder, "models")
        draw_faces(faces, training=140)
        models.mkdir()
        command = [sys.executable, "-m", "tests.support.kills", str(faces), str(models)]
        subprocess.run([*command, "--kills", str(kills)], cwd=ROOT, check=True)
        runs = [models / "broken", models / "unbroken"]
        weights = [_weights(run / "model.keras") + _weights(_newest(run)) for run in runs]
        worst = max(float(np.abs(a - b).max()) for a, b in zip(*weights, strict=True))
        return worst, _lines(runs[0]) == _lines(runs[1])


def _newest(run: Path) -> Path:
    kept = newest_checkpoint(run / "checkpoints")
    assert kept is not None
    return kept.state


def _weights(path: Path) -> list[np.ndarray]:
    model: Any = keras.saving.load_model(path, compile=False)
    return model.get_weights()


def _lines(run: Path) -> list[tuple[object, ...]]:
    return [
        (e.epoch, e.loss, e.accuracy, e.val_loss, e.val_confusion, e.learning_rate)
        for e in events.epochs(events.read(run / events.EVENTS_FILE))
    ]


if __name__ == "__main__":
    sys.exit(main())
