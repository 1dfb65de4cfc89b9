"""Edits of faces obey the laws of undo and redo, and refuse what no browser of ours sends."""

import json
import random

import pytest

from core.edits import EVERY_FACE, MAX_EDITS, Edit, FaceEdit, History, Place, history_from, told

FACES = ("f0", "f1", "m2", "a0")
PLACE = Place(40, 50, 30, 36, -12.5)


def some_history(seed: int) -> History:
    """Twenty random edits with an undo, a redo and a reset among them."""
    choose = random.Random(seed)
    history = History()
    for _ in range(20):
        changes = choose.choice(
            [
                {"emoji": "party"},
                {"label": "sad"},
                {"hidden": True},
                {"dismissed": True},
                {"confirmed": True},
                {"place": Place(choose.uniform(1, 99), 5, 20, 24, choose.uniform(-90, 90))},
                {"place": None, "hidden": False},
            ]
        )
        history = history.changed(choose.choice(FACES), **changes)
        if choose.random() < 0.2:
            history = history.undone()
        if choose.random() < 0.1:
            history = history.reset()
    return history


@pytest.mark.parametrize("seed", range(20))
def test_undo_takes_back_what_an_edit_did(seed):
    before = some_history(seed)

    after = before.changed("f0", label="happy", hidden=True).undone()

    assert after.faces() == before.faces()


@pytest.mark.parametrize("seed", range(20))
def test_redo_does_again_what_undo_took_back(seed):
    before = some_history(seed)

    again = before.changed("f1", place=PLACE).undone().redone()

    assert again.faces() == before.changed("f1", place=PLACE).faces()


@pytest.mark.parametrize("seed", range(20))
def test_all_undone_leaves_every_face_as_it_was_read(seed):
    history = some_history(seed)

    for _ in range(len(history.edits)):
        history = history.undone()

    assert history.faces() == {}
    assert history.undone() == history, "there is nothing before the beginning"


def test_redo_with_nothing_undone_changes_nothing():
    history = some_history(3).changed("f0", hidden=True)

    again = history.redone()

    assert again == history


def test_a_new_edit_forgets_what_was_undone():
    history = History().changed("f0", emoji="party").undone().changed("f0", emoji="ghost")

    again = history.redone()

    assert again.faces() == {"f0": FaceEdit(emoji="ghost")}


def test_a_reset_clears_every_face_and_can_itself_be_undone():
    before = History().changed("f0", hidden=True).changed("a0", place=PLACE)

    reset = before.reset()

    assert reset.faces() == {}
    assert reset.undone().faces() == before.faces()


def test_later_edits_of_a_face_add_to_earlier_ones():
    history = History().changed("f0", emoji="ghost").changed("f0", place=PLACE, hidden=True)

    faces = history.changed("f0", hidden=False).faces()

    assert faces == {"f0": FaceEdit(emoji="ghost", place=PLACE)}


@pytest.mark.parametrize("seed", range(20))
def test_a_history_told_as_json_comes_back_as_it_was(seed):
    history = some_history(seed)

    back = history_from(json.loads(json.dumps(told(history))))

    assert back == history


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {"edits": 3, "done": 0},
        {"edits": [], "done": 1},
        {"edits": [], "done": -1},
        {"edits": [{"face": "f0"}], "done": 1},
        {"edits": [{"face": "<b>", "changes": {}}], "done": 1},
        {"edits": [{"face": "f0", "changes": {"size": 3}}], "done": 1},
        {"edits": [{"face": "f0", "changes": {"hidden": "yes"}}], "done": 1},
        {"edits": [{"face": "f0", "changes": {"label": "hungry"}}], "done": 1},
        {"edits": [{"face": "f0", "changes": {"emoji": "<script>"}}], "done": 1},
        {"edits": [{"face": "f0", "changes": {"place": {"x": 1}}}], "done": 1},
        {"edits": [{"face": EVERY_FACE, "changes": {"hidden": True}}], "done": 1},
        {"edits": [{"face": "f0", "changes": {}}] * (MAX_EDITS + 1), "done": 1},
    ],
    ids=lambda values: str(values)[:50],
)
def test_what_is_no_history_is_refused(values):
    with pytest.raises(ValueError, match=r"\w"):
        history_from(values)


@pytest.mark.parametrize(
    "numbers",
    [
        (float("nan"), 0, 10, 10, 0),
        (0, float("inf"), 10, 10, 0),
        (0, 0, 1e9, 10, 0),
        (0, 0, 10, 0, 0),
        (0, 0, -10, 10, 0),
    ],
    ids=["no number", "endless", "huge", "flat", "inside out"],
)
def test_a_place_outside_all_reason_is_refused(numbers):
    with pytest.raises(ValueError, match="face"):
        Place(*numbers)


def test_an_edit_names_its_face_and_a_field():
    with pytest.raises(ValueError, match="smile"):
        Edit("f0", {"smile": True})
