"""A disk that is full, or can no longer be written, at each call of each piece of work in turn."""

from pathlib import Path

import pytest

from core.errors import in_words
from tests.faults.disk import spread
from tests.faults.tried import CAN_FAIL, compiled, failures

pytestmark = pytest.mark.slow

needs_compiler = pytest.mark.skipif(
    not CAN_FAIL, reason="needs Linux and a C compiler; on Debian: apt-get install tcc"
)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The disk that fails."""
    return compiled(tmp_path_factory.mktemp("disk"))


@needs_compiler
@pytest.mark.parametrize("some", ["8", pytest.param("1000", marks=pytest.mark.long)])
@pytest.mark.parametrize("work", ["import", "fix", "promotion"])
def test_whichever_write_fails_a_sentence_says_so_nothing_is_lost_and_a_retry_works(
    library, tmp_path, work, some
):
    found = failures(library, tmp_path, work, "--some", some)

    assert [one for one in found if one["problem"]] == []
    assert {(one["disk"], one["stays"]) for one in found} == {
        ("full", False),
        ("full", True),
        ("read-only", False),
        ("read-only", True),
    }
    assert sum(bool(one["failed"] and one["said"]) for one in found) > len(found) / 2


@needs_compiler
@pytest.mark.long  # tests/training/test_disk_full.py does the short of it
def test_a_run_whose_disk_fills_up_in_the_middle_says_so_and_goes_on_when_there_is_room(
    library, tmp_path
):
    (found,) = failures(library, tmp_path, "run", "--disk", "full", "--number", "103")

    assert found["problem"] == ""
    assert found["said"].startswith("The disk is full: make room")


@needs_compiler
@pytest.mark.long
@pytest.mark.timeout(10 * 3600)
@pytest.mark.parametrize("disk", ["full", "read-only"])
def test_whichever_write_of_a_run_fails_it_can_be_resumed(library, tmp_path, disk):
    found = failures(library, tmp_path, "run", "--disk", disk)

    assert len(found) > 300
    assert [one for one in found if one["problem"]] == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "/srv/app/data/faces.zip"), "The disk is full."),
        (OSError(30, "Read-only file system", "/srv/app/models"), "The disk cannot be written."),
        (PermissionError(13, "Permission denied", "/srv/app/x"), "Let the app write there"),
        (RuntimeError("/srv/app/x.h5: No space left on device"), "The disk is full."),
        (OSError("100 requested and 0 written"), "The disk is full."),
        (FileNotFoundError(2, "No such file or directory", "/srv/app/x.csv"), "x.csv"),
        (ValueError("A sentence of ours."), "A sentence of ours."),
    ],
    ids=[
        "full",
        "read-only",
        "not allowed",
        "TensorFlow's words",
        "NumPy's words",
        "not there",
        "ours",
    ],
)
def test_what_the_system_says_becomes_a_sentence_without_a_folders_path(error, words):
    said = in_words(error)

    assert words in said
    assert "/srv" not in said
    assert "Errno" not in said


@pytest.mark.parametrize(
    ("calls", "some", "numbers"), [(3, 9, [1, 2, 3]), (101, 3, [1, 51, 101]), (9, 1, [1])]
)
def test_some_of_the_calls_are_spread_from_the_first_to_the_last(calls, some, numbers):
    assert list(spread(calls, some)) == numbers
