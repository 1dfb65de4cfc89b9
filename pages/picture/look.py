"""How emojis are drawn: what the controls beside the picture say."""

from dataclasses import dataclass

import streamlit as st

from core.emojis import EmojiSet
from pages.shared import widgets


@dataclass(frozen=True, eq=False)
class Look:
    """One state of the controls."""

    emojis: EmojiSet
    style: str
    size: float  # × face height
    min_confidence: float  # [0, 1]
    mark_unsure: bool  # a face under it gets the mark of not being sure, else nothing
    detector: str

    @property
    def key(self) -> tuple[object, ...]:
        """Tells this look from others."""
        share = (self.min_confidence, self.mark_unsure)
        return (self.emojis.name, self.style, self.size, *share, self.detector)


def look_controls() -> Look:
    """The controls, each kept for the visit; set and style are the same ones as on Live."""
    emojis = widgets.emoji_choice()
    style = widgets.style_choice()
    share = st.slider(
        "How sure it must be",
        *(0, 90, 35, 5),
        format="%d %%",
        key="photo-certainty",
        persist_state="session",
        help="A face that the network is less sure of is marked 'not sure'.",
    )
    with st.expander("More settings", icon=":material/tune:"):
        unsure = st.segmented_control(
            "A face it is less sure of",
            ["A mark", "Nothing"],
            default="A mark",
            required=True,
            key="photo-unsure",
            persist_state="session",
            help="The mark says 'not sure'. With nothing, the face stays bare in every style.",
        )
        size = st.slider(
            "Emoji size (× face height)",
            *(0.5, 2.0, 1.2, 0.1),
            key="photo-size",
            persist_state="session",
        )
        detector = widgets.detector_choice(st.container())
    return Look(emojis, style, size, share / 100, unsure == "A mark", detector)
