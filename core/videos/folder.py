"""What lies in a job's folder: the clip, the order, what was found, what was made.

The server writes orders and reads results; the job's own process does the rest. Nothing in it is
a pickle.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.emojis import EmojiSet
from core.labels import EMOTIONS
from core.videos.clip import About
from core.videos.draw import Choice
from core.videos.kinds import Limits
from core.videos.passes import Looked
from core.videos.people import load_people, save_people

CLIP: Final = "clip"
HEAD: Final = "head"  # of a visitor's own last layer, where there is one
FILM: Final = "film.mp4"
GIF: Final = "film.gif"
TABLE: Final = "scores.csv"
_ORDER: Final = "order.json"
_CHOICE: Final = "choice.json"
_ABOUT: Final = "about.json"
_PEOPLE: Final = "people.npz"
_EMOJIS: Final = "emojis.npz"


@dataclass(frozen=True)
class Order:
    """What the first pass needs beside the clip."""

    limits: Limits
    model: Path  # its folder
    models: Path  # the folder that holds `yunet/`
    finder: str  # one of core.faces.DETECTORS


def write_order(folder: Path, order: Order, head: bytes | None) -> None:
    """Ask for the first pass.

    Args:
        head: What core.personal.layer.Layer.to_bytes gave, if the visitor has a layer of their own.
    """
    values = asdict(order) | {"model": str(order.model), "models": str(order.models)}
    (folder / _ORDER).write_text(json.dumps(values), encoding="utf-8")
    if head is not None:
        (folder / HEAD).write_bytes(head)


def read_order(folder: Path) -> Order:
    """What `write_order` wrote."""
    values = _read(folder / _ORDER)
    limits, paths = Limits(**values["limits"]), (Path(values["model"]), Path(values["models"]))
    return Order(limits, *paths, values["finder"])


def write_looked(folder: Path, looked: Looked) -> None:
    """Leave what the first pass found."""
    save_people(looked.people, folder / _PEOPLE)
    for frame, still in looked.stills.items():
        (folder / f"still-{frame}.jpg").write_bytes(still)
    for number, person in enumerate(looked.people.people):
        if person.portrait:
            (folder / f"face-{number}.jpg").write_bytes(person.portrait)
    (folder / _ABOUT).write_text(json.dumps(asdict(looked.about)), encoding="utf-8")


def read_looked(folder: Path) -> Looked:
    """What `write_looked` wrote."""
    people = load_people(folder / _PEOPLE)
    with_portraits = tuple(
        replace(person, portrait=_bytes(folder / f"face-{number}.jpg"))
        for number, person in enumerate(people.people)
    )
    stills = {
        int(path.stem.removeprefix("still-")): path.read_bytes()
        for path in folder.glob("still-*.jpg")
    }
    about = About(**_read(folder / _ABOUT))
    return Looked(about, replace(people, people=with_portraits), dict(sorted(stills.items())))


def write_choice(folder: Path, choice: Choice, emojis: EmojiSet) -> None:
    """Ask for the second pass."""
    values = asdict(choice) | {"left": sorted(choice.left)}
    (folder / _CHOICE).write_text(json.dumps(values), encoding="utf-8")
    sprites = {name: emojis.sprites[name] for name in EMOTIONS}
    if emojis.not_sure is not None:
        sprites["not_sure"] = emojis.not_sure
    np.savez(folder / _EMOJIS, **sprites)  # type: ignore[arg-type]


def read_choice(folder: Path) -> tuple[Choice, EmojiSet]:
    """What `write_choice` wrote."""
    values = _read(folder / _CHOICE)
    with np.load(folder / _EMOJIS, allow_pickle=False) as saved:
        sprites = {name: saved[name] for name in EMOTIONS}
        not_sure = saved["not_sure"] if "not_sure" in saved.files else None
    values["left"] = frozenset(values["left"])
    return Choice(**values), EmojiSet("chosen", "", "", sprites, not_sure)


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
