"""`python -m training.study --model NAME --data PATH`: all that a model can tell of a set.

What every model reads, features, cross-validation, neighbours, map and checks, one after the
other. Each result is kept as soon as it is there, so a study that was killed goes on behind the
last one.
"""

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Final

import numpy as np

from core.classifier import Classifier, list_models, read_card
from core.dataset.cache import cache_folder, open_faces
from core.dataset.face_set import FaceSet
from core.dataset.row import TRAINING
from core.errors import in_words
from core.faces import YUNET_FILE
from training import lock
from training.report import probabilities_of
from training.study import files as study_files
from training.study import progress as study_progress
from training.study.checks import check_faces
from training.study.features import features_of
from training.study.folds import out_of_fold
from training.study.map import map_of
from training.study.neighbours import directions, nearest
from training.study.presence import face_presence
from training.study.progress import ProgressFile
from training.study.summary import summary

_BEHIND_THE_APP: Final = 10  # added to the process's niceness
_NEIGHBOURS: Final = 12
_BLOCK: Final = 512
_THREADS: Final = 2
logger = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit status is 0 unless the study failed."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    if chosen.lock is not None:
        os.nice(_BEHIND_THE_APP)
    try:
        held = lock.take(chosen.cache, chosen.model) if chosen.lock is None else chosen.lock
    except ValueError:
        parser.error("Another study is under way. Wait until it has ended.")
    os.set_inheritable(held, False)  # no child of ours may hold the lock after us
    progress = ProgressFile(chosen.cache, chosen.model, chosen.data)
    try:
        found = study(chosen.models, chosen.model, chosen.data, chosen.cache, progress)
        progress.end()
    except (ValueError, OSError, MemoryError) as problem:
        logger.error("%s", traceback.format_exc())
        progress.end(in_words(problem) or "There is not enough memory.")
        return 1
    finally:
        os.close(held)
    print(found)
    return 0


def study(models: Path, model: str, data: Path, cache: Path, progress: ProgressFile) -> str:
    """Find out what is not known yet; returns what was found in a few lines.

    Raises:
        ValueError, OSError: The model or the set cannot be used, or the disk is full.
    """
    card = read_card(models / model)
    faces = open_faces(
        data, cache, lambda done, total: progress.tell(study_progress.READING, done / total)
    )
    _read_by_all(models, faces, data, cache, partial(progress.tell, study_progress.PREDICTING))
    folder = study_files.study_folder(data, cache, card)
    kept = partial(_kept, folder, len(faces.labels))
    tell = partial(progress.tell, study_progress.SEEING)
    features = kept(study_files.FEATURES, lambda: features_of(models / model, faces.images, tell))
    folds = kept(
        study_files.OUT_OF_FOLD,
        lambda: out_of_fold(
            features, faces.labels, faces.images, partial(progress.tell, study_progress.FOLDING)
        ),
    )
    progress.tell(study_progress.MAPPING, 0)
    unit = directions(features)
    kept(study_files.NEIGHBOURS, lambda: nearest(unit, _learnt(faces), _NEIGHBOURS)[0])
    kept(study_files.MAP, lambda: map_of(unit))
    presence = _presence(models / YUNET_FILE, faces, cache_folder(data, cache), progress)
    progress.tell(study_progress.CHECKING, 0)
    findings = study_files.read_findings(folder)
    if findings is None:
        scores = None if presence is None else presence[:, 0]
        findings = check_faces(faces, features, folds, scores)
        study_files.write_findings(findings, folder)
    own = study_files.read_array(study_files.predictions_file(data, cache, card))
    return summary(faces, findings, own) if own is not None else ""


def predict_all(folder: Path, images: np.ndarray, progress: Callable[[float], None]) -> np.ndarray:
    """(N, 7) float32: what a model reads in each face, as it serves, by two threads."""
    classifiers = cycle([Classifier.load(folder) for _ in range(_THREADS)])
    blocks = [images[start : start + _BLOCK] for start in range(0, len(images), _BLOCK)]
    found: list[np.ndarray] = []
    with ThreadPoolExecutor(_THREADS) as pool:
        for block in pool.map(probabilities_of, classifiers, blocks):
            found.append(block.astype(np.float32))
            progress(len(found) / len(blocks))
    return np.concatenate(found)


def _read_by_all(
    models: Path, faces: FaceSet, data: Path, cache: Path, progress: Callable[[float], None]
) -> None:
    """What every finished model reads; one that is damaged is left out and logged."""
    names = list_models(models)
    for number, name in enumerate(names):
        try:
            path = study_files.predictions_file(data, cache, read_card(models / name))
            part = partial(_part, progress, number, len(names))
            make = partial(predict_all, models / name, faces.images, part)
            _kept(path.parent, len(faces.labels), path.stem, make)
        except (ValueError, FileNotFoundError):
            logger.warning("%s is left out: %s", name, traceback.format_exc())


def _part(progress: Callable[[float], None], number: int, of: int, share: float) -> None:
    progress((number + share) / of)


def _kept(folder: Path, faces: int, name: str, make: Callable[[], np.ndarray]) -> np.ndarray:
    """The result of this name, made if it is not there."""
    path = folder / f"{name}.npy"
    values = study_files.read_array(path)
    if values is None or len(values) != faces:
        values = make()
        study_files.write_array(values, path)
    return values


def _presence(
    yunet: Path, faces: FaceSet, folder: Path, progress: ProgressFile
) -> np.ndarray | None:
    """What a detector sees in each face; None where no detector is here."""
    if not yunet.is_file():
        return None
    tell = partial(progress.tell, study_progress.LOOKING)
    make = partial(face_presence, faces.images, yunet, tell)
    return _kept(folder, len(faces.labels), study_files.PRESENCE, make)


def _learnt(faces: FaceSet) -> np.ndarray:
    """Rows of the training faces; of all where none is one."""
    rows = np.flatnonzero(faces.split == TRAINING)
    return rows if len(rows) > _NEIGHBOURS else np.arange(len(faces.labels))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Study a set of faces with a finished model.")
    parser.add_argument("--model", required=True, help="a name under models/")
    parser.add_argument("--data", type=Path, default=Path("data/fer2013.zip"))
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder of all models")
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    parser.add_argument("--lock", type=int, help=argparse.SUPPRESS)  # given by the page
    return parser


if __name__ == "__main__":
    sys.exit(main())
