"""One face from near: its label, the people's votes, what every model reads in it."""

from base64 import b64encode
from html import escape
from typing import Final

import cv2
import numpy as np
import streamlit as st

from core.classifier import Prediction, list_models, read_card
from core.corrections import Corrections
from core.labels import COLORS, EMOTIONS, LOOKS
from core.text import percent
from core.votes import VOTE_COLUMNS
from pages import shared, widgets
from pages.explorer_address import Look, go, turned
from pages.faces_fix import fix_buttons
from pages.faces_grid import face_grid
from pages.faces_table import Table

_LARGE_PX: Final = 336
_NEIGHBOURS: Final = 8
_CSS: Final = """
<style>
.one-face img {width: 100%; max-width: 21rem; border-radius: .8rem; display: block}
.one-face .label {font-size: 1.2rem; font-weight: 700; margin-top: .5rem}
.one-face .label::before {content: ""; display: inline-block; width: .7em; height: .7em;
  border-radius: 50%; background: var(--colour); margin-right: .4em}
.one-face .source {font-size: .85rem; overflow-wrap: anywhere}
</style>
"""


def show_panel(look: Look, table: Table, corrections: Corrections) -> None:
    """The chosen face, or a sentence where none is."""
    row = table.row(look.face)
    if row is None:
        st.info("Choose a face to see it large, with its votes and what each model reads.")
        return
    _head(table, row)
    fix_buttons(corrections, table, [look.face], "one")
    _readings(table.faces.images[row])
    if table.votes is not None:
        _votes(table.votes[row])
    if table.neighbours is not None:
        _neighbours(look, table, row)


def _head(table: Table, row: int) -> None:
    label = EMOTIONS[table.labels[row]]
    was = EMOTIONS[table.faces.labels[row]]
    now = f"labelled {label}" + (f", {was} before" if was != label else "")
    left = "" if table.kept[row] else " · left out"
    place = f"{table.faces.split[row]} · {escape(table.faces.names[row])}"
    st.html(
        f'{_CSS}<div class="one-face"><img src="{large_url(table.faces.images[row])}" '
        f'alt="a face labelled {label}"><div class="label" style="--colour:{COLORS[label]}">'
        f'{now}{left}</div><div class="source">{place}</div></div>'
    )


def large_url(image: np.ndarray) -> str:
    """A grey or coloured (BGR) face as a data address, enlarged smoothly."""
    size = (_LARGE_PX, _LARGE_PX)
    large = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    return "data:image/webp;base64," + b64encode(cv2.imencode(".webp", large)[1].tobytes()).decode()


def _readings(image: np.ndarray) -> None:
    """What every finished model says, the one in use with all its scores."""
    in_use = shared.serving_model()
    said = reading(in_use, image)
    st.markdown(f"**{in_use.name}** says it {LOOKS[said.label]}, {percent(said.confidence)} sure.")
    widgets.score_bars(said.scores)
    for name in list_models(shared.MODELS):
        if name != in_use.name:
            model = shared.ServingModel(name, read_card(shared.MODELS / name).sha256)
            other = reading(model, image)
            st.markdown(f"**{name}**: {other.label}, {percent(other.confidence)} sure")


def reading(model: shared.ServingModel, image: np.ndarray) -> Prediction:
    """What a model says of one face."""
    return shared.classifier(model).predict(image[np.newaxis])[0]


def _votes(votes: np.ndarray) -> None:
    given = sorted(zip(votes.tolist(), VOTE_COLUMNS, strict=True), reverse=True)
    words = ", ".join(f"{count} {name}" for count, name in given if count)
    st.markdown(f"**People** (FER+): {words or 'nobody was asked'}")


def _neighbours(look: Look, table: Table, row: int) -> None:
    """The faces that the network finds most alike; a click opens one."""
    if table.neighbours is None:
        return
    st.markdown("**Most alike, to the network**")
    near = table.neighbours[row][:_NEIGHBOURS]
    touched = face_grid("neighbours", table, near, side_px=64, chosen="")
    if touched.chosen:
        go(turned(Look(look.set, "faces", look.model), face=touched.chosen))
