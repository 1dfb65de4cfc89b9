"""Which set is looked at, and how the owner brings another one."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import streamlit as st

from core.dataset.bring import IMPORT_TYPES, import_file, import_path
from core.dataset.cache import is_cached, open_faces
from core.dataset.face_set import FaceSet
from core.dataset.row import Progress
from core.errors import in_words
from core.text import percent
from pages.faces.look import Look, go
from pages.shared import folders, sets
from pages.shared.owner import is_owner, require_owner

_MAX_UPLOAD_MB: Final = 400  # fer2013.csv has 301
_STEPS: Final = 50  # of the bar
_Result = TypeVar("_Result")
_READING: Final = "Reading the faces; this happens once"


def show_open(look: Look) -> Path:
    """The set that the link asks for, once it is read."""
    names = sets.list_sets()
    asked = look.set or names[0]
    if asked not in names:
        st.warning(f"There is no set called {asked[:80]!r} here; {names[0]} is shown.")
        asked = names[0]
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="right", key="set"
    ):
        chosen = st.selectbox(
            "Set",
            names,
            names.index(asked),
            format_func=sets.title_of,
            key=f"set-{asked}",
            width=240,
        )
        if is_owner():
            with st.popover("Bring a set", icon=":material/add:"):
                _show_import()
    if chosen != asked:
        go(Look(set=chosen, view=look.view))
    path = sets.path_of(asked)
    try:
        if not is_cached(path, folders.CACHE):
            _with_bar(lambda tell: open_faces(path, folders.CACHE, tell))
        sets.face_set(path, sets.changed_at(path))
    except (ValueError, OSError) as problem:
        st.error(in_words(problem))
        st.stop()
    return path


def _show_import() -> None:
    """A path on this machine, or a file from the browser; the owner's only."""
    st.markdown(
        "A zip or folder with `train/<expression>/` and `test/<expression>/`, or FER2013's csv. "
        "It is copied into the folder `data`."
    )
    place = st.text_input("Path on this machine", placeholder="/home/me/faces.zip")
    if st.button("Bring it", icon=":material/drive_folder_upload:", disabled=not place.strip()):
        source = Path(place.strip()).expanduser()
        _bring(lambda tell: import_path(source, folders.DATA, folders.CACHE, tell))
    sent = st.file_uploader(
        "Or a file", list(IMPORT_TYPES), max_upload_size=_MAX_UPLOAD_MB, key="set-upload"
    )
    if sent is not None and st.button("Bring this file", icon=":material/upload:"):
        _bring(lambda tell: import_file(sent, sent.name, folders.DATA, folders.CACHE, tell))


def _bring(import_it: Callable[[Progress], tuple[Path, FaceSet]]) -> None:
    """Do it if this is the owner, and show the new set; else say what stands in the way."""
    try:
        require_owner()
        path, faces = _with_bar(import_it)
    except (ValueError, OSError) as problem:
        st.error(in_words(problem))
        return
    st.toast(f"{path.name}: {len(faces.labels):,} faces.", icon=":material/check:")
    go(Look(set=path.name))


def _with_bar(work: Callable[[Progress], _Result]) -> _Result:
    """Do it with a bar that moves, and goes when it is done."""
    bar = st.progress(0.0, _READING)
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        step = min(_STEPS * done // max(total, 1), _STEPS)
        if step > told:
            told = step
            bar.progress(step / _STEPS, f"{_READING}: {percent(step / _STEPS)}")

    try:
        return work(tell)
    finally:
        bar.empty()
