"""What the Live page's code in the browser asks for: code, networks, emojis, each by its address.

Files are listed when a page first names them; addresses are relative to the app's.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from core.classifier import WEIGHTS_FILE
from core.emojis import EmojiSet
from core.labels import EMOTIONS
from core.personal.layer import SURE
from core.sprite_sheet import SpriteSheet, sprite_sheet
from pages.shared import assets, emoji_sets, folders, models, personal

_CAMERA: Final = folders.ROOT / "pages" / "camera"
_LITERT: Final = {"library": "litert.js", "loader": "litert_loader.js", "wasm": "litert.wasm"}


@dataclass(frozen=True)
class Program:
    """What no setting changes."""

    code: str  # of our own modules, up to their names
    litert: dict[str, str]  # LiteRT's three files by what they are
    yunet: str
    gifenc: str  # what writes GIFs
    sample: str


@dataclass(frozen=True)
class Sprites:
    """An emoji set's sheet."""

    address: str
    names: tuple[str, ...]  # of its columns


@st.cache_resource(show_spinner=False)
def program() -> Program:
    """Code, runtime, face finder and sample, the same for everybody."""
    code = {path.name: path.read_bytes() for path in sorted((_CAMERA / "browser").glob("*.js"))}
    packed = _CAMERA / "assets"
    yunet = folders.MODELS / "yunet" / "yunet.tflite"
    return Program(
        code=assets.publish_all(code),
        litert={
            what: assets.publish_packed(name, (packed / f"{name}.gz").read_bytes())
            for what, name in _LITERT.items()
        },
        gifenc=assets.publish_packed("gifenc.js", (packed / "gifenc.js.gz").read_bytes()),
        yunet=assets.publish(yunet.name, _content(yunet)),
        sample=assets.publish("sample.jpg", folders.SAMPLE.read_bytes()),
    )


@st.cache_resource(max_entries=8, show_spinner=False)
def model(version: models.ModelVersion) -> str:
    """The address of a model's weights, which are the file that its card was written for."""
    data = (folders.MODELS / version.name / WEIGHTS_FILE).read_bytes()
    if hashlib.sha256(data).hexdigest() != version.sha256:
        raise ValueError(f"{WEIGHTS_FILE} of {version.name} is not the file of its card.")
    return assets.publish(WEIGHTS_FILE, data)


def layer(version: models.ModelVersion) -> dict[str, Any] | None:
    """The visitor's own layer, as the worker takes it, for this visit only; None without one."""
    known = personal.layer_of(version)
    first = known.head or (known.own and known.own.gate)
    if not first:
        return None
    return {
        "url": assets.private("layer.bin", known.to_numbers()).address,
        "head": known.head is not None,
        "own": known.own.names if known.own else (),
        "features": len(first.weights),
        "seven": len(EMOTIONS),
        "sure": SURE,
    }


def sprites(emojis: EmojiSet) -> Sprites:
    """The emojis as one picture: for everybody where the set ships, else for this visit only."""
    if emojis is emoji_sets.shipped_sets().get(emojis.name):
        return _shipped(emojis.name)
    sheet = _own_sheet(emojis, _token(emojis))
    return Sprites(assets.private("own.webp", sheet.data).address, sheet.names)


@st.cache_resource(max_entries=8, show_spinner=False)
def _shipped(name: str) -> Sprites:
    sheet = sprite_sheet(emoji_sets.shipped_sets()[name])
    return Sprites(assets.publish(f"{name}.webp", sheet.data), sheet.names)


@st.cache_resource(scope="session", max_entries=4, show_spinner=False)
def _own_sheet(_emojis: EmojiSet, token: str) -> SpriteSheet:
    return sprite_sheet(_emojis)


def _token(emojis: EmojiSet) -> str:
    digest = hashlib.sha256()
    for name, sprite in emojis.sprites.items():
        digest.update(name.encode() + sprite.tobytes())
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    """A folder of models of one's own may lack the file: then the one that ships."""
    shipped = folders.ROOT / "models" / path.parent.name / path.name
    return (path if path.exists() else shipped).read_bytes()
