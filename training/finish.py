"""The end of a run: the best weights become a model folder, and the test split is used once."""

import json
import logging
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import keras

from core.classifier import CARD_FILE, WEIGHTS_FILE, Classifier, ModelCard
from core.crop import PATCH_PX
from core.dataset import FaceSet
from core.labels import EMOTIONS
from training.checkpoints import Checkpoint, sha256_of
from training.config import RunConfig
from training.export import export_model, publish_text
from training.model import build_model
from training.report import measure_model

_REPORTED: Final = ("PublicTest", "PrivateTest")
logger = logging.getLogger(__name__)


def finish_run(run: Path, config: RunConfig, faces: FaceSet, best: Checkpoint) -> None:
    """Write model.keras, model.tflite, model.png, report.json and, last, card.json."""
    model = build_model(config)
    trained: Any = keras.saving.load_model(best.best, compile=False)
    model.set_weights(trained.get_weights())
    export_model(model, run)
    _draw(model, run / "model.png")
    card = ModelCard(
        name=run.name,
        labels=EMOTIONS,
        patch_px=PATCH_PX,
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        data={"file": Path(config.data).name, "counts": faces.counts()},
        accuracy={},
        temperature=1.0,
        sha256=sha256_of(run / WEIGHTS_FILE),
        config=asdict(config),
    )
    classifier = Classifier(card, (run / WEIGHTS_FILE).read_bytes())
    reports = {
        split: measure_model(classifier, part)
        for split in _REPORTED
        if len((part := faces.part(split)).labels)
    }
    best_epoch = {"best_epoch": best.progress.best_epoch, "epochs": best.progress.epoch}
    splits = {split: asdict(report) for split, report in reports.items()}
    publish_text(json.dumps({**best_epoch, **splits}, indent=1) + "\n", run / "report.json")
    accuracy = {split: report.accuracy for split, report in reports.items()}
    finished = {**asdict(card), "accuracy": accuracy}
    publish_text(json.dumps(finished, indent=1) + "\n", run / CARD_FILE)


def _draw(model: keras.Model, path: Path) -> None:
    try:
        keras.utils.plot_model(model, str(path), show_shapes=True, show_layer_names=False, dpi=96)
    except ImportError:
        logger.warning(
            "No picture of the model: it needs Graphviz. Install your system's package "
            '"graphviz"; everything else is written.'
        )
