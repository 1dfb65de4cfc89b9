"""One face from near: its label, the people's votes, what every model reads in it."""

from html import escape
from typing import Final

import numpy as np
import streamlit as st

from core.classifier import Prediction, list_models, read_card
from core.dataset.fixes import Fixes
from core.dataset.votes import VOTE_COLUMNS
from core.labels import COLORS, EMOTIONS, LOOKS
from core.text import percent
from pages.faces.fix import fix_buttons
from pages.faces.grid import face_grid, face_url
from pages.faces.look import Look, go, turned
from pages.faces.table import Table
from pages.shared import folders, models, sets, widgets

_LARGE_PX: Final = 288
_NEIGHBOURS: Final = 8
_HEAT_BGR: Final = (20, 130, 255)
_STRONGEST: Final = 0.75  # share of the colour where the heat is 1
_CSS: Final = """
<style>
.one-face img {width: 100%; max-width: 14rem; border-radius: .8rem; display: block}
.one-face .label {font-size: 1.2rem; font-weight: 700; margin-top: .5rem}
.one-face .label::before {content: ""; display: inline-block; width: .7em; height: .7em;
  border-radius: 50%; background: var(--colour); margin-right: .4em}
.one-face .source {font-size: .85rem; overflow-wrap: anywhere}
</style>
"""


def show_panel(look: Look, table: Table, fixes: Fixes) -> None:
    """The chosen face, or a sentence where none is."""
    row = table.row(look.face)
    if row is None:
        st.info("Choose a face to see it large, with its votes and what each model reads.")
        return
    models = _finished_models()
    said = {one.name: predicted(one, table.faces.images[row]) for one in models}
    main = next((one for one in models if one.name == table.model), models[0])
    face = st.container()
    looks = st.toggle(
        "Where the model looks",
        help=f"Orange: covering this place takes most from what {main.name} says.",
    )
    heat = None
    if looks:
        heat = sets.heat_of(main, table.faces.images[row].tobytes(), said[main.name].label)
    with face:
        _head(table, row, heat)
    fix_buttons(fixes, table, [look.face], "one")
    _readings(said, main.name)
    if table.votes is not None:
        _votes(table.votes[row])
    if table.neighbours is not None:
        _neighbours(look, table, table.neighbours[row][:_NEIGHBOURS])


def _head(table: Table, row: int, heat: np.ndarray | None) -> None:
    label = EMOTIONS[table.labels[row]]
    was = EMOTIONS[table.faces.labels[row]]
    now = f"labelled {label}" + (f", {was} before" if was != label else "")
    left = "" if table.kept[row] else " · left out"
    place = f"{table.faces.split[row]} · {escape(table.faces.names[row])}"
    url = face_url(heated(table.faces.images[row], heat), side_px=_LARGE_PX)
    st.html(
        f'{_CSS}<div class="one-face"><img src="{url}" '
        f'alt="a face labelled {label}"><div class="label" style="--colour:{COLORS[label]}">'
        f'{now}{left}</div><div class="source">{place}</div></div>'
    )


def _finished_models() -> list[models.ModelVersion]:
    """Every model that could be in use, by name; one with a damaged card is left out."""
    found = []
    for name in list_models(folders.MODELS):
        try:
            found.append(models.ModelVersion(name, read_card(folders.MODELS / name).sha256))
        except (ValueError, OSError):
            continue  # its run says so on the Training page
    return found


def heated(image: np.ndarray, heat: np.ndarray | None) -> np.ndarray:
    """The face with its heat map laid over it, (48, 48, 3) uint8 BGR; the face alone without one.

    Args:
        image: (48, 48) uint8 grey.
        heat: (48, 48) floats in [0, 1].
    """
    if heat is None:
        return image
    share = _STRONGEST * heat[..., np.newaxis]
    mixed = (1 - share) * image[..., np.newaxis] + share * np.array(_HEAT_BGR, np.float32)
    return np.rint(mixed).astype(np.uint8)


def _readings(said: dict[str, Prediction], main: str) -> None:
    """What every finished model says, one of them with all its scores."""
    first = said[main]
    st.markdown(f"**{main}** says it {LOOKS[first.label]}, {percent(first.confidence)} sure.")
    widgets.score_bars(first.scores)
    for name, other in said.items():
        if name != main:
            st.markdown(f"**{name}**: {other.label}, {percent(other.confidence)} sure")


def predicted(model: models.ModelVersion, image: np.ndarray) -> Prediction:
    """What a model says of one face."""
    return models.classifier(model).predict(image[np.newaxis])[0]


def _votes(votes: np.ndarray) -> None:
    given = sorted(zip(votes.tolist(), VOTE_COLUMNS, strict=True), reverse=True)
    words = ", ".join(f"{count} {name}" for count, name in given if count)
    st.markdown(f"**People** (FER+): {words or 'nobody was asked'}")


def _neighbours(look: Look, table: Table, near: np.ndarray) -> None:
    """The faces that the network finds most alike; a click opens one."""
    st.markdown("**Most alike, to the network**")
    touched = face_grid("neighbours", table, near, side_px=64, chosen="")
    if touched.chosen:
        go(turned(Look(look.set, "faces", look.model), face=touched.chosen))
