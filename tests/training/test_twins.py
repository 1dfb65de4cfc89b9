"""Photos that Training and a test split both show are known, and not learned from."""

import json

import numpy as np

from core.dataset.face_set import FaceSet
from training.epoch import prepare_lesson
from training.find_twins import twin_rows
from training.runs.config import RunConfig
from training.twins import TWINS_FILE, is_clean, twin_names

SPLITS = ("Training", "PublicTest", "PrivateTest")


def test_the_file_of_twins_holds_rows_of_their_own_splits():
    known = json.loads(TWINS_FILE.read_text(encoding="utf-8"))

    ranges = {"Training": (0, 28708), "PublicTest": (28709, 32297), "PrivateTest": (32298, 35886)}
    for split, (first, last) in ranges.items():
        assert known[split] == sorted(set(known[split]))
        assert first <= known[split][0] and known[split][-1] <= last
    assert [len(known[split]) for split in SPLITS] == [2399, 735, 737]


def test_of_fer2013_1472_test_faces_and_2399_of_training_are_twins(fer2013: FaceSet):
    twins = twin_names(fer2013)

    counted = {
        split: int((~is_clean(fer2013.part(split), twins)).sum())
        for split in ("Training", "PublicTest", "PrivateTest")
    }
    assert counted == {"Training": 2399, "PublicTest": 735, "PrivateTest": 737}


def test_in_any_other_set_nobody_looked():
    names = ("Training_00012.png", "PublicTest_28760.png")
    faces = FaceSet(np.zeros((2, 48, 48), np.uint8), np.zeros(2, int), names, np.array(SPLITS[:2]))

    assert twin_names(faces) == frozenset()
    assert is_clean(faces, twin_names(faces)).all()


def test_a_lesson_neither_learns_from_twins_nor_is_chosen_by_them(tmp_path):
    names = ("one", "two", "three", "four")
    faces = FaceSet(
        np.arange(4, dtype=np.uint8)[:, None, None] + np.zeros((4, 48, 48), np.uint8),
        np.array([1, 2, 3, 4]),
        names,
        np.array(["Training", "Training", "PublicTest", "PublicTest"]),
    )

    lesson = prepare_lesson(tmp_path, RunConfig(), faces, frozenset({"one", "three"}))

    assert lesson.learned.images[:, 0, 0].tolist() == [1]
    assert len(lesson.learned.targets) == len(lesson.learned.weights) == 1
    assert lesson.choose.names == ("four",)


def test_groups_within_one_side_are_no_twins():
    names = tuple(f"fer{row:07}" for row in (5, 6, 90, 91, 7))
    split = np.array(["Training", "Training", "PublicTest", "PrivateTest", "Training"])
    faces = FaceSet(np.zeros((5, 48, 48), np.uint8), np.zeros(5, int), names, split)

    rows = twin_rows(faces, [(0, 1), (2, 3), (3, 4)])

    assert rows == {"Training": [7], "PublicTest": [], "PrivateTest": [91]}
