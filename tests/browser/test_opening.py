"""Whoever starts the app at a terminal sees it come up in a browser, and nobody else does."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.app import ROOT, free_port, is_well


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """The file in which a stand-in for the desktop's browser writes what it was asked to open."""
    program = tmp_path / "xdg-open"
    program.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path / "opened"


@contextmanager
def started(opened: Path, *options: str, terminal: bool = True) -> Iterator[int]:
    """The server on a desktop, at a terminal or without one; yields its port."""
    port = free_port()
    program = Path(sys.executable).parent / "streamlit"
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [program, "run", "app.py", f"--server.port={port}", *options],
        cwd=ROOT,
        env=os.environ | {"DISPLAY": ":0", "PATH": f"{opened.parent}:{os.environ['PATH']}"},
        stdout=theirs if terminal else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)
        os.close(ours)
        os.close(theirs)


def wait_for(path: Path, seconds: float) -> str:
    """What a file says as soon as it is there; empty if it does not come."""
    until = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_at_a_terminal_the_app_comes_up_in_the_browser(opened: Path):
    with started(opened) as port:
        address = wait_for(opened, 30)

    assert address.startswith(f"http://localhost:{port}/owner/open?token=")


def test_the_address_that_the_server_was_given_is_the_one_that_is_opened(opened: Path):
    with started(opened, "--server.address=127.0.0.1") as port:
        address = wait_for(opened, 30)

    assert address.startswith(f"http://127.0.0.1:{port}/owner/open?token=")


@pytest.mark.parametrize(
    ("options", "terminal"),
    [(("--server.headless=true", "--server.address=127.0.0.1"), True), ((), False)],
    ids=["headless", "no terminal"],
)
def test_where_nobody_sits_no_browser_is_opened(opened: Path, options, terminal):
    with started(opened, *options, terminal=terminal) as port:
        until = time.monotonic() + 30
        while not is_well(f"http://127.0.0.1:{port}") and time.monotonic() < until:
            time.sleep(0.05)
        address = wait_for(opened, 2)  # it comes up within a second of the server

    assert address == ""
