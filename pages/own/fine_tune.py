"""*Fine-tune on me*: the owner's faces teach the network itself, as a run on the Training page."""

from datetime import datetime
from pathlib import Path

import streamlit as st

from core.errors import in_words
from pages.shared import folders, models, own
from pages.shared.actions import done_by_owner
from pages.shared.owner import is_owner
from training.runs.config import RunConfig
from training.runs.launch import can_train, running_run, start_run
from training.runs.personal import personal_config
from training.runs.store import read_config


def show_fine_tune(*, ready: bool) -> None:
    """The button for the owner of a machine that can train; nothing for anybody else.

    Args:
        ready: Whether enough is kept to learn from.
    """
    if not is_owner() or not can_train():
        return
    config = _config()
    if config is None:
        return
    with st.container(border=True):
        busy = running_run(folders.MODELS)
        words, button = st.columns([3, 2], vertical_alignment="center")
        words.markdown(
            "**Fine-tune on me** goes deeper: the network's last stage learns your faces beside "
            f"those of {Path(config.data).name}, in about a minute. It is a run on the Training "
            "page, and serves everybody here once you choose it there."
        )
        pressed = button.button(
            "Fine-tune on me",
            icon=":material/model_training:",
            disabled=not ready or busy is not None,
            width="stretch",
            key="own-fine-tune",
        )
        if busy:
            st.caption(f"{busy} is being trained now. One run at a time: stop it or wait.")
        name = f"on-me-{datetime.now():%Y%m%d-%H%M%S}"
        if pressed and done_by_owner(lambda: start_run(folders.MODELS, config, name)):
            st.switch_page("train.py", query_params={"run": name, "view": "watch"})


def _config() -> RunConfig | None:
    """How the run would be set up; None where no set of people's faces is at hand."""
    base = models.serving_model().name
    try:
        learned = read_config(folders.MODELS / base)
    except (ValueError, OSError) as problem:
        st.warning(in_words(problem))
        return None
    places = (folders.ROOT / Path(learned.data).expanduser(), folders.DATA / "fer2013.zip")
    data = next((path for path in places if path.exists() and path != folders.DEMO), None)
    if data is None:
        return None
    return personal_config(learned, base, own=folders.DATA / own.FILE, data=str(data))
