"""A person's fixes: undone, redone, exported; they survive a kill and harm no spreadsheet."""

import csv
import io
import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

from core.dataset.face_set import FaceSet, read_faces
from core.dataset.fixed import applied, as_csv, cleaned_zip, marked
from core.dataset.fixes import Fixes
from core.labels import EMOTIONS
from tests.support.folders import ROOT
from tests.support.planted import drawn_set

FACES = drawn_set(14)
FIRST, SECOND, THIRD = FACES.names[:3]
# Fixes one face after the other until it is killed; says how many are done.
FIXER = """
import sys
from pathlib import Path
from core.dataset.fixes import Fixes

fixes = Fixes(Path(sys.argv[1]))
for number in range(10_000):
    fixes.relabel([f"face_{number}"], "sad")
    print(number + 1, flush=True)
"""


@pytest.fixture
def fixes(tmp_path) -> Fixes:
    return Fixes(tmp_path / "data" / "fixes.sqlite")


def test_nothing_is_written_before_the_first_fix(fixes, tmp_path):
    seen = fixes.count(), fixes.edits(), fixes.undo(), fixes.redo(), fixes.can_redo()

    assert seen == (0, [], False, False, False)
    assert list(tmp_path.iterdir()) == []


def test_fixes_change_labels_and_leave_faces_out(fixes):
    fixes.relabel([FIRST], "happy")
    fixes.exclude([SECOND, "unknown.png"])

    fixed = applied(FACES, fixes.edits())

    assert fixed.names == (FIRST, *FACES.names[2:])
    assert fixed.labels[0] == EMOTIONS.index("happy")
    assert FACES.labels[0] == EMOTIONS.index("angry"), "the set itself stays as it was"


def test_undo_and_redo_walk_through_the_fixes(fixes):
    fixes.relabel([FIRST], "happy")
    fixes.relabel([FIRST], "sad")

    labels = [applied(FACES, fixes.edits()).labels[0]]
    for step in (fixes.undo, fixes.undo, fixes.redo):
        assert step()
        labels.append(applied(FACES, fixes.edits()).labels[0])

    assert [EMOTIONS[label] for label in labels] == ["sad", "happy", "angry", "happy"]
    assert fixes.can_redo()
    assert fixes.count() == 1


def test_a_new_fix_ends_what_could_be_redone(fixes):
    fixes.relabel([FIRST], "happy")
    fixes.undo()

    fixes.exclude([SECOND])

    assert not fixes.redo()
    assert [edit.kind for edit in fixes.edits()] == ["exclude"]


def test_restoring_brings_back_the_face_and_its_own_label(fixes):
    fixes.relabel([FIRST], "happy")
    fixes.exclude([FIRST, SECOND])

    fixes.restore([FIRST])

    labels, kept = marked(FACES, fixes.edits())
    assert (labels[0], kept[:3].tolist()) == (FACES.labels[0], [True, False, True])


def test_an_unknown_label_is_refused(fixes):
    with pytest.raises(ValueError, match="must be one of angry"):
        fixes.relabel([FIRST], "bored")

    assert fixes.count() == 0


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_that_begins_like_a_formula_is_made_safe(fixes, start):
    names = (f"{start}cmd|' /C calc'!A0", *FACES.names[1:])
    faces = FaceSet(FACES.images, FACES.labels, names, FACES.split)
    fixes.exclude([names[0]])

    rows = list(csv.reader(io.StringIO(as_csv(faces, fixes.edits()), newline="")))

    assert rows[0] == ["name", "split", "label", "fix"]
    assert rows[1] == [f"'{names[0]}", "Training", "angry", "left out"]


def test_the_cleaned_set_can_be_read_again(fixes, tmp_path):
    fixes.relabel([FIRST], "happy")
    fixes.exclude([SECOND])

    (tmp_path / "cleaned.zip").write_bytes(cleaned_zip(FACES, fixes.edits()))
    cleaned = read_faces(tmp_path / "cleaned.zip")

    wanted = applied(FACES, fixes.edits())
    order = np.argsort([f"{name}" for name in wanted.names])
    assert cleaned.problems == ()
    np.testing.assert_array_equal(cleaned.images, wanted.images[order])
    np.testing.assert_array_equal(cleaned.labels, wanted.labels[order])
    np.testing.assert_array_equal(cleaned.split, wanted.split[order])


def test_faces_that_shared_a_name_stay_apart_in_the_cleaned_set(fixes, tmp_path):
    names = ("Training/angry/0.png", "Training/disgust/0.png", "2~Training/angry/0.png")
    faces = FaceSet(FACES.images[:3], np.array([0, 1, 0]), names, FACES.split[:3])
    fixes.relabel([names[1]], "angry")

    (tmp_path / "cleaned.zip").write_bytes(cleaned_zip(faces, fixes.edits()))

    assert len(read_faces(tmp_path / "cleaned.zip").names) == 3


def test_fixes_of_many_visitors_at_once_all_count(fixes):
    def fix(number: int) -> None:
        for _ in range(5):
            fixes.exclude([FACES.names[number]])

    threads = [threading.Thread(target=fix, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert fixes.count() == 30


def test_a_damaged_file_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "fixes.sqlite"
    path.write_bytes(b"no database " * 100)

    with pytest.raises(OSError, match="move the file away"):
        Fixes(path).exclude(["face.png"])

    assert path.read_bytes().startswith(b"no database")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGKILL")
def test_what_was_fixed_survives_a_kill(tmp_path):
    path = tmp_path / "fixes.sqlite"
    command = [sys.executable, "-c", FIXER, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as fixer:
        assert fixer.stdout is not None
        for _ in range(20):
            said = int(fixer.stdout.readline())
        fixer.send_signal(signal.SIGKILL)
        said = max([said, *(int(line) for line in fixer.stdout if line.endswith("\n"))])

    count = Fixes(path).count()

    assert said <= count <= said + 1
