"""The end of a run: the best weights become a model folder, and the test split is used once."""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
import logging
import shutil
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np

from core.classifier import CARD_FILE, WEIGHTS_FILE, Classifier, ModelCard
from core.crop import PATCH_PX
from core.dataset.face_set import FaceSet
from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST, TRAINING
from core.dataset.votes import read_votes
from core.labels import EMOTIONS
from training.calibrate import fit_temperature
from training.checkpoints import Checkpoint, sha256_of
from training.export import PRECISIONS, export_model, feature_count, litert_file
from training.ferplus import measure_votes
from training.files import publish, publish_text
from training.model import averaged_over_mirror, build_model
from training.model_card import model_card
from training.report import Measured, measure_model, probabilities_of
from training.runs.config import RunConfig
from training.stress import measure_stress

# Half the size of float32 at the same speed and the same answers to 1e-3; int8 is faster by far,
# but its answers differ from the trained network's by several hundredths.
SERVED: Final = "float16"
_CHOOSE, _REPORT = PUBLIC_TEST, PRIVATE_TEST
_CALIBRATION_FACES: Final = 500
logger = logging.getLogger(__name__)


def finish_run(
    run: Path, config: RunConfig, faces: FaceSet, best: Checkpoint, twins: frozenset[str]
) -> None:
    """Write the model's files, report.json, MODEL_CARD.md and, last, card.json.

    Args:
        twins: Names of the faces whose photo the other side holds, too.
    """
    network = build_model(config)
    trained: Any = keras.saving.load_model(best.best, compile=False)
    network.set_weights(trained.get_weights())
    _draw(network, run / "model.png")
    served = averaged_over_mirror(network) if config.flip else network
    progress = {"best_epoch": best.progress.best_epoch, "epochs": best.progress.epoch}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    write_model(run, config, faces, served, twins=twins, trained_at=now, progress=progress)


def write_model(
    run: Path,
    config: RunConfig,
    faces: FaceSet,
    served: keras.Model,
    *,
    twins: frozenset[str],
    trained_at: str,
    progress: dict[str, int],
) -> None:
    """Export, calibrate and measure what is served, and write down what it is.

    Args:
        progress: The best epoch and how many there were, as the report tells them.
    """
    calibration = faces.part(TRAINING).without(twins).images
    export_model(served, run, calibration=_some(calibration, config.seed))
    beside = run / f"{WEIGHTS_FILE}.writing"
    shutil.copyfile(litert_file(run, SERVED), beside)
    publish(beside, run / WEIGHTS_FILE)
    left_out = sum(name in twins for name in faces.part(TRAINING).names)
    card = ModelCard(
        name=run.name,
        labels=EMOTIONS,
        patch_px=PATCH_PX,
        trained_at=trained_at,
        data={
            "file": Path(config.data).name,
            "counts": faces.counts(),
            "left_out": left_out if config.twins == "left out" else 0,
        },
        accuracy={},
        temperature=1.0,
        sha256=sha256_of(run / WEIGHTS_FILE),
        config=asdict(config),
        features=feature_count(served),
    )
    choose = faces.part(_CHOOSE)
    untempered = probabilities_of(_classifier(card, run / WEIGHTS_FILE), choose.images)
    card = replace(card, temperature=fit_temperature(untempered, choose.labels))
    report: dict[str, Any] = {**progress, **_report(run, config, faces, card, twins)}
    finished = replace(
        card,
        accuracy={split: report[split]["accuracy"] for split in _splits(faces)},
        clean_accuracy={split: one["accuracy"] for split, one in report["clean"].items()},
    )
    publish_text(json.dumps(report, indent=1) + "\n", run / "report.json")
    publish_text(model_card(finished, report), run / "MODEL_CARD.md")
    publish_text(json.dumps(asdict(finished), indent=1) + "\n", run / CARD_FILE)


def _report(
    run: Path, config: RunConfig, faces: FaceSet, card: ModelCard, twins: frozenset[str]
) -> dict[str, Any]:
    """Every figure of the model: by split, by precision, under stress, and against the votes."""
    classifier = _classifier(card, run / WEIGHTS_FILE)
    parts = {split: faces.part(split) for split in _splits(faces)}
    measured = {split: measure_model(classifier, part, twins) for split, part in parts.items()}
    figures: dict[str, Any] = {split: asdict(one.published) for split, one in measured.items()}
    figures["clean"] = {split: asdict(one.clean) for split, one in measured.items() if one.clean}
    figures["exports"] = [
        _export_figures(run, card, precision, parts, measured) for precision in PRECISIONS
    ]
    stress = measure_stress(classifier, parts[_CHOOSE])
    figures["stress"] = [asdict(result) for result in stress]
    figures["votes"] = {}
    for split, part in parts.items() if config.votes else ():
        votes = read_votes(Path(config.votes), part)
        agreement = measure_votes(measured[split].probabilities, votes)
        figures["votes"][split] = asdict(agreement)
    return figures


def _export_figures(
    run: Path,
    card: ModelCard,
    precision: str,
    parts: dict[str, FaceSet],
    as_served: dict[str, Measured],
) -> dict[str, Any]:
    path, measured = litert_file(run, precision), as_served
    if precision != SERVED:
        classifier = _classifier(card, path)
        measured = {split: measure_model(classifier, part) for split, part in parts.items()}
    return {
        "precision": precision,
        "served": precision == SERVED,
        "bytes": path.stat().st_size,
        "ms_per_face": measured[_CHOOSE].published.ms_per_face,
        **{split: one.published.accuracy for split, one in measured.items()},
    }


def _classifier(card: ModelCard, weights: Path) -> Classifier:
    return Classifier(card, weights.read_bytes())


def _splits(faces: FaceSet) -> list[str]:
    return [split for split in (_CHOOSE, _REPORT) if len(faces.part(split).labels)]


def _some(images: np.ndarray, seed: int) -> np.ndarray:
    count = min(_CALIBRATION_FACES, len(images))
    return images[np.random.default_rng(seed).choice(len(images), count, replace=False)]


def _draw(model: keras.Model, path: Path) -> None:
    try:
        keras.utils.plot_model(model, str(path), show_shapes=True, show_layer_names=False, dpi=96)
    except ImportError:
        logger.warning(
            "No picture of the model: it needs Graphviz. Install your system's package "
            '"graphviz"; everything else is written.'
        )
