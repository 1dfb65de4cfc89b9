"""A disk that is full, or can no longer be written, at each call of each piece of work in turn."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.errors import in_words
from tests.faults.disk import spread
from tests.support.folders import ROOT

COMPILER = next(filter(None, map(shutil.which, ("cc", "gcc", "tcc"))), None)
needs_compiler = pytest.mark.skipif(
    sys.platform != "linux" or COMPILER is None,
    reason="needs Linux and a C compiler; on Debian: apt-get install tcc",
)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The disk that fails, to be loaded before the C library."""
    made = tmp_path_factory.mktemp("disk") / "disk.so"
    source = ROOT / "tests" / "faults" / "disk.c"
    command = [str(COMPILER), "-shared", "-fPIC", "-nostdlib", "-w", "-o", str(made), str(source)]
    subprocess.run(command, check=True)
    return made


def failures(library: Path, folder: Path, *words: str) -> list[dict[str, Any]]:
    """What came of a piece of work, for each call that failed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.disk", words[0], str(folder), *words[1:]],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
    )
    assert done.returncode < 100, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line.startswith('{"disk"')]


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
        (OSError("100 requested and 0 written"), "The disk is full."),
        (FileNotFoundError(2, "No such file or directory", "/srv/app/x.csv"), "x.csv"),
        (ValueError("A sentence of ours."), "A sentence of ours."),
    ],
    ids=["full", "read-only", "not allowed", "NumPy's words", "not there", "ours"],
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
