"""One picture from the browser's own camera dialogue: the way that needs the least."""

from streamlit.delta_generator import DeltaGenerator

from core.live import LiveSettings
from core.overlay import draw_emojis
from core.photos import PhotoError, decode_photo
from pages.camera import ladder
from pages.shared import models, visitor, widgets


def view(picture: DeltaGenerator, readout: DeltaGenerator, settings: LiveSettings) -> str | None:
    """Draw the camera or its picture with emojis; returns the step that was chosen, if one."""
    taken = picture.camera_input("Take one picture", label_visibility="collapsed")
    if taken is None:
        with readout:
            widgets.headline(settings.emojis, None, 0.0, waiting="Your expression shows here.")
            widgets.score_bars(None)
        return _ways(picture)
    data = taken.getvalue()
    try:
        readings = visitor.photo_readings(data, "yunet", models.serving_model())
    except PhotoError as problem:
        picture.error(str(problem))
        return _ways(picture)
    drawn = draw_emojis(
        decode_photo(data),
        readings,
        settings.emojis,
        style=settings.style,
        size=settings.emoji_scale,
        min_confidence=settings.min_confidence,
    )
    picture.image(drawn[..., ::-1], width="stretch")
    with readout:
        seen = readings[0].prediction if readings else None
        widgets.headline(
            settings.emojis,
            seen.label if seen else None,
            seen.confidence if seen else 0.0,
            waiting="No face was found. Move closer and take another.",
        )
        widgets.score_bars(seen.scores if seen else None)
    return _ways(picture)


def _ways(place: DeltaGenerator) -> str | None:
    row = place.container(horizontal=True)
    for step in ("browser", "upload"):
        if row.button(ladder.STEPS[step], key=f"still-{step}"):
            return step
    return None
