"""A trained Keras model as the files that serve it, each written beside and renamed into place."""

import shutil
from pathlib import Path

import keras

from training.checkpoints import flush


def export_model(model: keras.Model, run: Path) -> None:
    """Write model.keras (without optimizer) and model.tflite into the run's folder."""
    beside = run / "exporting"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    model.save(beside / "model.keras")
    model.export(beside / "model.tflite", format="litert", verbose=False)
    for name in ("model.keras", "model.tflite"):
        publish(beside / name, run / name)
    shutil.rmtree(beside)


def publish(beside: Path, final: Path) -> None:
    """Move a finished file to its place, on disk before and after."""
    flush(beside)
    beside.replace(final)
    flush(final.parent)


def publish_text(text: str, final: Path) -> None:
    """Write a small file so that readers see the old one or the new one, never a part."""
    beside = final.with_suffix(".writing")
    beside.write_text(text, encoding="utf-8")
    publish(beside, final)
