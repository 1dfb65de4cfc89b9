"""One picture from the browser's own camera dialogue: the way that needs the least."""

from streamlit.delta_generator import DeltaGenerator

from core.analysis import analyse
from core.live import LiveSettings
from core.overlay import draw_emojis
from core.photos import PhotoError
from pages.camera import ladder, seen
from pages.shared import personal, visitor
from pages.shared.decoding import decoded


def view(picture: DeltaGenerator, readout: DeltaGenerator, settings: LiveSettings) -> str | None:
    """Draw the camera or its picture with emojis; returns the step that was chosen, if one."""
    result = picture.container()  # above the camera, where the eye already is
    taken = picture.camera_input("Take one picture", label_visibility="collapsed")
    if taken is None:
        with readout:
            seen.show(None, settings, waiting="Your expression shows here.")
        return _ways(picture)
    data = taken.getvalue()
    try:
        with decoded(data) as image:
            classifier = personal.reader(personal.reading_model())
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
    result.image(drawn[..., ::-1], width="stretch")
    with readout:
        nobody = "No face was found. Move closer and take another."
        seen.show(readings[0] if readings else None, settings, waiting=nobody)
    return _ways(picture)


def _ways(place: DeltaGenerator) -> str | None:
    row = place.container(horizontal=True)
    for step in ("browser", "upload"):
        if row.button(ladder.STEPS[step], key=f"still-{step}"):
            return step
    return None
