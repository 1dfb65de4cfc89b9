"""Two people mend one set; one takes the other's csv in."""

import numpy as np
import pytest

from core.dataset.face_set import FaceSet
from core.dataset.fixed import as_csv, marked
from core.dataset.fixes import Fixes
from core.dataset.merging import Merged, merge
from core.labels import EMOTIONS

NAMES = ("=a.png", "b.png", "c.png", "'d.png")
SAD, FEAR = EMOTIONS.index("sad"), EMOTIONS.index("fear")


@pytest.fixture
def faces() -> FaceSet:
    labels = np.full(4, EMOTIONS.index("happy"))
    return FaceSet(np.zeros((4, 48, 48), np.uint8), labels, NAMES, np.full(4, "Training"))


@pytest.fixture
def mine(tmp_path) -> Fixes:
    return Fixes(tmp_path / "mine.sqlite")


def test_what_the_other_changed_is_taken_and_what_both_changed_stays_mine(faces, mine, tmp_path):
    other = Fixes(tmp_path / "other.sqlite")
    other.relabel(NAMES[:3], "sad")
    other.exclude(NAMES[3:])
    mine.relabel(["b.png"], "fear")
    mine.relabel(["c.png"], "sad")

    merged = merge(mine, faces, as_csv(faces, other.edits()).encode())

    labels, kept = marked(faces, mine.edits())
    assert merged == Merged(taken=2, same=1, kept=("b.png",), unknown=0)
    assert labels[:3].tolist() == [SAD, FEAR, SAD]
    assert kept.tolist() == [True, True, True, False]


def test_faces_that_the_set_lacks_are_counted(faces, mine):
    merged = merge(mine, faces, b"name,split,label,fix\nelsewhere.png,Training,happy,sad\n")

    assert merged == Merged(taken=0, same=0, kept=(), unknown=1)


def test_undo_takes_back_what_was_taken(faces, mine):
    merge(mine, faces, b"name,split,label,fix\nb.png,Training,happy,sad\n")

    mine.undo()

    assert np.array_equal(marked(faces, mine.edits())[0], faces.labels)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe", "no csv of fixes"),
        (b"name;fix\na;sad\n", "has the columns name, split, label, fix"),
        (b"name,split,label,fix\nb.png,Training,happy,angelic\n", "Line 2 wants 'angelic'"),
        (b"name,split,label,fix\nb.png\n", "Line 2 wants 'None'"),
        (b'name,split,label,fix\n"b.png', "no csv of fixes"),
    ],
    ids=["bytes", "columns", "label", "short", "quote"],
)
def test_anything_else_is_refused_in_words_and_changes_nothing(faces, mine, data, words):
    with pytest.raises(ValueError, match=words):
        merge(mine, faces, data)

    assert mine.edits() == []


def test_an_empty_file_has_nothing_to_take(faces, mine):
    assert merge(mine, faces, b"") == Merged(0, 0, (), 0)


def test_a_dismissed_case_is_remembered_until_it_is_undone_and_changes_no_face(faces, mine):
    mine.dismiss("leaks", NAMES[:2])
    dismissed = mine.dismissed()
    labels, kept = marked(faces, mine.edits())
    mine.undo()

    assert dismissed == {("leaks", frozenset(NAMES[:2]))}
    assert mine.dismissed() == frozenset()
    assert np.array_equal(labels, faces.labels) and kept.all()
