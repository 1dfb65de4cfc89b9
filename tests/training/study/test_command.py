"""The study's command: it finds the faults that were planted, and makes nothing twice."""

from pathlib import Path

import pytest

from tests.support.planted import planted_home
from tests.support.trained import keras_warnings
from training.study.__main__ import main

pytestmark = [keras_warnings, pytest.mark.slow]


@pytest.fixture(scope="module")
def home(unbroken: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted_home(tmp_path_factory.mktemp("study"), unbroken)


def study(home: Path, *, data: str = "planted.zip") -> int:
    chosen = ["--model", "unbroken", "--data", str(home / "data" / data)]
    where = ["--models", str(home / "models"), "--cache", str(home / "data" / "cache")]
    return main([*chosen, *where])


def arrays(home: Path) -> dict[str, int]:
    """When each result was written, in nanoseconds."""
    written = (home / "data" / "cache").rglob("*.npy")
    return {path.name: path.stat().st_mtime_ns for path in written}


def test_the_planted_faults_are_found_and_a_second_study_makes_nothing_anew(home, capsys):
    ended = study(home)
    found = capsys.readouterr().out
    made = arrays(home)
    again = study(home)

    assert (ended, again) == (0, 0)
    assert "Exact duplicates: 1 cases, 2 faces" in found
    assert "Leaks: " in found
    assert "Odd pictures: " in found
    assert {"features.npy", "embedding.npy", "neighbours.npy"} <= set(made)
    assert arrays(home) == made
    assert capsys.readouterr().out == found


def test_a_set_that_is_not_there_ends_it_with_a_sentence_and_a_status(home, caplog):
    assert study(home, data="gone.zip") == 1
    assert "gone.zip" in caplog.text
