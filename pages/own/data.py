"""My data: everything that is kept, each thing shown, taken home or deleted."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime

import cv2
import streamlit as st

from core.errors import UserError
from core.own.classes import own_classes
from core.own.listing import KINDS, Kept, counted, delete, delete_all, export, listed
from pages.own.learned import counted as learned_words
from pages.own.learned import forget, learned_runs, show_learned
from pages.shared import own, widgets
from pages.shared.emoji_sets import shipped_sets
from training.runs.run import Run

_SHOWN = 60  # of a kind, before the visitor asks for more
_PICTURE = "width:100%;aspect-ratio:1;object-fit:contain;border-radius:.5rem"
_TITLES = {
    "face": "Faces to learn from",
    "own_class": "Classes of your own",
    "capture": "Captured pictures",
    "emoji_set": "Emoji sets",
    "model": "Personal models",
}


def show_data() -> None:
    """The list, the export and the ways to delete."""
    store = own.own_store()
    kept, runs = listed(store), learned_runs()
    if not kept and not runs:
        st.info(
            "Nothing of yours is kept. Faces that you correct on Photo, pictures that you take "
            "here, your emoji sets and personal models would be listed here.",
            icon=":material/verified_user:",
        )
        return
    size = sum(one.size for one in kept)
    if kept:
        st.markdown(f"**{counted(kept).capitalize()}**, {_size(size)}, kept {own.place()}.")
    with st.container(horizontal=True):
        if kept:
            st.download_button(
                "Take everything home",
                lambda: export(store),
                "photo-to-emoji-my-data.zip",
                "application/zip",
                icon=":material/download:",
                on_click="ignore",
            )
        with st.popover("Delete everything", icon=":material/delete_forever:"):
            st.markdown(f"This deletes {_all_counted(kept, runs)}, for good.")
            if st.button("Yes, delete everything", type="primary", key="own-delete-all"):
                _said(lambda: _delete_all(kept, runs))
    for kind in KINDS:
        of_kind = [one for one in kept if one.kind == kind]
        if of_kind:
            st.subheader(f"{_TITLES[kind]} ({len(of_kind)})", anchor=False)
            _show_kind(of_kind[-_SHOWN:])
    if runs and (run := show_learned(runs)):
        _said(lambda: forget([run]))


def _all_counted(kept: list[Kept], runs: list[Run]) -> str:
    return " and ".join(
        [*([counted(kept)] if kept else []), *([learned_words(runs)] if runs else [])]
    )


def _delete_all(kept: list[Kept], runs: list[Run]) -> str:
    """The models go first: one that still learns stops it before a face is gone."""
    gone = [forget(runs)] if runs else []
    if kept:
        gone.append(delete_all(own.own_store()))
    return " and ".join(gone)


def _show_kind(kept: list[Kept]) -> None:
    pictures = _pictures(kept[0].kind)
    with st.container(horizontal=True, key=f"own-kept-{kept[0].kind}"):
        for one in reversed(kept):
            with st.container(border=True, width=168, key=f"kept-{one.kind}-{one.id}"):
                if one.id in pictures:
                    st.html(f'<img src="{pictures[one.id]}" alt="" style="{_PICTURE}">')
                st.caption(f"{_short(one)}  \n{_when(one.kept_at)}, {_size(one.size)}")
                if st.button("Delete", key=f"del-{one.kind}-{one.id}", icon=":material/delete:"):
                    _said(lambda one=one: delete(own.own_store(), one))


def _pictures(kind: str) -> dict[int, str]:
    """Data addresses of what a kind looks like, by number."""
    store = own.own_store()
    if kind == "face":
        return {
            face.id: _url(cv2.imencode(".png", face.patch)[1].tobytes()) for face in store.faces()
        }
    if kind == "own_class":
        extras = next(iter(shipped_sets().values())).extras
        return {
            one.id: widgets.sprite_data_url(extras[one.emoji])
            for one in own_classes(store)
            if one.emoji in extras
        }
    if kind == "capture":
        return {one.id: _url(one.picture) for one in store.captures()}
    if kind == "emoji_set":
        return {one.id: _url(one.pngs["happy"]) for one in store.sets() if "happy" in one.pngs}
    return {}


def _said(action: Callable[[], str]) -> None:
    try:
        gone = action()
    except UserError as problem:
        st.error(str(problem))
        return
    st.toast(f"Deleted {gone}.", icon=":material/delete:")
    st.rerun()


def _short(one: Kept) -> str:
    words = one.title.removeprefix("the ").removeprefix("face ").removeprefix("captured picture ")
    return words.removeprefix("emoji set ").removeprefix("personal model ").capitalize()


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%d %b %Y, %H:%M UTC")


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(size / 1e3, 0.1):.1f} kB"


def _url(picture: bytes) -> str:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64," + b64encode(picture).decode()
