"""Runs found again: by words in what they are called, by what was noted, by tags."""

import re
from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.run.words import STATES
from training.runs.run import Run

_TAG: Final = re.compile(r"#[\w-]+")
_FEW: Final = 4  # runs: all of them are in sight


def show_search(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """A field and the tags that occur; returns the runs that fit, all where nothing is asked."""
    if len(runs) <= _FEW:
        return runs
    tags = sorted({tag for run in runs for tag in tags_of(run)})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Find runs",
            placeholder="Name, note, network, state …",
            icon=":material/search:",
            help="Words that start with # in a run's name or note become tags.",
            key="run-search",
        )
        wanted = st.pills("Tags", tags, selection_mode="multi", key="run-tags") if tags else []
    found = tuple(run for run in runs if fits(run, words, wanted))
    if not found:
        st.info("No run fits. Ask for fewer words or tags.", icon=":material/search_off:")
    return found


def tags_of(run: Run) -> frozenset[str]:
    """The words of its name and note that begin with #, in small letters."""
    return frozenset(tag.lower() for tag in _TAG.findall(f"{run.title} {run.note}"))


def fits(run: Run, words: str, tags: Sequence[str]) -> bool:
    """Whether a run has all of these words, anywhere, and all of these tags."""
    about = [run.name, run.title, run.note, STATES[run.state]]
    if run.config is not None:
        about += [run.config.recipe, run.config.network, run.config.optimizer]
    told = " ".join(about).lower()
    return all(word in told for word in words.lower().split()) and tags_of(run).issuperset(tags)
