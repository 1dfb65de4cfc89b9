"""A set decoded once: equal to what the files hold, made anew when they change or it is damaged."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.dataset.cache import cache_folder, is_cached, kept_array, open_faces
from core.dataset.face_set import FaceSet, read_faces


@pytest.fixture
def data(drawn_faces: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(drawn_faces, tmp_path / "mine.zip"))


def same(one: FaceSet, other: FaceSet) -> bool:
    arrays = ((one.images, other.images), (one.labels, other.labels), (one.split, other.split))
    return one.names == other.names and all(np.array_equal(a, b) for a, b in arrays)


def test_the_cache_holds_what_the_files_hold(data, tmp_path):
    told: list[int] = []

    first = open_faces(data, tmp_path / "cache", lambda done, _total: told.append(done))
    count = len(told)
    again = open_faces(data, tmp_path / "cache", lambda done, _total: told.append(done))

    assert same(first, read_faces(data))
    assert same(again, first)
    assert count == 196
    assert len(told) == count, "the second time nothing is read"
    assert isinstance(again.images, np.memmap)


def test_a_changed_set_is_read_anew_and_its_old_cache_goes(data, tmp_path):
    cache = tmp_path / "cache"
    open_faces(data, cache)
    old = cache_folder(data, cache)

    with data.open("ab") as file:
        file.write(b"more")
    known = is_cached(data, cache)
    open_faces(data, cache)

    assert not known
    assert not old.exists()


@pytest.mark.parametrize("name", ["images.npy", "faces.json"])
@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY garbage", b'{"labels": [99]}'])
def test_a_damaged_cache_is_made_anew(data, tmp_path, name, damage):
    cache = tmp_path / "cache"
    open_faces(data, cache)
    (cache_folder(data, cache) / name).write_bytes(damage)

    faces = open_faces(data, cache)

    assert same(faces, read_faces(data))


def test_an_array_is_made_once(data, tmp_path):
    cache = tmp_path / "cache"
    open_faces(data, cache)
    made: list[int] = []

    def make() -> np.ndarray:
        made.append(1)
        return np.arange(3)

    arrays = [kept_array(data, cache, "numbers", make) for _ in range(3)]

    assert len(made) == 1
    assert all(np.array_equal(one, [0, 1, 2]) for one in arrays)


def test_a_set_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="gone"):
        open_faces(tmp_path / "gone.zip", tmp_path / "cache")
