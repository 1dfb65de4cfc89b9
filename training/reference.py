"""`python -m training.reference MODEL`: what a personal model begins from and is held to.

Written beside the model as `reference.npz`: numbers of 3,400 Training faces and of PublicTest's,
no pictures. The model's last layer is found again from its own answers, so that nothing but the
file that serves is asked.
"""

import argparse
import sys
from pathlib import Path
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from core.classifier import Classifier
from core.dataset.face_set import FaceSet, read_faces
from core.dataset.row import PUBLIC_TEST, TRAINING
from core.errors import UserError
from core.labels import EMOTIONS
from core.personal.head import FloatArray, Head
from core.personal.reference import REFERENCE_FILE, Reference, write_reference

_A_CLASS: Final = 500  # Training faces; disgust has fewer
_SEED: Final = 0


def main() -> int:
    """Write the file, or say why it cannot be made."""
    parser = argparse.ArgumentParser(description="Make what a personal model is learned beside.")
    parser.add_argument("model", help="a folder in models/")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--data", type=Path, default=Path("data/fer2013.zip"))
    chosen = parser.parse_args()
    folder = chosen.models / chosen.model
    try:
        classifier = Classifier.load(folder)
        reference = make_reference(classifier, read_faces(chosen.data))
    except (UserError, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    write_reference(folder, reference, sha256=classifier.card.sha256)
    size = (folder / REFERENCE_FILE).stat().st_size
    alike = reference.accuracy(reference.head)
    print(f"{folder / REFERENCE_FILE}: {size / 1e6:.1f} MB, its head {alike:.2%} on PublicTest")
    return 0


def make_reference(classifier: Classifier, faces: FaceSet) -> Reference:
    """What a head on this model is learned beside.

    Raises:
        UserError: The model does not tell its features.
    """
    sample, answers = answered(classifier, faces.images[sampled_rows(faces)])
    tests = np.flatnonzero(faces.split == PUBLIC_TEST)
    test, _ = answered(classifier, faces.images[tests])
    return Reference(
        last_layer(sample, answers),
        sample,
        answers,
        test,
        faces.labels[tests].astype(np.uint8),
    )


def sampled_rows(faces: FaceSet, of_each: int = _A_CLASS) -> npt.NDArray[np.int64]:
    """Training faces, as many of each expression, always the same ones."""
    random = np.random.default_rng(_SEED)
    training = faces.split == TRAINING
    of_class = [np.flatnonzero(training & (faces.labels == k)) for k in range(len(EMOTIONS))]
    return np.concatenate([random.permutation(rows)[:of_each] for rows in of_class])


def answered(
    classifier: Classifier, patches: npt.NDArray[np.uint8]
) -> tuple[FloatArray, FloatArray]:
    """Features (N, F) and probabilities (N, 7), in the order of EMOTIONS.

    Raises:
        UserError: The model does not tell its features.
    """
    seen = classifier.predict(patches)
    features = [one.features for one in seen if one.features is not None]
    if len(features) < len(seen):
        raise UserError(
            f"{classifier.card.name} does not tell its features. Export it again with "
            "`python -m training.export`."
        )
    order = [classifier.card.labels.index(label) for label in EMOTIONS]
    answers = np.array([one.probabilities[order] for one in seen], np.float32)
    return np.array(features, np.float32), answers


def last_layer(features: FloatArray, answers: FloatArray) -> Head:
    """The linear layer whose softmax gives these answers, by least squares on their logarithms."""
    logits = np.log(np.maximum(answers, 1e-6))
    logits -= logits.mean(axis=1, keepdims=True)
    ones = np.ones((len(features), 1), np.float32)
    both = np.hstack([features, ones])
    solved = cast(FloatArray, np.linalg.lstsq(both, logits, rcond=1e-6)[0]).astype(np.float32)
    return Head(EMOTIONS, solved[:-1], solved[-1])


if __name__ == "__main__":
    sys.exit(main())
