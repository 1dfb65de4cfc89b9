"""Works on a disk that fails, done in a process of its own: what the tests and the bench ask."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.support.folders import ROOT

COMPILER: Final = next(filter(None, map(shutil.which, ("cc", "gcc", "tcc"))), None)
CAN_FAIL: Final = sys.platform == "linux" and COMPILER is not None


def compiled(folder: Path) -> Path:
    """The disk that fails, to be loaded before the C library."""
    made = folder / "disk.so"
    source = ROOT / "tests" / "faults" / "disk.c"
    command = [str(COMPILER), "-shared", "-fPIC", "-nostdlib", "-w", "-o", str(made), str(source)]
    subprocess.run(command, check=True)
    return made


def failures(library: Path, folder: Path, work: str, *words: str) -> list[dict[str, Any]]:
    """What came of a piece of work, for each call that failed.

    Args:
        folder: An empty one.
        words: More of the command line of `tests.faults.disk`.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.disk", work, str(folder), *words],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
    )
    if done.returncode >= 100:
        raise RuntimeError(done.stderr)
    return [json.loads(line) for line in done.stdout.split("\n") if line.startswith('{"disk"')]
