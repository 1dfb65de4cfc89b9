"""A few figures in large letters, which count up as they come, unless motion is not wanted."""

import re
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

# A number that can move from one value to another; its "<" is escaped, since what cleans HTML
# takes away a style that has one.
_CSS: Final = r"""
<style>
@property --counted {syntax: "\3c integer>"; inherits: false; initial-value: 0}
dl.numbers {padding: 0; display: grid; margin: 0;
  grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem}
.numbers > div {padding: 1rem; border: 1px solid var(--st-border-color, rgba(128,128,128,.3));
  border-radius: .8rem; display: flex; flex-direction: column-reverse; justify-content: flex-end}
.numbers dt {font-weight: 600} dl.numbers dd {margin: 0}
.numbers .figure {font-size: 2.2rem; line-height: 1.2; font-variant-numeric: tabular-nums}
.numbers .counts {--counted: var(--to); counter-reset: figure var(--counted);
  animation: counting .9s cubic-bezier(.2, .7, .3, 1)}
.numbers .counts::before {content: counter(figure)}
.numbers small {display: block; margin-top: .3rem; font-size: .85rem; font-weight: 400;
  opacity: .75}
@keyframes counting {from {--counted: 0}}
@media (prefers-reduced-motion: reduce) {.numbers .counts {animation: none}}
@media (max-width: 640px) {
  dl.numbers {grid-template-columns: 1fr; gap: .6rem}
  .numbers > div {padding: .7rem 1rem}
}
</style>
"""


@dataclass(frozen=True)
class Figure:
    """One figure: "69 %", what it is of, and what else is to know of it."""

    value: str
    words: str
    about: str


def show_numbers(*figures: Figure) -> None:
    """Draw them beside each other, on a phone below each other."""
    st.html(f'{_CSS}<dl class="numbers">{"".join(map(_card, figures))}</dl>')


def _card(figure: Figure) -> str:
    whole = re.match(r"\d+", figure.value)
    if whole is None:
        shown = escape(figure.value)
    else:
        rest = escape(figure.value[whole.end() :])
        shown = f'<span class="counts" style="--to:{whole[0]}"></span>{rest}'
    return (
        f"<div><dt>{escape(figure.words)}<small>{escape(figure.about)}</small></dt>"
        f'<dd><span class="figure" role="img" aria-label="{escape(figure.value)}">{shown}</span>'
        "</dd></div>"
    )
