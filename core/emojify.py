"""`python -m core.emojify`: pictures and clips in, the same with emojis out, or readings as JSON.

A folder is worked through by several processes; the same command goes on where it was killed. With
`--ray` a cluster does it, and folders may be object storage.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from core.analysis import Reading, analyse
from core.bulk.clips import emojify_clip
from core.bulk.folders import Outcome, emojify_folder
from core.bulk.record import record
from core.bulk.worker import Wish
from core.classifier import Classifier
from core.crop import PATCH_PX
from core.downloads import download_name
from core.emojis import load_emoji_set
from core.errors import UserError
from core.face import Box, Face
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.overlay import STYLES, draw_emojis
from core.photos import decode_photo, encode_png
from core.text import percent
from core.videos.kinds import is_clip

_BEGINNING: Final = 4096  # bytes of a file that tell a picture from a clip


def read_cut_face(image: np.ndarray, classifier: Classifier) -> list[Reading]:
    """The reading of a picture that is nothing but a face."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    patch = cv2.resize(grey, (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA)
    height, width = grey.shape
    face = Face(Box(0.0, 0.0, float(width), float(height)), 1.0, None)
    return [Reading(face, classifier.predict(patch[np.newaxis])[0])]


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Put an emoji on every face.")
    parser.add_argument("pictures", nargs="+", metavar="PICTURE_CLIP_OR_FOLDER")
    parser.add_argument("--out", default=".", help="folder for the pictures made")
    parser.add_argument("--json", action="store_true", help="print one JSON line a picture")
    parser.add_argument("--crops", action="store_true", help="each picture is an already cut face")
    parser.add_argument("--set", default="noto", help="a folder under --emojis")
    parser.add_argument(
        "--workers", type=int, help="processes for a folder; as many as there is room for"
    )
    parser.add_argument(
        "--ray",
        nargs="?",
        const="local",
        metavar="ADDRESS",
        help="let a Ray cluster work through folders or s3://bucket/prefix",
    )
    parser.add_argument(
        "--needs",
        type=_needs,
        default={},
        metavar="CPU=1,GPU=0.5",
        help="what a worker on Ray asks for",
    )
    parser.add_argument("--style", choices=STYLES, default="cover")
    parser.add_argument("--model", default="sharp", help="a folder under --models")
    parser.add_argument("--models", type=Path, default=Path("models"), help=argparse.SUPPRESS)
    parser.add_argument("--emojis", type=Path, default=Path("emojis"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    try:
        chosen.classifier = Classifier.load(chosen.models / chosen.model)
        chosen.sprites = load_emoji_set(chosen.emojis / chosen.set)
        chosen.detector = FaceDetector("yunet", chosen.models, search_px=STILL_SEARCH_PX)
        if chosen.ray is None:
            Path(chosen.out).mkdir(parents=True, exist_ok=True)
    except (OSError, UserError, ValueError) as problem:
        parser.error(str(problem))
    return chosen


def _needs(text: str) -> dict[str, float]:
    parts = [part.partition("=") for part in text.split(",")]
    return {name.strip(): float(count) for name, _, count in parts}


def _emojify(path: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Write one picture or clip with its emojis and return its record.

    Raises:
        OSError, UserError, ValueError: It cannot be read, or the result not written.
    """
    started = time.perf_counter()
    with path.open("rb") as file:
        begins = file.read(_BEGINNING)
    if is_clip(begins):
        return emojify_clip(
            path,
            Path(chosen.out),
            reader=chosen.classifier,
            emojis=chosen.sprites,
            models=chosen.models,
            style=chosen.style,
        )
    image = decode_photo(path.read_bytes())
    if chosen.crops:
        readings = read_cut_face(image, chosen.classifier)
    else:
        readings = analyse(image, chosen.detector, chosen.classifier)
    drawn = draw_emojis(image, readings, chosen.sprites, style=chosen.style)
    target = Path(chosen.out) / download_name(path.name, len(readings), "png")
    target.write_bytes(encode_png(drawn))
    return record(str(path), image, readings, time.perf_counter() - started)


def _folder(folder: str, chosen: argparse.Namespace) -> bool:
    """Work through a folder; whether a file in it could not be read."""
    wish = Wish(
        chosen.models / chosen.model, chosen.emojis / chosen.set, chosen.models, chosen.style
    )
    try:
        if chosen.ray is None:
            workers = max(1, chosen.workers or os.cpu_count() or 1)
            outcome = emojify_folder(Path(folder), Path(chosen.out), wish, workers=workers)
        else:
            outcome = _on_ray(folder, chosen, wish)
    except UserError as problem:
        print(problem, file=sys.stderr)
        return True
    longest = max(map(len, outcome.bad), default=0)
    for name, reason in sorted(outcome.bad.items()):
        print(f"{name:<{longest}}  {reason}", file=sys.stderr)
    print(f"{outcome.done} pictures done, {outcome.known} done before, {len(outcome.bad)} bad")
    return bool(outcome.bad)


def _on_ray(folder: str, chosen: argparse.Namespace, wish: Wish) -> Outcome:
    try:
        from core.bulk.cluster import Cluster, emojify_on_ray  # an extra, loaded only here
    except ImportError as error:
        raise UserError(
            f"--ray needs more than is installed here ({error.name}): pip install --group cluster"
        ) from error
    return emojify_on_ray(
        folder, chosen.out, wish, Cluster(chosen.ray, chosen.workers, chosen.needs)
    )


def _sentence(found: dict[str, Any]) -> str:
    if "error" in found:
        return f"{found['file']}: {found['error']}"
    if "people" in found:
        faces = len(found["people"])
        return f"{found['file']}: {faces} {'face' if faces == 1 else 'faces'} followed"
    looks = [f"{face['label']} {percent(face['confidence'])}" for face in found["faces"]]
    return f"{found['file']}: {', '.join(looks) or 'no face found'}"


def main(arguments: list[str] | None = None) -> int:
    """The command line; a bad file is named, the rest go on, and the status is 1 at the end."""
    chosen = _arguments(arguments)
    failed = False
    for given in chosen.pictures:
        path = Path(given)
        if chosen.ray is not None or path.is_dir():
            failed |= _folder(given, chosen)
            continue
        try:
            found = _emojify(path, chosen)
        except (OSError, UserError, ValueError) as problem:
            failed = True
            reason = problem.strerror if isinstance(problem, OSError) else problem
            found = {"file": str(path), "error": str(reason)}
        bad = "error" in found and not chosen.json
        print(
            json.dumps(found) if chosen.json else _sentence(found),
            file=sys.stderr if bad else sys.stdout,
            flush=True,
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
