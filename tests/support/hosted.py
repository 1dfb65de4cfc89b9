"""The app as a host runs it: without a terminal, several processes on the same folders."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.browser.app import free_port, is_well
from tests.support.folders import ROOT

STREAMLIT: Final = (sys.executable, "-m", "streamlit")
_PATIENCE_S: Final = 90.0


@dataclass(frozen=True)
class Hosted:
    """A running process."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    ready_s: float


@contextmanager
def hosted(
    folder: Path,
    *options: str,
    env: Mapping[str, str],
    run: Sequence[str] = (*STREAMLIT, "run", "app.py"),
    root: Path = ROOT,
) -> Iterator[Hosted]:
    """One process on a free port of this machine.

    Args:
        folder: For its log.
        env: Added to the environment.
        run: The command, without its port.
        root: Where it is started.
    """
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", folder / f"{port}.log"
    places = (f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    started = time.monotonic()
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*run, *places, *options],
            cwd=root,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | dict(env),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        while not is_well(url):
            if process.poll() is not None or time.monotonic() - started > _PATIENCE_S:
                raise RuntimeError(f"It did not start: {log.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        yield Hosted(url, process, log, time.monotonic() - started)
    finally:
        process.terminate()
        process.wait(20)
