"""The component over the picture: it draws what a person does at once, and tells it here after."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from streamlit.components.v2 import component

from core.analysis import Reading
from core.edited import place_of
from core.edits import MAX_EDITS, History, history_from, told
from core.emoji_sheet import disc_colours, sheets
from core.labels import COLORS, EMOTIONS, LOOKS, NOT_SURE, colour, looks
from core.overlay import BADGE, BADGE_LEFT, BADGE_RIGHT, LABEL, LABEL_PX, PANEL, mark_of
from core.sprite_drawing import COVERING, COVERING_RIM_PX, DISC, PLAIN
from pages.picture.look import Look
from pages.shared.album import Answer, Picture, ReadPicture
from pages.shared.media import address
from pages.shared.mount import mount

_HERE: Final = Path(__file__).parent / "editor"
_SCRIPTS: Final = ("model.js", "draw.js", "gestures.js", "popover.js", "sharing.js", "editor.js")
_editor = component(
    "photo_editor",
    html=(_HERE / "editor.html").read_text(encoding="utf-8"),
    css=(_HERE / "editor.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS),
)
# What Python's own drawing keeps to, so that the browser's is the same.
RULES: Final[Mapping[str, Any]] = {
    "covering": COVERING,
    "rimPx": COVERING_RIM_PX,
    "disc": DISC,
    "badge": BADGE,
    "badgeRight": BADGE_RIGHT,
    "badgeLeft": BADGE_LEFT,
    "label": LABEL,
    "labelPx": LABEL_PX,
    "panel": PANEL,
    "maxEdits": MAX_EDITS,
    "notSure": NOT_SURE,
    "plain": "rgb({2}, {1}, {0})".format(*PLAIN),
    "emotions": EMOTIONS,
    "colours": COLORS,
    "looks": LOOKS,
}


@dataclass(frozen=True)
class Edited:
    """The edits of a picture as the browser has them."""

    version: int
    history: History


@dataclass(frozen=True)
class Wish:
    """A finished file that the browser waits for."""

    kind: str  # "png" or "jpeg"
    number: str  # tells it from others
    edited: Edited


@dataclass(frozen=True)
class Told:
    """What the visitor did since the last run, as far as it is about this picture."""

    edited: Edited | None
    face: str | None  # the one chosen
    wish: Wish | None


def photo_editor(
    picture: Picture, read: ReadPicture, history: History, look: Look, answer: Answer | None
) -> Told:
    """Draw the picture with its faces, to be edited; returns what was done to it."""
    result = mount(
        _editor,
        "photo-editor",
        _values(picture, read, history, look, answer),
        hears=("edits", "chosen", "wish"),
    )
    key = _key(picture, look)
    chosen, wish = result.chosen or {}, result.wish or {}
    return Told(
        _edited(result.edits, key),
        chosen.get("face") if chosen.get("key") == key else None,
        _wish(wish, key),
    )


def read_face(name: str, reading: Reading) -> dict[str, Any]:
    """A face as it was read, as the browser is told it."""
    seen = reading.prediction
    return {
        "id": name,
        "place": asdict(place_of(reading.face)),
        "label": seen.label,
        "share": seen.confidence,
        "words": mark_of(reading, seen.label).words,
    }


def _values(
    picture: Picture, read: ReadPicture, history: History, look: Look, answer: Answer | None
) -> dict[str, Any]:
    place = f"photo-{picture.number}"
    return {
        "key": _key(picture, look),
        "picture": {
            "url": address(read.preview, "image/jpeg", f"{place}-preview"),
            "width": read.width,
            "height": read.height,
        },
        "look": {
            "style": look.style,
            "size": look.size,
            "minConfidence": look.min_confidence,
            "markUnsure": look.mark_unsure,
        },
        "rules": {**RULES, **_words(look)},
        "sheets": [
            {
                "url": address(sheet.webp, "image/webp", f"sheet-{look.emojis.name}-{number}"),
                "names": sheet.names,
                "columns": sheet.columns,
                "rows": sheet.rows,
            }
            for number, sheet in enumerate(sheets(look.emojis))
        ],
        "discs": disc_colours(look.emojis),
        "faces": [read_face(name, reading) for name, reading in read.readings.items()],
        "edits": told(history),
        "version": picture.version,
        "answer": None
        if answer is None
        else {
            "number": answer.number,
            "name": answer.name,
            "type": answer.type,
            "url": address(answer.data, answer.type, f"{place}-finished"),
        },
    }


def _words(look: Look) -> dict[str, Any]:
    """How each expression, and each own class, is said and coloured."""
    labels = tuple(look.emojis.sprites)
    return {
        "colours": {label: colour(label) for label in labels},
        "looks": {label: looks(label) for label in labels},
    }


def _key(picture: Picture, look: Look) -> str:
    """Edits belong to a picture and to the face finder that found its faces."""
    return f"{picture.number}-{look.detector}"


def _edited(values: Any, key: str) -> Edited | None:
    """What a visitor's browser tells; None where it is of another picture or makes no sense."""
    try:
        if values["key"] != key:
            return None
        return Edited(int(values["version"]), history_from(values))
    except (TypeError, KeyError, ValueError):
        return None


def _wish(values: Mapping[str, Any], key: str) -> Wish | None:
    edits = values.get("edits")
    if not isinstance(edits, Mapping) or values.get("kind") not in ("png", "jpeg"):
        return None
    edited = _edited({**values, **edits}, key)
    return edited and Wish(str(values["kind"]), str(values.get("number"))[:60], edited)
