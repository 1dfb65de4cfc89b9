"""Bringing a set: copied whole under a name of its own, or refused with nothing left."""

import io
import zipfile
from pathlib import Path

import pytest

from core.dataset.bring import import_file, import_path
from core.dataset.face_set import read_faces


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data"


def left(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if path.name != "cache")


def test_a_zip_is_copied_and_read(drawn_faces, home):
    path, faces = import_path(drawn_faces, home, home / "cache")

    assert path == home / "drawn.zip"
    assert faces.counts() == read_faces(drawn_faces).counts()


def test_a_folder_becomes_one_file_with_the_same_faces(drawn_faces, home, tmp_path):
    with zipfile.ZipFile(drawn_faces) as archive:
        archive.extractall(tmp_path / "my faces")

    path, faces = import_path(tmp_path / "my faces", home, home / "cache")

    assert path.name == "my-faces.zip"
    assert faces.names == read_faces(drawn_faces).names
    assert left(home) == ["my-faces.zip"]


def test_a_name_that_is_taken_gets_a_number(drawn_faces, home):
    names = [import_path(drawn_faces, home, home / "cache")[0].name for _ in range(3)]

    assert names == ["drawn.zip", "drawn-2.zip", "drawn-3.zip"]


def test_a_hostile_name_stays_in_the_folder(drawn_faces, home):
    data = io.BytesIO(drawn_faces.read_bytes())

    path, _ = import_file(data, "../../etc/passwd\n.zip", home, home / "cache")

    assert path.parent == home
    assert left(home) == ["etc-passwd.zip"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("mine.zip", b"no zip at all", "is no zip, folder or csv"),
        ("mine.csv", b"a,b\n1,2\n", "needs the columns"),
        ("mine.csv", b"emotion,pixels,Usage\n9,1 2,Training\n", "Line 2"),
        ("mine.exe", b"MZ", "is no zip or csv file"),
    ],
    ids=["no zip", "other columns", "no good row", "other kind"],
)
def test_what_cannot_be_used_is_refused_and_nothing_stays(home, name, data, said):
    with pytest.raises(ValueError, match=said):
        import_file(io.BytesIO(data), name, home, home / "cache")

    assert not home.exists() or left(home) == []


def test_a_path_that_is_not_there_is_named(home, tmp_path):
    with pytest.raises(FileNotFoundError, match="gone"):
        import_path(tmp_path / "gone.zip", home, home / "cache")
