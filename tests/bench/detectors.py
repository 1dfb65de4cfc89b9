"""`python -m tests.bench.detectors [--json]`: which faces each detector finds, and how fast.

One photo of one face in hard versions, each a 640 x 480 frame, and frames without any face.
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.face import Face
from core.faces import STILL_SEARCH_PX, FaceDetector
from tests.support.folders import MODELS
from tests.support.sample import sample_square

# Read off the picture by eye: the face's middle, and its height from hairline to chin.
_MIDDLE: Final = (161.0, 120.0)
_FACE_PX: Final = 115.0
_FRAME: Final = (480, 640, 3)
_GREY: Final = 128  # behind every face


@dataclass(frozen=True, eq=False)
class Scene:
    """A frame, and where its faces are."""

    kind: str
    frame: np.ndarray  # (480, 640, 3) uint8, BGR
    faces: tuple[tuple[float, float, float], ...]  # middle x, middle y, height, in pixels


def main() -> None:
    """Measure, and print a Markdown table or JSON."""
    parser = argparse.ArgumentParser(description="Measure the face detectors on this machine.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    detectors = {
        "YuNet at 320 (live)": FaceDetector("yunet", MODELS),
        "YuNet at 320 and 1280 (photos)": FaceDetector("yunet", MODELS, search_px=STILL_SEARCH_PX),
        "Haar (the tutorial)": FaceDetector("classic", MODELS),
    }
    scenes = list(_scenes())
    rows = {name: _measure(detector, scenes) for name, detector in detectors.items()}
    print(json.dumps(rows) if chosen.json else _table(rows, scenes))


def _measure(detector: FaceDetector, scenes: list[Scene]) -> dict[str, float]:
    """Faces found for each kind of scene, boxes that are none, and median CPU ms of a frame."""
    counts: dict[str, float] = {scene.kind: 0 for scene in scenes if scene.faces}
    false, spent = 0, []
    detector.detect(scenes[0].frame)  # the first call also sets up
    for scene in scenes:
        started = time.process_time()
        boxes = detector.detect(scene.frame)
        spent.append((time.process_time() - started) * 1000)
        for wanted in scene.faces:
            hit = next((face for face in boxes if _is_at(face, *wanted)), None)
            if hit is not None:
                counts[scene.kind] += 1
                boxes.remove(hit)
        false += len(boxes)
    return {**counts, "false": false, "ms": round(float(np.median(spent)), 1)}


def _is_at(face: Face, x: float, y: float, height: float) -> bool:
    box = face.box
    off = np.hypot((box.x0 + box.x1) / 2 - x, (box.y0 + box.y1) / 2 - y)
    return bool(off < 0.35 * height and 0.5 < box.height / height < 2)


def _table(rows: dict[str, dict[str, float]], scenes: list[Scene]) -> str:
    wanted = {scene.kind: 0 for scene in scenes}
    for scene in scenes:
        wanted[scene.kind] += len(scene.faces)
    kinds = [kind for kind, count in wanted.items() if count]
    empty = sum(not scene.faces for scene in scenes)
    head = ["detector", "ms", *(f"{kind} (of {wanted[kind]})" for kind in kinds)]
    head += [
        f"all (of {sum(wanted.values())})",
        f"false boxes ({len(scenes)} frames, {empty} empty)",
    ]
    lines = [head, ["---"] * len(head)]
    for name, row in rows.items():
        found = [int(row[kind]) for kind in kinds]
        lines.append([name, str(row["ms"]), *map(str, found), str(sum(found)), str(row["false"])])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _scenes() -> Iterator[Scene]:
    photo = sample_square()
    for height in (280, 160, 110, 80):
        yield _alone("upright", photo, height)
    for height in (48, 32, 24, 16):
        yield _alone("small", photo, height)
    for degrees in (-90, -60, -45, -30, -15, 15, 30, 45, 60, 90):
        yield _alone("tilted", photo, 110, degrees)
    for gain in (0.4, 0.2, 0.1, 0.05):
        yield _changed("dark", photo, gain=gain, lift=0)
    for gain in (0.4, 0.2, 0.1):
        yield _changed("faint", photo, gain=gain, lift=_GREY * (1 - gain))
    for sigma in (2, 4, 6):
        scene = _alone("blurred", photo, 110)
        yield Scene(scene.kind, cv2.GaussianBlur(scene.frame, (0, 0), sigma), scene.faces)
    for covered in ((0.5, 1, 0, 1), (0.25, 0.5, 0, 1), (0, 0.3, 0, 1), (0, 1, 0, 0.5)):
        yield _covered(photo, *covered)
    yield _group(photo, (110, 95, 80, 60, 48, 36))
    yield _group(photo, (60, 60, 60, 60, 60, 60))
    yield from (Scene("empty", frame, ()) for frame in _empty(photo))


def _alone(kind: str, photo: np.ndarray, height: float, degrees: float = 0) -> Scene:
    """The face in the frame's middle, turned clockwise."""
    frame = np.full(_FRAME, _GREY, np.uint8)
    _paste(frame, photo, 320, 240, height, degrees)
    return Scene(kind, frame, ((320, 240, height),))


def _paste(
    frame: np.ndarray, photo: np.ndarray, x: float, y: float, height: float, degrees: float = 0
) -> None:
    """Draw the photo into the frame so that its face's middle comes to (x, y)."""
    scale = height / _FACE_PX
    small = cv2.resize(
        photo, None, fx=min(scale, 1), fy=min(scale, 1), interpolation=cv2.INTER_AREA
    )
    left = small.shape[0] / photo.shape[0]
    middle = (_MIDDLE[0] * left, _MIDDLE[1] * left)
    matrix = cv2.getRotationMatrix2D(middle, -degrees, scale / left)
    matrix[:, 2] += np.array((x, y)) - middle
    size = frame.shape[1::-1]
    drawn = cv2.warpAffine(small, matrix, size)
    inside = cv2.warpAffine(np.full(small.shape[:2], 255, np.uint8), matrix, size) > 127
    frame[inside] = drawn[inside]


def _changed(kind: str, photo: np.ndarray, *, gain: float, lift: float) -> Scene:
    scene = _alone(kind, photo, 110)
    return Scene(kind, cv2.convertScaleAbs(scene.frame, alpha=gain, beta=lift), scene.faces)


def _covered(photo: np.ndarray, top: float, bottom: float, left: float, right: float) -> Scene:
    """A face of 110 x 82 px behind a dark bar; the bar's sides in shares of the face."""
    scene = _alone("covered", photo, 110)
    rows = slice(round(185 + 110 * top), round(185 + 110 * bottom))
    columns = slice(round(279 + 82 * left), round(279 + 82 * right))
    scene.frame[rows, columns] = 40
    return scene


def _group(photo: np.ndarray, heights: tuple[int, ...]) -> Scene:
    """Six heads in two rows, each cut out so that none hides another."""
    head = photo[10:200, 75:250]
    frame, faces = np.full(_FRAME, _GREY, np.uint8), []
    for number, height in enumerate(heights):
        x, y = 110 + 210 * (number % 3), 130 + 220 * (number // 3)
        scale = height / _FACE_PX
        cut = cv2.resize(head, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        top, left = round(y - 110 * scale), round(x - 86 * scale)
        frame[top : top + cut.shape[0], left : left + cut.shape[1]] = cut
        faces.append((x, y, height))
    return Scene("group", frame, tuple(faces))


def _empty(photo: np.ndarray) -> Iterator[np.ndarray]:
    """Frames without a face: flat, noise, cloud, stripes, board, rings, and bits of the photo."""
    random = np.random.default_rng(0)
    rows, columns = np.indices(_FRAME[:2])
    noise = random.integers(0, 256, _FRAME, np.uint8)
    cloud = cv2.GaussianBlur(random.normal(size=_FRAME), (0, 0), 20)
    patterns = (
        columns // 20 % 2 * 255,
        (rows // 40 + columns // 40) % 2 * 255,
        127 + 127 * np.sin(np.hypot(rows - 240, columns - 320) / 12),
    )
    yield np.zeros(_FRAME, np.uint8)
    yield noise
    yield cv2.GaussianBlur(noise, (0, 0), 4)
    yield np.clip(128 + cloud * 2000, 0, 255).astype(np.uint8)
    yield from (np.repeat(pattern.astype(np.uint8)[..., None], 3, axis=2) for pattern in patterns)
    for part in (photo[200:], photo[:, 240:], photo[:200, :90]):
        yield cv2.resize(part, _FRAME[1::-1])


if __name__ == "__main__":
    main()
