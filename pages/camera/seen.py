"""What the server saw in a frame or a picture, beside it: the expression and its seven bars."""

from typing import Final

from core.analysis import Reading
from core.labels import NOT_SURE
from core.live import LiveSettings
from pages.shared import widgets

_UNSURE: Final = "Not sure: this face may say several things."


def show(reading: Reading | None, settings: LiveSettings, *, waiting: str) -> None:
    """Draw what is said of the largest face, or a sentence while there is none."""
    said = reading.shows(settings.min_confidence) if reading else NOT_SURE
    if reading is None or said == NOT_SURE:
        words = waiting if reading is None else _UNSURE
        widgets.headline(settings.emojis, None, 0.0, waiting=words)
    else:
        share = reading.prediction.scores[said]
        widgets.headline(settings.emojis, said, share, waiting=waiting)
    widgets.score_bars(
        reading.prediction.scores if reading else None, tuple(settings.emojis.sprites)
    )
