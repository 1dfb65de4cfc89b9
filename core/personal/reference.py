"""Features of other people's faces that ship with a model, so that a head cannot forget them.

There are no pictures in it: a few hundred numbers a face, from which no face can be drawn. It is
made by `python -m training.reference MODEL`.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.labels import EMOTIONS
from core.personal.head import FloatArray, Head

REFERENCE_FILE: Final = "reference.npz"


@dataclass(frozen=True, eq=False)
class Reference:
    """What a personal head begins from, is held to, and is measured by."""

    head: Head  # the model's own last layer
    sample: FloatArray  # (M, F) features of Training faces
    sample_targets: FloatArray  # (M, 7) what the model says of them
    test: FloatArray  # (P, F) features of PublicTest's faces
    test_labels: npt.NDArray[np.uint8]  # (P,) places in EMOTIONS

    def accuracy(self, head: Head) -> float:
        """Share of PublicTest's faces that a head names rightly, [0, 1]."""
        labels: list[int] = self.test_labels.tolist()
        said = head.named(self.test)
        return float(
            np.mean([one == EMOTIONS[label] for one, label in zip(said, labels, strict=True)])
        )


def write_reference(folder: Path, reference: Reference, *, sha256: str) -> None:
    """Write it beside the model whose checksum is given."""
    np.savez_compressed(
        folder / REFERENCE_FILE,
        sha256=np.array(sha256),
        weights=reference.head.weights,
        bias=reference.head.bias,
        sample=reference.sample.astype(np.float16),
        sample_targets=reference.sample_targets.astype(np.float16),
        test=reference.test.astype(np.float16),
        test_labels=reference.test_labels,
    )


def read_reference(folder: Path, *, sha256: str) -> Reference:
    """The reference of the model in this folder.

    Args:
        sha256: The model's checksum, as its card gives it.

    Raises:
        UserError: There is none, it is damaged, or it was made for other weights.
    """
    path = folder / REFERENCE_FILE
    remedy = f"Run `python -m training.reference {folder.name}`, or use another model."
    if not path.exists():
        raise UserError(f"The model {folder.name} has no reference faces to learn beside. {remedy}")
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            made_for = str(file["sha256"])
            floats = {
                name: np.asarray(file[name], np.float32)
                for name in ("weights", "bias", "sample", "sample_targets", "test")
            }
            labels = np.asarray(file["test_labels"], np.uint8)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise UserError(f"{REFERENCE_FILE} of {folder.name} is damaged. {remedy}") from error
    if made_for != sha256:
        raise UserError(f"{REFERENCE_FILE} of {folder.name} is of other weights. {remedy}")
    head = Head(EMOTIONS, floats["weights"], floats["bias"])
    return Reference(head, floats["sample"], floats["sample_targets"], floats["test"], labels)
