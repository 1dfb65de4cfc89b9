"""`python -m training.renew`: the files, figures and card of a finished model, made anew.

Its weights stay what they are: `model.keras` is exported and measured again, for when the exporter
or the report has learned something.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import argparse
import sys
from pathlib import Path
from typing import Any

import keras

from core.classifier import read_card
from core.dataset.face_set import read_faces
from training.export import KERAS_FILE
from training.files import read_object
from training.finish import write_model
from training.fixes import fixed_faces
from training.runs.store import read_config
from training.twins import twin_names


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Export and measure a finished model again.")
    parser.add_argument("--model", type=Path, required=True, help="a folder under models/")
    parser.add_argument("--data", type=Path, default=Path("data/fer2013.zip"))
    chosen = parser.parse_args(arguments)
    run: Path = chosen.model
    try:
        card, report = read_card(run), read_object(run / "report.json")
        config = read_config(run)
        faces = read_faces(chosen.data)
        served: Any = keras.saving.load_model(run / KERAS_FILE, compile=False)
        twins = twin_names(faces)
        write_model(
            run,
            config,
            fixed_faces(run, config, faces),
            served,
            twins=twins,
            trained_at=card.trained_at,
            progress={key: report[key] for key in ("best_epoch", "epochs")},
        )
    except (ValueError, OSError) as problem:
        parser.error(str(problem))
    return 0


if __name__ == "__main__":
    sys.exit(main())
