"""What can be taught, before anybody named something: a drawn person, step by step."""

from typing import Final

import streamlit as st

from core.emojis import EmojiSet
from core.personal.classes import CLASS_FACES
from pages.shared import sample, widgets

_ALT: Final = (
    "An emoji that sleeps",
    "A drawn person with shut eyes",
    "The emoji on the drawn person",
)
_STEPS: Final = (
    ("Name it", "“Eyes shut”, say, and the emoji that stands for it."),
    ("Show it", f"{CLASS_FACES} frames of it, and as many of your usual face."),
    ("Use it", "Live and Photo put your emoji there, and read all else as before."),
)
_CSS: Final = """
<style>
ol.steps {display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem;
  margin: 0; padding: 0; list-style: none; counter-reset: step}
ol.steps li {margin: 0; padding: 1rem; border-radius: .8rem; counter-increment: step;
  background: var(--st-secondary-background-color, rgba(128,128,128,.1))}
.steps .shown {aspect-ratio: 1; max-height: 11rem; margin: 0 auto .8rem; display: grid;
  place-items: center}
.steps img {width: 100%; border-radius: .8rem} .steps .alone img {width: 62%}
.steps b::before {content: counter(step) ". "} .steps b, .steps span {display: block}
@media (max-width: 640px) {
  ol.steps {grid-template-columns: 1fr}
  ol.steps li {display: grid; grid-template-columns: 6.5rem 1fr; gap: 0 1rem; align-content: center}
  .steps .shown {grid-row: 1 / 3; width: 6.5rem; margin: 0}
  .steps b {align-self: end}
}
</style>
"""


def show_example(emojis: EmojiSet) -> None:
    """The three steps, each with its picture."""
    shown = (widgets.sprite_data_url(emojis.extras[sample.TAUGHT]), *sample.taught(emojis))
    steps = [
        f'<li><div class="shown{" alone" if at == 0 else ""}">'
        f'<img src="{picture}" alt="{_ALT[at]}"></div>'
        f"<b>{_STEPS[at][0]}</b><span>{_STEPS[at][1]}</span></li>"
        for at, picture in enumerate(shown)
    ]
    st.html(f'{_CSS}<ol class="steps">{"".join(steps)}</ol>')
