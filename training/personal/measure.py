"""`python -m training.personal.measure MODEL`: *Fine-tune on me* on real faces, timed.

A person is made of PrivateTest's faces as in the study of heads. Half of them are kept in a store
and learned by the very command that the app starts; the other half, and PublicTest, tell what that
brought. All is made in a folder that is gone afterwards. The set is decoded already, as it is once
the app has shown it; that saves six seconds.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.classifier import Classifier, read_card
from core.dataset.cache import open_faces
from core.dataset.face_set import FaceSet, read_faces
from core.errors import UserError
from core.own.store import OwnStore
from training.personal.study import arguments, person, read_as
from training.runs.personal import Outcome, outcome_of, personal_config
from training.runs.store import create_run, log_tail, read_config

_ROOT = Path(__file__).parents[2]


def main() -> int:
    """Print a line for every person."""
    chosen = arguments("Fine-tune on persons made of dataset faces.", persons=3, faces=20)
    try:
        classifier = Classifier.load(chosen.models / chosen.model)
        faces = read_faces(chosen.data)
    except (UserError, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    read = read_as(classifier, faces)
    titles = ("person", "faces", "held out", "after", "unseen", "after", "others", "after", "s")
    print("".join(f"{title:>9}" for title in titles))
    for number in range(chosen.persons):
        with tempfile.TemporaryDirectory() as folder:
            _measure(chosen, Path(folder), classifier, faces, read, number)
    return 0


def _measure(
    chosen: argparse.Namespace,
    models: Path,
    classifier: Classifier,
    faces: FaceSet,
    read: npt.NDArray[np.int64],
    number: int,
) -> None:
    patches, labels = person(faces, read, number, of_each=chosen.faces)
    half = len(labels) // 2
    store = OwnStore(models / "own.sqlite")
    for patch, label in zip(patches[:half], labels[:half], strict=True):
        store.keep_face(patch, label, "study")
    shutil.copytree(chosen.models / chosen.model, models / chosen.model)
    config = personal_config(
        read_config(models / chosen.model),
        chosen.model,
        own=models / "own.sqlite",
        data=str(models / chosen.data.name),
    )
    (models / chosen.data.name).symlink_to(chosen.data.resolve())
    open_faces(models / chosen.data.name, models / "cache")
    run = create_run(models, "on-me", config)
    command = [sys.executable, "-m", "training.train", "--resume", run.name]
    started = time.perf_counter()
    done = subprocess.run(
        [*command, "--models", str(models)], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        print(f"{number:>9}  failed: {done.stderr[-500:]} {log_tail(run)}")
        return
    outcome = outcome_of(read_card(run))
    if outcome is not None:
        unseen = [
            _share_right(one, patches[half:], labels[half:])
            for one in (classifier, Classifier.load(run))
        ]
        print(_row(number, outcome, unseen, seconds), flush=True)


def _share_right(
    classifier: Classifier, patches: npt.NDArray[np.uint8], labels: list[str]
) -> float:
    seen = classifier.predict(patches)
    return float(np.mean([one.label == label for one, label in zip(seen, labels, strict=True)]))


def _row(number: int, outcome: Outcome, unseen: list[float], seconds: float) -> str:
    shares = (
        *(outcome.before, outcome.after, *unseen),
        *(outcome.general_before, outcome.general_after),
    )
    cells = "".join(f"{share:>9.1%}" for share in shares)
    words = outcome.refused or f"accepted, {outcome.share:.0%} of the way"
    return f"{number:>9}{outcome.faces:>9}{cells}{seconds:>9.1f}  {words}"


if __name__ == "__main__":
    sys.exit(main())
