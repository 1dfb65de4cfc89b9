"""What a visitor keeps: in a file or in memory alike, read back, exported, gone when deleted."""

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from core.own.database import MIGRATIONS
from core.own.listing import delete, delete_all, export, listed
from core.own.store import OwnStore
from tests.support.pictures import decoded


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path / "own.sqlite" if request.param == "file" else None)


def marked_patch(mark: int) -> np.ndarray:
    """A (48, 48) patch whose bytes are found again wherever they lie."""
    return np.random.default_rng(mark).integers(0, 256, (48, 48), np.uint8)


def test_a_face_comes_back_as_it_was_kept(store):
    number = store.keep_face(marked_patch(1), "sad", "photo")

    (face,) = store.faces()

    assert (face.id, face.label, face.source) == (number, "sad", "photo")
    assert np.array_equal(face.patch, marked_patch(1))


def test_a_kept_face_gets_another_label(store):
    number = store.keep_face(marked_patch(1), "sad", "photo")

    store.relabel_face(number, "happy")

    assert [face.label for face in store.faces()] == ["happy"]


def test_a_capture_takes_the_place_of_the_one_before_it(store):
    store.keep_capture(b"first", "happy")
    store.keep_capture(b"other", "sad")

    store.keep_capture(b"again", "happy")

    assert {one.label: one.picture for one in store.captures()} == {
        "sad": b"other",
        "happy": b"again",
    }


def test_a_set_takes_the_place_of_one_of_its_name(store):
    store.keep_set("Me", {"happy": b"1", "sad": b"2"})

    store.keep_set("  Me ", {"happy": b"3"})

    (own,) = store.sets()
    assert own.name == "Me" and own.pngs == {"happy": b"3"}


def test_a_personal_model_is_used_and_taken_back(store):
    first = store.keep_model("first", {"gain": 0.1}, b"w1")
    second = store.keep_model("second", {"gain": 0.2}, b"w2")
    store.use_model(first)
    store.use_model(second)
    used = store.used_model()

    store.undo_use()

    assert used is not None and used.name == "second" and used.about == {"gain": 0.2}
    before = store.used_model()
    assert before is not None and before.name == "first"


def test_nothing_is_made_by_looking(tmp_path):
    store = OwnStore(tmp_path / "own.sqlite")

    found = (store.faces(), store.captures(), store.sets(), store.models(), listed(store))

    assert found == ([], [], [], [], [])
    assert list(tmp_path.iterdir()) == []


def test_deleting_names_what_is_gone_and_leaves_the_rest(store):
    store.keep_face(marked_patch(1), "sad", "photo")
    store.keep_face(marked_patch(2), "happy", "live")

    said = delete(store, listed(store)[0])

    assert said == "the face labelled sad, from photo"
    assert [face.label for face in store.faces()] == ["happy"]


def test_deleting_all_counts_what_is_gone(store):
    fill(store)

    said = delete_all(store)

    assert said == "2 faces, 1 captured picture, 1 emoji set, 1 personal model"
    assert listed(store) == []


def test_a_deleted_model_serves_no_longer(store):
    store.use_model(store.keep_model("mine", {}, b"w"))

    delete(store, listed(store)[0])

    assert store.used_model() is None


@pytest.mark.parametrize("all_at_once", [True, False], ids=["all", "one by one"])
def test_no_byte_of_what_was_deleted_is_left_on_the_disk(tmp_path, all_at_once):
    store = OwnStore(tmp_path / "own.sqlite")
    secrets = fill(store)

    if all_at_once:
        delete_all(store)
    else:
        for kept in listed(store):
            delete(store, kept)

    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [secret for secret in secrets if secret in left] == []
    with closing(sqlite3.connect(tmp_path / "own.sqlite")) as file, file:
        assert file.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_the_check_of_the_disk_finds_what_is_kept(tmp_path):
    secrets = fill(OwnStore(tmp_path / "own.sqlite"))

    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert all(secret in left for secret in secrets)


def test_everything_is_in_the_export(store):
    fill(store)

    archive = zipfile.ZipFile(io.BytesIO(export(store)))

    names = archive.namelist()
    assert sorted(name.split("/")[0] for name in names) == [
        *("captures", "classes.json", "faces", "faces", "faces.csv"),
        *("models", "models", "sets", "sets"),
    ]
    picture = decoded(archive.read("faces/face-00001.png"))
    assert np.array_equal(picture, marked_patch(1))


@pytest.mark.parametrize(
    "label", ["", "   ", "x" * 31, "a\x00b"], ids=["empty", "blank", "long", "hidden"]
)
def test_a_label_that_cannot_be_shown_is_refused(store, label):
    with pytest.raises(UserError, match="1 to 30"):
        store.keep_face(marked_patch(1), label, "photo")


def test_an_older_file_is_brought_up_to_date(tmp_path):
    path = tmp_path / "own.sqlite"
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1;")
        file.execute("INSERT INTO model (name, about, weights, kept_at) VALUES ('a', '{}', x'', 1)")

    store = OwnStore(path)

    assert [model.name for model in store.models()] == ["a"]
    store.use_model(1)
    used = store.used_model()
    assert used is not None and used.name == "a"


@pytest.mark.parametrize("content", [b"no database" * 99, b"\x00" * 4096], ids=["text", "zeros"])
def test_a_damaged_file_is_told_in_a_sentence(tmp_path, content):
    (tmp_path / "own.sqlite").write_bytes(content)

    with pytest.raises(UserError, match="cannot be read"):
        OwnStore(tmp_path / "own.sqlite").keep_face(marked_patch(1), "sad", "photo")


def test_a_file_of_a_newer_app_is_left_alone(tmp_path):
    with closing(sqlite3.connect(tmp_path / "own.sqlite")) as file, file:
        file.execute("PRAGMA user_version = 99")

    with pytest.raises(UserError, match="newer"):
        OwnStore(tmp_path / "own.sqlite").faces()


def fill(store: OwnStore) -> list[bytes]:
    """Keep something of every kind; returns bytes that must be found, or must not."""
    secrets = [marked_patch(mark).tobytes()[:400] for mark in range(5)]
    store.keep_face(marked_patch(1), "sad", "photo")
    store.keep_face(marked_patch(2), "happy", "capture")
    store.keep_capture(marked_patch(3).tobytes() * 20, "happy")
    store.keep_set("Me", {"happy": marked_patch(0).tobytes(), "sad": b"2"})
    store.use_model(store.keep_model("mine", {"gain": 0.1}, marked_patch(4).tobytes()))
    return secrets
