"""My data: all that a visitor keeps in one list; each thing shown, taken home, deleted by name."""

import csv
import io
import json
import sqlite3
import time
import zipfile
from dataclasses import dataclass
from typing import Final

import cv2

from core.own.classes import own_classes
from core.own.store import OwnStore
from core.text import spreadsheet_safe

# In the order in which they are listed, one and many of each; a table of the database is named by
# its kind.
KINDS: Final = {
    "face": ("face", "faces"),
    "own_class": ("class of your own", "classes of your own"),
    "capture": ("captured picture", "captured pictures"),
    "emoji_set": ("emoji set", "emoji sets"),
    "model": ("personal model", "personal models"),
}


@dataclass(frozen=True)
class Kept:
    """One thing that is kept."""

    kind: str  # one of KINDS
    id: int
    title: str  # as a sentence names it: "the face labelled happy, from a photo"
    kept_at: float  # Unix seconds
    size: int  # bytes


def listed(store: OwnStore) -> list[Kept]:
    """All that is kept: faces, captures, sets, models; within each, oldest first."""
    kept = [
        Kept(
            "face",
            face.id,
            f"the face labelled {face.label}, from {face.source}",
            face.kept_at,
            face.patch.nbytes,
        )
        for face in store.faces()
    ]
    kept += [
        Kept("own_class", one.id, f"the class {one.name}", one.kept_at, len(one.name.encode()))
        for one in own_classes(store)
    ]
    kept += [
        Kept(
            "capture",
            one.id,
            f"the captured picture for {one.label}",
            one.kept_at,
            len(one.picture),
        )
        for one in store.captures()
    ]
    kept += [
        Kept(
            "emoji_set",
            one.id,
            f"the emoji set {one.name}",
            one.kept_at,
            sum(map(len, one.pngs.values())),
        )
        for one in store.sets()
    ]
    kept += [
        Kept("model", one.id, f"the personal model {one.name}", one.kept_at, len(one.weights))
        for one in store.models()
    ]
    return kept


def delete(store: OwnStore, kept: Kept) -> str:
    """Delete one thing for good; returns what it was.

    Raises:
        UserError: The file cannot be written.
    """
    if kept.kind not in KINDS:
        raise ValueError(f"A kind is one of {', '.join(KINDS)}, not {kept.kind!r}.")
    with store.database.writing() as file:
        also = _emptied(file, kept.id) if kept.kind == "own_class" else ""
        file.execute(f"DELETE FROM {kept.kind} WHERE id = ?", (kept.id,))
    store.database.wipe()
    return kept.title + also


def delete_all(store: OwnStore) -> str:
    """Delete everything for good; returns what it was, counted.

    Raises:
        UserError: The file cannot be written.
    """
    kept = listed(store)
    if store.database.exists:
        with store.database.writing() as file:
            for table in ("used_model", "sprite", *KINDS):
                file.execute(f"DELETE FROM {table}")
        store.database.wipe()
    return counted(kept)


def counted(kept: list[Kept]) -> str:
    """How many of each kind: "12 faces, 1 emoji set"; "nothing" where there is none."""
    words: list[str] = []
    for kind in KINDS:
        if count := sum(one.kind == kind for one in kept):
            words.append(_count(kind, count))
    return ", ".join(words) or "nothing"


def _emptied(file: sqlite3.Connection, number: int) -> str:
    """Delete a class's frames and the models that learned it; says what they were."""
    (name,) = file.execute("SELECT name FROM own_class WHERE id = ?", (number,)).fetchone() or ("",)
    faces = file.execute("DELETE FROM face WHERE label = ?", (name,)).rowcount
    models = file.execute(
        "DELETE FROM model WHERE ? IN (SELECT value FROM json_each(about, '$.classes'))", (name,)
    ).rowcount
    gone = [_count(kind, count) for kind, count in (("face", faces), ("model", models)) if count]
    return f" with {' and '.join(gone)}" if gone else ""


def _count(kind: str, count: int) -> str:
    return f"{count} {KINDS[kind][count != 1]}"


def export(store: OwnStore) -> bytes:
    """Everything as one zip: pictures as files, and a table of the faces."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:  # pictures are packed already
        table = io.StringIO()
        rows = csv.writer(table)
        rows.writerow(["file", "label", "source", "kept_at"])
        for face in store.faces():
            name = f"faces/face-{face.id:05d}.png"
            archive.writestr(name, cv2.imencode(".png", face.patch)[1].tobytes())
            cells = [name, face.label, face.source, _when(face.kept_at)]
            rows.writerow([spreadsheet_safe(cell) for cell in cells])
        archive.writestr("faces.csv", table.getvalue())
        classes = {one.name: one.emoji for one in own_classes(store)}
        archive.writestr("classes.json", json.dumps(classes, indent=1))
        for capture in store.captures():
            ending = "png" if capture.picture.startswith(b"\x89PNG") else "jpg"
            archive.writestr(
                f"captures/{_plain(capture.label)}-{capture.id}.{ending}", capture.picture
            )
        for own in store.sets():
            for label, png in own.pngs.items():
                archive.writestr(f"sets/{_plain(own.name)}-{own.id}/{_plain(label)}.png", png)
        for model in store.models():
            stem = f"models/{_plain(model.name)}-{model.id}"
            archive.writestr(f"{stem}.json", json.dumps(dict(model.about), indent=1))
            archive.writestr(f"{stem}.npz", model.weights)
    return whole.getvalue()


def _plain(name: str) -> str:
    """A name that leads out of no folder."""
    return "".join(letter if letter.isalnum() else "-" for letter in name)


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
