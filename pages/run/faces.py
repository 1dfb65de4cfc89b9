"""Faces of a run with what the network said of them."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import streamlit as st

from core.labels import EMOTIONS
from core.text import percent
from pages.shared import all_runs
from training.runs.run import Run, RunState
from training.runs.samples import Shown, read_mistakes, read_samples

_CSS: Final = """
<style>
.faces {display: grid; grid-template-columns: repeat(auto-fill, minmax(6.2rem, 1fr)); gap: .7rem}
.faces figure {margin: 0; font-size: .8rem; line-height: 1.25}
.faces img {width: 100%; aspect-ratio: 1; border-radius: .5rem; image-rendering: auto}
.faces .wrong {font-weight: 700}
.faces figcaption span {display: block}
</style>
"""


def show_samples(run: Run) -> None:
    """The same validation faces after each epoch, the newest or a chosen one."""
    run = all_runs.run(run.name) or run
    records = run.samples
    shown = _shown(read_samples, run)
    if not run.epochs:
        _await(run, "After each epoch, the same validation faces come back here as it reads them.")
        return
    if not records or shown is None:
        st.info("The pictures of its sample faces stay on the machine that trained it.")
        return
    newest = st.toggle("Follow the newest epoch", value=True, key=f"newest-{run.name}")
    last = records[-1].epoch
    most = max(run.started.epochs if run.started else last, last, 2)
    chosen = st.slider("Epoch", 1, most, last, disabled=newest, key=f"sample-{run.name}")
    record = next((one for one in records if one.epoch == (last if newest else chosen)), None)
    if record is None:
        st.markdown(f"Epoch {chosen} has not come yet; the newest is {last}.")
        return
    count = min(len(shown.images), len(record.labels))
    right = sum(a == b for a, b in zip(record.labels, record.predicted, strict=True))
    st.markdown(f"Epoch {record.epoch}: {right} of {len(record.labels)} named rightly.")
    _grid(shown.images[:count], record.labels, record.predicted, record.confidence)


def show_mistakes(run: Run) -> None:
    """The validation faces the newest epoch was surest and wrong about."""
    shown = _shown(read_mistakes, run)
    if not run.epochs:
        _await(run, "After an epoch, the validation faces it is surest and wrong about stand here.")
        return
    if shown is None:
        st.info("The pictures of its mistakes stay on the machine that trained it.")
        return
    st.markdown("Validation faces of which the network is surest, and wrong.")
    _grid(shown.images, shown.labels.tolist(), shown.predicted.tolist(), shown.confidence.tolist())


def _await(run: Run, words: str) -> None:
    """What the first epoch will bring, or that there was none."""
    over = run.state in (RunState.STOPPED, RunState.FAILED)
    st.info("It ended before its first epoch was over, so it has read no face." if over else words)


def _shown(read: Callable[[Path], Shown | None], run: Run) -> Shown | None:
    try:
        return read(run.folder)
    except ValueError as problem:
        st.error(str(problem))
        return None


def _grid(
    images: np.ndarray, labels: list[int], predicted: list[int], confidence: list[float]
) -> None:
    figures = []
    for image, label, read, sure in zip(images, labels, predicted, confidence, strict=True):
        data = b64encode(cv2.imencode(".webp", image)[1].tobytes()).decode()
        said = f"{EMOTIONS[read]}, {percent(sure)} sure"
        words = f"✓ {said}" if label == read else f"✗ {said}"
        kind = "right" if label == read else "wrong"
        figures.append(
            f'<figure><img src="data:image/webp;base64,{data}" alt="a face labelled '
            f'{EMOTIONS[label]}"><figcaption><span>{EMOTIONS[label]}</span>'
            f'<span class="{kind}">{words}</span></figcaption></figure>'
        )
    st.html(f'{_CSS}<div class="faces">{"".join(figures)}</div>')
