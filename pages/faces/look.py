"""What the visitor looks at, as it stands in the link: a view can be shared by its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from core.dataset.row import SPLITS
from core.labels import EMOTIONS

VIEWS: Final = {
    "overview": "Overview",
    "faces": "Faces",
    "map": "Map",
    "model": "Model's eyes",
    "checks": "Checks",
}
SIZES: Final = {"S": 48, "M": 72, "L": 112}  # px of a face's side on the screen
# Numbers that every face has, and a range of which filters: the words, then the unit.
NUMBERS: Final = {
    "sure": "How sure the model is",
    "agreement": "People who agreed",
    "brightness": "Brightness",
    "contrast": "Contrast",
    "sharpness": "Sharpness",
    "face_size": "Face size",
}
_SHARES: Final = ("sure", "agreement")  # of NUMBERS, in [0, 1]; shown in percent
# Words of the sort orders: "number" upward, "-number" downward.
SORTS: Final = {
    "": "Original order",
    "-sure": "Surest first",
    "sure": "Least sure first",
    "-wrong": "Surest mistakes first",
    "agreement": "Least agreement first",
    "brightness": "Darkest first",
    "-brightness": "Brightest first",
    "sharpness": "Most blurred first",
    "face_size": "Smallest face first",
}
_NAME: Final = re.compile(r"[\w. /~-]{0,200}")
_MAX_CORNERS: Final = 40
_FILTERS: Final = ("split", "label", "read", "check", "edited", "ranges", "region")


@dataclass(frozen=True)
class Look:
    """One view of the explorer. Empty text or None means: not limited."""

    set: str = ""
    view: str = "overview"
    model: str = ""
    split: str = ""
    label: str = ""
    read: str = ""  # what the model read; "wrong" for anything but the label
    check: str = ""
    edited: str = ""  # "changed" or "left out"
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)  # of NUMBERS
    region: tuple[tuple[float, float], ...] = ()  # corners of a lasso on the map
    sort: str = ""
    size: str = "M"
    page: int = 1
    face: str = ""  # the name of the face in the panel
    colour: str = ""  # of the map: label, read or check

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in _FILTERS)


def read_look(params: Mapping[str, str]) -> Look:
    """The look that an address asks for; what it cannot mean is left at its default."""
    allowed = {
        "view": tuple(VIEWS),
        "split": SPLITS,
        "label": EMOTIONS,
        "read": (*EMOTIONS, "wrong"),
        "edited": ("changed", "left out"),
        "sort": tuple(SORTS),
        "size": tuple(SIZES),
        "colour": ("label", "read", "check"),
    }
    values: dict[str, Any] = {
        name: params[name] for name in allowed if params.get(name) in allowed[name]
    }
    for name in ("set", "model", "check", "face"):
        if _NAME.fullmatch(params.get(name, "")):
            values[name] = params.get(name, "")
    if params.get("page", "").isdecimal():
        values["page"] = max(1, int(params["page"][:7]))
    ranges = {name: _numbers(params.get(name, "")) for name in NUMBERS}
    values["ranges"] = {
        name: (pair[0], pair[1])
        for name, pair in ranges.items()
        if len(pair) == 2 and pair[0] <= pair[1]
    }
    corners = _numbers(params.get("region", ""))[: 2 * _MAX_CORNERS]
    if len(corners) >= 6:
        values["region"] = tuple(zip(corners[::2], corners[1::2], strict=False))
    return Look(**values)


def params_of(look: Look) -> dict[str, str]:
    """The address of a look, without what is at its default."""
    default = Look()
    params = {}
    for name, value in vars(look).items():
        if value == getattr(default, name) or name in ("ranges", "region"):
            continue
        params[name] = str(value)
    for name, (low, high) in look.ranges.items():
        params[name] = f"{low:g}_{high:g}"
    if look.region:
        params["region"] = "_".join(f"{x:.2f}_{y:.2f}" for x, y in look.region)
    return params


def scale_of(name: str) -> tuple[int, str]:
    """What one of NUMBERS is multiplied by when it is shown, and the unit behind it."""
    return (100, " %") if name in _SHARES else (1, "")


def cleared(look: Look) -> Look:
    """The same view of all faces."""
    return Look(look.set, look.view, look.model, sort=look.sort, size=look.size, colour=look.colour)


def turned(look: Look, **changes: Any) -> Look:
    """The look with some things changed; a changed filter begins at the first page again."""
    if not {"page", "face"} & set(changes) or "view" in changes:
        changes = {"page": 1, "face": "", **changes}
    return replace(look, **changes)


def go(look: Look) -> None:
    """Write the look into the address and draw it."""
    st.query_params.from_dict(params_of(look))
    st.rerun()


def corners_of(polygon: list[list[float]]) -> tuple[tuple[float, float], ...]:
    """At most 40 corners of a drawn line, evenly chosen, so that an address can hold them."""
    step = max(1, -(-len(polygon) // _MAX_CORNERS))
    return tuple((round(x, 2), round(y, 2)) for x, y in polygon[::step])


def _numbers(text: str) -> list[float]:
    if not re.fullmatch(r"(-?\d{1,6}(\.\d{1,6})?_?){2,100}", text):
        return []
    return [float(number) for number in text.strip("_").split("_")]
