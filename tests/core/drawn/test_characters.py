"""What a drawn person wears is seen, and the demonstration set is what its generator draws."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.dataset.face_set import read_faces
from core.dataset.row import PRIVATE_TEST, PUBLIC_TEST, TRAINING
from core.drawn import demo
from core.drawn.character import BEARDS, GLASSES, HAIR_STYLES, HATS, Character, character
from core.drawn.expression import REST
from core.drawn.pose import Pose
from core.drawn.scene import Sitter, picture
from core.labels import EMOTIONS
from pages.shared.folders import DEMO

GROUND = np.full((160, 160, 3), 128, np.uint8)
PLAIN = replace(character(0), hair_style="bald", hat="", beard="", glasses="")
WORN = [
    *[{"beard": kind} for kind in BEARDS[1:]],
    *[{"glasses": kind} for kind in GLASSES[1:]],
    *[{"hat": kind} for kind in HATS[1:]],
    *[{"hair_style": kind} for kind in HAIR_STYLES if kind != "bald"],
]


def drawn(who: Character) -> np.ndarray:
    return picture(GROUND, [Sitter(who, REST, Pose(x=80, y=80, size_px=90))]).astype(int)


@pytest.mark.parametrize("worn", WORN, ids=lambda worn: next(iter(worn.values())))
def test_what_is_worn_is_seen(worn):
    changed = np.abs(drawn(replace(PLAIN, **worn)) - drawn(PLAIN)).max(axis=2) > 5

    assert 30 < np.count_nonzero(changed) < changed.size / 2


def test_the_shipped_set_shows_whom_its_generator_draws():
    shipped = read_faces(DEMO)

    for row in (0, 1, 2):
        again = demo.demo_face(1000 + row, EMOTIONS[row]).astype(int)
        assert np.abs(again - shipped.images[row]).mean() < 2, "rounding may differ elsewhere"


@pytest.mark.slow
def test_a_set_is_written_with_every_class_in_every_split(tmp_path: Path, monkeypatch):
    counts = {TRAINING: 2, PUBLIC_TEST: 1, PRIVATE_TEST: 1}
    monkeypatch.setattr(demo, "COUNTS", counts)
    told: list[float] = []

    demo.write_demo(tmp_path / "small.zip", told.append)

    faces = read_faces(tmp_path / "small.zip")
    assert {split: np.count_nonzero(faces.split == split) for split in counts} == {
        split: count * len(EMOTIONS) for split, count in counts.items()
    }
    assert told == sorted(told)
    assert told[-1] == 1
