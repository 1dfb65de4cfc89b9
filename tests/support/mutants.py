"""Small faults put into a copy of the code: tests that pass all the same are too weak."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.folders import ROOT


@dataclass(frozen=True)
class Mutant:
    """One fault."""

    file: str  # from the project's root
    right: str  # what stands there once
    wrong: str
    tests: str  # the file that should tell


def survives(mutant: Mutant, folder: Path) -> bool:
    """Whether the tests pass although the fault is there.

    Args:
        folder: An empty one, for the copy.

    Raises:
        ValueError: The code does not say any more, or not once, what is to be spoiled.
    """
    for name in ("core", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("models", "emojis", "pages", "training"):
        (folder / name).symlink_to(ROOT / name)
    path = folder / mutant.file
    source = path.read_text(encoding="utf-8")
    if source.count(mutant.right) != 1:
        raise ValueError(f"{mutant.file} does not say once: {mutant.right}")
    path.write_text(source.replace(mutant.right, mutant.wrong), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", mutant.tests, "-x", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0
