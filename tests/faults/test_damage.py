"""A damaged file of every kind that is read: a sentence, or it is left out; never anything else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError, in_words
from core.photos import PhotoError
from tests.faults.kinds import KINDS

pytestmark = pytest.mark.slow


def _noise(data: bytes) -> bytes:
    """A tenth of the bytes are others, wherever they stand."""
    random = np.random.default_rng(0)
    values = np.frombuffer(data, np.uint8).copy()
    changed = random.random(len(values)) < 0.1
    values[changed] = random.integers(0, 256, int(changed.sum()))
    return values.tobytes()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut in half": lambda data: data[: len(data) // 2],
    "zeros": lambda data: bytes(len(data)),
    "noise": _noise,
    "another file": lambda data: b'{"a": [1, 2]}\n',
    "a list": lambda data: b"[]\n",
    "no text": lambda data: b"\xff\xfe\x00" * 50,
    "nested without end": lambda data: b"[" * 100_000,
}


def _told(read: Callable[[Path], object], path: Path) -> str:
    """What a page would say of it; empty where the reader goes on without it."""
    try:
        read(path)
    except (ValueError, OSError, UserError, PhotoError) as problem:
        return in_words(problem)
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_file_is_read(kind, tmp_path):
    assert _told(KINDS[kind].read, KINDS[kind].made(tmp_path)) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_becomes_a_sentence_or_is_left_out(kind, tmp_path):
    good = KINDS[kind].made(tmp_path)
    data = good.read_bytes()

    for damage in DAMAGES.values():
        good.write_bytes(damage(data))
        for beside in good.parent.glob(f"{good.name}-*"):  # SQLite's own of the file before
            beside.unlink()
        said = _told(KINDS[kind].read, good)

        assert "Errno" not in said and "Traceback" not in said
        assert str(tmp_path) not in said, "a guest may read it"
        assert said == "" or said[0].isupper() or said.startswith(good.name), said


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_in_a_files_place_becomes_a_sentence_or_is_left_out(kind, tmp_path):
    good = KINDS[kind].made(tmp_path)
    good.unlink()
    good.mkdir()

    said = _told(KINDS[kind].read, good)

    assert str(tmp_path) not in said
    assert "Errno" not in said
    shutil.rmtree(good, ignore_errors=True)
