"""Damaged pictures and clips by the hundred, seeded: each is read, or gets its sentence."""

import subprocess
import sys

import pytest

from tests.support.folders import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seconds", [5, pytest.param(60, marks=pytest.mark.long)])
def test_no_damaged_file_is_more_than_a_sentence(seconds):
    command = [sys.executable, "-m", "tests.support.fuzz", "--seconds", str(seconds)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr[-3000:]
    assert "damaged files, of which" in done.stdout
