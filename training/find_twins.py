"""`python -m training.find_twins`: which photos FER2013 shows both in Training and in a test split.

Run once; what it finds is part of the code, so that every run and every figure knows the same
twins. Perceptual hashes and a model's features name candidates, the pictures themselves decide.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from core.dataset.face_set import FaceSet, read_faces, row_number
from core.dataset.finding import LEAKS
from core.dataset.row import TRAINING
from training.files import publish_text
from training.study.duplicates import find_duplicates
from training.study.features import features_of
from training.twins import TWINS_FILE


def main(arguments: list[str] | None = None) -> int:
    """The command line; writes the file that `training.twins` reads."""
    parser = argparse.ArgumentParser(description="Find photos that two sides of FER2013 share.")
    parser.add_argument("--model", type=Path, required=True, help="whose features name candidates")
    parser.add_argument("--data", type=Path, default=Path("data/fer2013.zip"))
    parser.add_argument("--out", type=Path, default=TWINS_FILE)
    chosen = parser.parse_args(arguments)
    try:
        faces = read_faces(chosen.data)
        features = features_of(chosen.model, faces.images, lambda _share: None)
    except (ValueError, OSError) as problem:
        parser.error(str(problem))
    leaks = [one.faces for one in find_duplicates(faces, features) if one.check == LEAKS]
    rows = twin_rows(faces, leaks)
    sizes = {split: sum(counts) for split, counts in faces.counts().items()}
    lines = [f' "{key}": {json.dumps(value)}' for key, value in {"faces": sizes, **rows}.items()]
    publish_text("{\n" + ",\n".join(lines) + "\n}\n", chosen.out)
    print(", ".join(f"{split} {len(found):,}" for split, found in rows.items()))
    return 0


def twin_rows(faces: FaceSet, groups: Iterable[Sequence[int]]) -> dict[str, list[int]]:
    """Row numbers of the original csv, by split, of the faces in groups that lie on both sides.

    Args:
        groups: Places in `faces` that show one photo.
    """
    found: dict[str, set[int]] = {split: set() for split in faces.counts()}
    for group in groups:
        splits = faces.split[list(group)]
        if len(np.unique(splits == TRAINING)) == 2:
            for place, split in zip(group, splits.tolist(), strict=True):
                found[split].add(row_number(faces.names[place]))
    return {split: sorted(rows) for split, rows in found.items()}


if __name__ == "__main__":
    sys.exit(main())
