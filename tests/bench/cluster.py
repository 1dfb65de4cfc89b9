"""`python -m tests.bench cluster`: two workers of one thread against one, on photos and training.

In the environment of `make test-cluster`. Photos are timed from the first to the last that is done,
and the start by itself; training by its last epoch. Where Ray pays is told for machines like this.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2

from core.drawn.scene import group
from core.photos import encode_jpeg
from tests.bench.training import draw_faces
from tests.support.folders import ROOT
from training.runs import events

_EXPRESSIONS: Final = ("happy", "sad", "neutral", "surprise", "fear")
_PX: Final = (1280, 960)
_EPOCHS: Final = 3  # the first compiles
_BATCH: Final = 64
_ASKED: Final = 1.6
_ONE_THREAD: Final = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}


@dataclass(frozen=True)
class Timed:
    """A folder worked through."""

    per_s: float  # pictures, once it runs
    start_s: float  # until the first one is done


def main(arguments: list[str]) -> int:
    """Measure, print, and fail when the promise is broken."""
    parser = argparse.ArgumentParser(description="Measure what Ray gives and takes.")
    parser.add_argument("--photos", type=int, default=240)
    parser.add_argument("--faces", type=int, default=1400)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        (work / "in").mkdir()
        for number in range(chosen.photos):
            _photo(work / "in", number)
        pool = [_photos(work, f"pool{n}", "--workers", str(n)) for n in (1, 2)]
        on_ray = [_photos(work, f"ray{n}", "--workers", str(n), "--ray") for n in (1, 2)]
        draw_faces(work / "faces", training=chosen.faces)
        learned = [_training(work, n) for n in (1, 2)]
    photos, training = on_ray[1].per_s / on_ray[0].per_s, learned[1] / learned[0]
    rows = [
        ("photos/s, the local pool, one worker, two", [one.per_s for one in pool], ""),
        ("photos/s, Ray, one worker, two", [one.per_s for one in on_ray], ""),
        ("s to the first photo, the local pool, Ray", [pool[1].start_s, on_ray[1].start_s], ""),
        ("photos, two workers on Ray × one", [photos], _kept(photos)),
        ("Ray's rate, × the local pool's, two workers", [on_ray[1].per_s / pool[1].per_s], ""),
        ("photos from which two such machines pay", [_pays_from(pool[1], on_ray[1], 2)], ""),
        ("pictures/s learned, one worker, two", learned, ""),
        ("training, two workers × one", [training], _kept(training)),
    ]
    for what, values, told in rows:
        print(f"{what:<46}{''.join(f'{value:>10.2f}' for value in values):<20}   {told}")
    return 0 if min(photos, training) >= _ASKED else 1


def _kept(ratio: float) -> str:
    return f"{_ASKED} or more   {'kept' if ratio >= _ASKED else 'BROKEN'}"


def _pays_from(pool: Timed, on_ray: Timed, machines: int) -> float:
    """How many photos take as long on the pool of one machine as on Ray with several."""
    saved_s = 1 / pool.per_s - 1 / (machines * on_ray.per_s)
    return (on_ray.start_s - pool.start_s) / saved_s if saved_s > 0 else float("inf")


def _photo(folder: Path, number: int) -> None:
    """A JPEG of five drawn people."""
    turned = _EXPRESSIONS[number % 5 :] + _EXPRESSIONS[: number % 5]
    image, _ = group(tuple(enumerate(turned)), _PX[0] // 2, _PX[1] // 2)
    (folder / f"{number:04}.jpg").write_bytes(encode_jpeg(cv2.resize(image, _PX)))


def _photos(work: Path, name: str, *more: str) -> Timed:
    out = work / name
    command = [sys.executable, "-m", "core.emojify", str(work / "in"), "--out", str(out), *more]
    started = time.time()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    ends = sorted(path.stat().st_mtime for path in out.rglob("*.png"))
    some = len(ends) // 10  # a worker's first one loads its model
    return Timed((len(ends) - 1 - some) / (ends[-1] - ends[some]), ends[0] - started)


def _training(work: Path, workers: int) -> float:
    """Pictures a second of the last epoch, of the tutorial's network."""
    config = {"data": str(work / "faces"), "epochs": _EPOCHS, "batch_size": _BATCH}
    (work / "config.json").write_text(json.dumps(config), encoding="utf-8")
    name = f"workers{workers}"
    command = [sys.executable, "-m", "training.cluster", "--config", str(work / "config.json")]
    command += ["--models", str(work / "models"), "--name", name, "--unfinished"]
    command += ["--workers", str(workers)]
    environment = {**os.environ, **_ONE_THREAD}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    return events.epochs(events.read(work / "models" / name / "events.jsonl"))[-1].pictures_per_s
