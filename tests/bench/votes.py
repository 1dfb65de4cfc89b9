"""`python -m tests.bench.votes`: what FER+'s votes do for the product, by three short trainings.

The same small network learns from FER2013's labels, from the votes, and from both mixed; each is
measured against both on PublicTest. Needs the data sets, and about 15 minutes on two cores.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.classifier import Classifier
from core.dataset.face_set import read_faces
from core.dataset.votes import read_votes
from tests.support.folders import ROOT
from training.ferplus import measure_votes
from training.report import measure, probabilities_of
from training.runs.recipes import RECIPES

_SHARES: Final = {"labels": 0.0, "mixed": 0.5, "votes": 1.0}


def main() -> int:
    """Train three times, and print a table."""
    parser = argparse.ArgumentParser(description="Labels, votes, or both?")
    parser.add_argument("--epochs", type=int, default=8)
    chosen = parser.parse_args()
    recipe = replace(RECIPES["compact"], network="residual-xs", epochs=chosen.epochs)
    faces = read_faces(ROOT / recipe.data).part("PublicTest")
    votes = read_votes(ROOT / recipe.votes, faces)
    print("| learned from | FER2013's labels | FER+, 8 classes | FER+, 7 classes |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, share in _SHARES.items():
            config = Path(folder) / f"{name}.json"
            config.write_text(replace(recipe, vote_share=share).to_json(), encoding="utf-8")
            where = ["--config", str(config), "--name", name, "--models", folder]
            command = [sys.executable, "-m", "training.train", *where]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            classifier = Classifier.load(Path(folder) / name)
            probabilities = probabilities_of(classifier, faces.images)
            labels, voted = (
                measure(probabilities, faces.labels),
                measure_votes(probabilities, votes),
            )
            print(
                f"| {name} | {labels.accuracy:.1%} | {voted.accuracy_8:.1%} | "
                f"{voted.accuracy_7:.1%} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
