"""Fixing: a new label, leaving out, undo, redo and the files to take along. For the owner only."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.dataset.fixed import as_csv, cleaned_zip
from core.dataset.fixes import Fixes
from core.dataset.merging import Merged, merge
from core.errors import in_words
from core.labels import EMOTIONS
from pages.faces.table import Table
from pages.server.limits import big_work
from pages.shared.actions import done_by_owner
from pages.shared.owner import is_owner, way_in

_MOST_AT_ONCE = 5_000  # more at once is a slip
_CSV_MB = 20
_FEW = 5  # names that a sentence can hold


def show_fixes(fixes: Fixes, table: Table) -> None:
    """How many faces are changed, undo, redo and the downloads: always in sight."""
    owner = is_owner()
    changed = int((table.changed | ~table.kept).sum())
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="fixes"
    ):
        words = "1 face changed" if changed == 1 else f"{changed:,} faces changed"
        st.markdown(f"**{words}**" if changed else "No changes yet", width="content")
        undo = st.button("Undo", icon=":material/undo:", disabled=not (owner and fixes.count()))
        if undo:
            _fix(fixes.undo)
        redo = st.button("Redo", icon=":material/redo:", disabled=not (owner and fixes.can_redo()))
        if redo:
            _fix(fixes.redo)
        idle = not (changed or owner)
        with st.popover("Exchange", icon=":material/swap_vert:", disabled=idle):
            if changed:
                _exports(fixes, table)
            if owner:
                _merging(fixes, table)
    if not owner:
        st.caption(
            "You are a guest here: look at everything. Fixing, studying and bringing sets are for "
            f"the owner. {way_in()}"
        )


def fix_buttons(fixes: Fixes, table: Table, names: Sequence[str], key: str) -> None:
    """What can be done to these faces, as one fix that one undo takes back."""
    rows = [row for row in map(table.row, names) if row is not None]
    disabled = not is_owner() or not rows
    now = {int(table.labels[row]) for row in rows}
    st.markdown("New label")
    with st.container(horizontal=True, gap="small", key=f"{key}-labels"):
        for i, label in enumerate(EMOTIONS):
            if st.button(label, key=f"{key}-{label}", disabled=disabled or now == {i}):
                _fix(lambda label=label: fixes.relabel(names, label))
    touched = not table.kept[rows].all() or bool(table.changed[rows].any())
    with st.container(horizontal=True):
        if st.button("Leave out", icon=":material/block:", key=f"{key}-out", disabled=disabled):
            _fix(lambda: fixes.exclude(names))
        if touched and st.button(
            "As it was", icon=":material/history:", key=f"{key}-back", disabled=disabled
        ):
            _fix(lambda: fixes.restore(names))


def fix_many(fixes: Fixes, table: Table, marked: Sequence[str], shown: Sequence[str]) -> None:
    """The same for the marked faces, or for all that match the filters."""
    title = f"Fix the {len(marked):,} marked" if marked else f"Fix all {len(shown):,} of these"
    with st.popover(title, icon=":material/edit:", disabled=not is_owner()):
        names = marked or shown
        if len(names) > _MOST_AT_ONCE:
            st.warning(f"At most {_MOST_AT_ONCE:,} faces at once: narrow the filters.")
            return
        st.markdown(
            f"What you choose here changes **{len(names):,}** faces; one undo takes it back."
        )
        fix_buttons(fixes, table, names, "many")


def relabel_button(fixes: Fixes, names: Sequence[str], label: str, key: str) -> None:
    """One button that takes a suggestion."""
    if st.button(f"Label it {label}", key=key, disabled=not is_owner()):
        _fix(lambda: fixes.relabel(names, label))


def leave_out_button(fixes: Fixes, names: Sequence[str], title: str, key: str) -> None:
    """One button that leaves faces out."""
    if st.button(title, key=key, disabled=not is_owner()):
        _fix(lambda: fixes.exclude(names))


def dismiss_button(fixes: Fixes, check: str, names: Sequence[str], key: str) -> None:
    """One button for a case that is no fault: it does not come back, unless it is undone."""
    if st.button("Not a fault", key=key, type="tertiary", disabled=not is_owner()):
        _fix(lambda: fixes.dismiss(check, names))


def _exports(fixes: Fixes, table: Table) -> None:
    """Built when somebody presses, not before."""
    st.download_button(
        "The changes as csv",
        lambda: as_csv(table.faces, fixes.edits()).encode(),
        "photo-to-emoji-my-fixes.csv",
        "text/csv",
        icon=":material/table:",
        on_click="ignore",
    )
    st.download_button(
        "The cleaned set as zip",
        lambda: _cleaned(fixes, table),
        "photo-to-emoji-cleaned-faces.zip",
        "application/zip",
        icon=":material/folder_zip:",
        on_click="ignore",
        disabled=not is_owner(),
    )


def _cleaned(fixes: Fixes, table: Table) -> bytes:
    with big_work():  # a zip of 35,000 pictures takes a core for some seconds
        return cleaned_zip(table.faces, fixes.edits())


def _merging(fixes: Fixes, table: Table) -> None:
    """Another person's exported changes, added to these."""
    sent = st.file_uploader(
        "Another person's changes, as csv",
        type="csv",
        max_upload_size=_CSV_MB,
        help="As their Export gives them. Where you decided otherwise, yours stays.",
        key=f"merge-{fixes.count()}",  # an empty one once something was taken in
    )
    if sent is None:
        return
    try:
        merged = merge(fixes, table.faces, sent.getvalue())
    except (ValueError, OSError) as problem:
        st.error(in_words(problem))
        return
    st.toast(merged_words(merged), icon=":material/call_merge:", duration="long")
    if merged.taken:
        st.rerun()


def merged_words(merged: Merged) -> str:
    """What became of another person's changes, in a sentence or two."""
    parts = [f"{merged.taken:,} taken", f"{merged.same:,} were the same"]
    parts += [f"{merged.unknown:,} are of faces that this set lacks"] if merged.unknown else []
    words = ", ".join(parts) + "."
    if merged.kept:
        some = ", ".join(merged.kept[:_FEW]) + (" …" if len(merged.kept) > _FEW else "")
        words += f" {len(merged.kept):,} you had decided otherwise; yours stay: {some}."
    return words


def _fix(change: Callable[[], object]) -> None:
    """Change what only the owner may, and draw the page anew."""
    if done_by_owner(change):
        st.rerun()
