"""Live in the visitor's browser: what its code is given, and the two parts it draws.

Frames stay on the device. Python hands over constants, addresses and settings, and hears only
which way the visitor wants to go on where the browser cannot.
"""

from typing import Any, Final

from core.emojis import EmojiSet
from core.labels import colour, looks
from core.live import LiveSettings
from core.sprite_sheet import SIDE_PX
from pages.camera import ladder
from pages.camera.parts import part
from pages.camera.rules import rules
from pages.shared import browser_files, models, personal, widgets
from pages.shared.mount import mount

_STAGE_WORDS: Final = {
    "idle": "Press Start, allow the camera, and an emoji lands on every face.",
    "allow": "Allow the camera: your browser asks you now.",
    "loading": "Loading the network …",
    "first": "Waiting for the first picture …",
}
_READOUT_WORDS: Final = {
    "rest": "Your expression shows here.",
    "looking": "Looking for a face …",
    "unsure": "not sure",
}
_stage = part("stage")
_readout = part("readout")


def stage(settings: LiveSettings, *, begins: str | None = None) -> str | None:
    """Draw the stage; returns the step of the ladder that the visitor chose, if one.

    Args:
        begins: Start with this at once, "camera" or "sample": the visitor has asked for it.
    """
    program = browser_files.program()
    data = {
        **engine(settings),
        "code": program.code,
        "sample": program.sample,
        "gifenc": program.gifenc,
        "words": _STAGE_WORDS,
        "reasons": {
            name: {"sentence": reason.sentence, "steps": ladder.ways(name)}
            for name, reason in ladder.REASONS.items()
        },
        "source": "camera",
        "begins": begins,
    }
    return mount(_stage, "browser-stage", data, hears=("step",)).step


def readout(emojis: EmojiSet) -> None:
    """Draw what the stage sees in words and numbers."""
    data = {
        "code": browser_files.program().code,
        **_said(emojis),
        "words": _READOUT_WORDS,
        "set": emojis.name,
        "pictures": {label: widgets.emoji_data_url(emojis, label) for label in emojis.sprites},
    }
    mount(_readout, "browser-readout", data)


def engine(settings: LiveSettings) -> dict[str, Any]:
    """What whoever reads faces in the browser is given: constants, addresses and settings."""
    program = browser_files.program()
    addresses = {"code": program.code, "litert": program.litert, "yunet": program.yunet}
    return {"rules": rules(), "engine": addresses, "settings": _settings(settings)}


def _said(emojis: EmojiSet) -> dict[str, Any]:
    """What may be said of a face, how it is coloured and how a sentence says it."""
    labels = tuple(emojis.sprites)
    return {
        "labels": labels,
        "colours": {label: colour(label) for label in labels},
        "looks": {label: looks(label) for label in labels},
    }


def _settings(settings: LiveSettings) -> dict[str, Any]:
    card = models.serving_card()
    model = personal.reading_model()
    sprites = browser_files.sprites(settings.emojis)
    return {
        "values": {
            "style": settings.style,
            "size": settings.emoji_scale,
            "smoothingS": settings.smoothing_s,
            "minConfidence": settings.min_confidence,
            "mirror": settings.mirror,
        },
        "model": {
            "url": browser_files.model(models.ModelVersion(card.name, card.sha256)),
            "temperature": card.temperature,
            "labels": card.labels,
            "layer": browser_files.layer(model),
            "says": _said(settings.emojis),
        },
        "sprites": {"url": sprites.address, "names": sprites.names, "side": SIDE_PX},
    }
