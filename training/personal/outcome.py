"""A network that learned a person becomes a model folder, within seconds.

Leaner than the end of other runs: one precision is exported, PublicTest alone is read, and no
disturbed face. Nothing here looks at PrivateTest. The card says so.
"""

# Keras tells no types: what comes from it is unknown to a strict check.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np

from core.classifier import CARD_FILE, WEIGHTS_FILE, Classifier, ModelCard, read_card
from core.crop import PATCH_PX
from core.dataset.face_set import FaceSet
from core.dataset.row import PUBLIC_TEST
from core.labels import EMOTIONS
from core.personal.head import FloatArray
from core.personal.reference import Reference, write_reference
from core.personal.trial import refusal
from training.checkpoints import RunProgress, sha256_of
from training.export import export_model, feature_count, litert_file
from training.files import publish, publish_text
from training.finish import SERVED
from training.model import averaged_over_mirror
from training.model_card import model_card
from training.reference import answered, last_layer
from training.report import measure
from training.runs.config import RunConfig
from training.runs.personal import ABOUT, Outcome
from training.twins import is_clean, twin_names

_READERS: Final = 2  # threads that ask the exported file, each with its own copy


@dataclass(frozen=True, eq=False)
class Gain:
    """What learning changed for the person."""

    before: np.ndarray  # (N,) bool: faces that the model begun with names rightly
    after: np.ndarray  # (N,) bool: by pupils that had not seen the face
    share: float  # of the way to the learned weights


def finish_personal(
    run: Path,
    config: RunConfig,
    faces: FaceSet,
    network: keras.Model,
    gain: Gain,
    sample: np.ndarray,
    progress: RunProgress,
) -> None:
    """Write the model's files, its reference, report.json, MODEL_CARD.md and, last, card.json.

    Args:
        network: As it learned.
        sample: Rows of the Training faces that a head on this model may begin beside.
    """
    served = averaged_over_mirror(network) if config.flip else network
    export_model(served, run, calibration=faces.images[:0], precisions=(SERVED,))
    beside = run / f"{WEIGHTS_FILE}.writing"
    shutil.copyfile(litert_file(run, SERVED), beside)
    publish(beside, run / WEIGHTS_FILE)
    begun = run.parent / config.start
    base = read_card(begun)
    card = ModelCard(
        name=run.name,
        labels=EMOTIONS,
        patch_px=PATCH_PX,
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        data={"file": Path(config.data).name, "counts": faces.counts(), "left_out": 0},
        accuracy={},
        temperature=base.temperature,
        sha256=sha256_of(run / WEIGHTS_FILE),
        config=asdict(config),
        features=feature_count(served),
    )
    test = faces.part(PUBLIC_TEST)
    started = time.perf_counter()
    features, answers = _read(card, run, np.concatenate([test.images, faces.images[sample]]))
    seconds = (time.perf_counter() - started) * _READERS / len(answers)
    count, twins = len(test.labels), twin_names(faces)
    report = measure(answers[:count], test.labels)
    clean = is_clean(test, twins)
    cleaned = measure(answers[:count][clean], test.labels[clean]) if twins else None
    outcome = _outcome(gain, _accuracy(base, begun, faces, test), report.accuracy)
    finished = replace(
        card,
        data={**card.data, ABOUT: asdict(outcome)},
        accuracy={PUBLIC_TEST: report.accuracy},
        clean_accuracy={PUBLIC_TEST: cleaned.accuracy} if cleaned else {},
    )
    ms = round(1000 * seconds, 3)
    told: dict[str, Any] = {
        "best_epoch": progress.best_epoch,
        "epochs": progress.epoch,
        PUBLIC_TEST: {**asdict(report), "ms_per_face": ms},
        "clean": {PUBLIC_TEST: asdict(cleaned)} if cleaned else {},
        "exports": [
            {
                "precision": SERVED,
                "served": True,
                "bytes": (run / WEIGHTS_FILE).stat().st_size,
                "ms_per_face": ms,
                PUBLIC_TEST: report.accuracy,
            }
        ],
        "stress": [],
        "votes": {},
    }
    reference = Reference(
        last_layer(features[count:], answers[count:]),
        features[count:],
        answers[count:],
        features[:count],
        test.labels.astype(np.uint8),
    )
    write_reference(run, reference, sha256=card.sha256)
    publish_text(json.dumps(told, indent=1) + "\n", run / "report.json")
    publish_text(model_card(finished, told), run / "MODEL_CARD.md")
    publish_text(json.dumps(asdict(finished), indent=1) + "\n", run / CARD_FILE)


def _accuracy(base: ModelCard, folder: Path, faces: FaceSet, test: FaceSet) -> float:
    """How many of PublicTest's faces the model begun with names rightly, in 1; its card tells, if
    it was measured on this very set."""
    counts = base.data.get("counts")
    told = base.accuracy.get(PUBLIC_TEST)
    if told is not None and isinstance(counts, dict) and counts == faces.counts():
        return told
    _, answers = _read(base, folder, test.images)
    return measure(answers, test.labels).accuracy


def _outcome(gain: Gain, general_before: float, general: float) -> Outcome:
    gained = int(np.sum(~gain.before & gain.after))
    lost = int(np.sum(gain.before & ~gain.after))
    return Outcome(
        faces=len(gain.before),
        before=float(gain.before.mean()),
        after=float(gain.after.mean()),
        gained=gained,
        lost=lost,
        general_before=general_before,
        general_after=general,
        share=gain.share,
        refused=refusal(gained, lost, general_before - general),
    )


def _read(card: ModelCard, run: Path, patches: np.ndarray) -> tuple[FloatArray, FloatArray]:
    """Features and probabilities of faces, as the exported file gives them."""
    weights = (run / WEIGHTS_FILE).read_bytes()
    readers = [Classifier(card, weights) for _ in range(_READERS)]
    with ThreadPoolExecutor(_READERS) as pool:
        parts = list(pool.map(answered, readers, np.array_split(patches, _READERS)))
    features, answers = zip(*parts, strict=True)
    return np.concatenate(features), np.concatenate(answers)
