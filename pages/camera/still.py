"""One picture from the browser's own camera dialogue: the way that needs the least."""

from streamlit.delta_generator import DeltaGenerator

from core.analysis import analyse
from core.live import LiveSettings
from core.overlay import draw_emojis
from core.photos import PhotoError
from pages.camera import ladder
from pages.shared import models, visitor, widgets
from pages.shared.decoding import decoded


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
        with decoded(data) as image:
            classifier = models.classifier(models.serving_model())
            readings = analyse(image, visitor.still_detector("yunet"), classifier)
            drawn = draw_emojis(
                image,
                readings,
                settings.emojis,
                style=settings.style,
                size=settings.emoji_scale,
                min_confidence=settings.min_confidence,
            )
    except PhotoError as problem:
        picture.error(str(problem))
        return _ways(picture)
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
