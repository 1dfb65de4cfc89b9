"""A process of its own that outlives whoever started it: a trainer's, a study's."""

import importlib.util
import os
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

TRAINER_NEEDS: Final = ("keras",)
STUDY_NEEDS: Final = ("keras", "umap", "cleanlab")
_ROOT: Final = Path(__file__).resolve().parents[1]


def is_installed(packages: Sequence[str]) -> bool:
    """Whether all of these are here; nothing is loaded."""
    return all(importlib.util.find_spec(name) is not None for name in packages)


def launch(command: Sequence[str], log: Path, held: int, *, anew: bool) -> None:
    """Start a command in the project's folder.

    Args:
        log: Where all that it prints goes.
        held: A lock's file descriptor, which it gets a copy of.
        anew: Whether the log begins anew.
    """
    with log.open("wb" if anew else "ab") as file:
        child = subprocess.Popen(
            command,
            cwd=_ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            pass_fds=(held,),
            start_new_session=True,
        )
    # Waited for, so that no zombie stays when it ends; a server that ends before does not wait.
    threading.Thread(target=child.wait, daemon=True).start()
