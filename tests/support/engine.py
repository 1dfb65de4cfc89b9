"""What the tests of a cluster share: a command with few resources, and an S3-speaking server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.support.folders import ROOT


def started(module: str, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """A command of this project, begun; `more` is its environment."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0", **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(running: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """The same command, when it is over."""
    out, err = running.communicate(timeout=500)
    return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def workers_of(running: subprocess.Popen[str], named: str) -> list[psutil.Process]:
    """The living processes of Ray below a command whose title begins so."""
    found = list[psutil.Process]()
    for child in psutil.Process(running.pid).children(recursive=True):
        try:
            if " ".join(child.cmdline()).startswith(named):
                found.append(child)
        except psutil.Error:
            continue
    return found


def free_port() -> int:
    """One on this machine that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def object_store() -> Generator[dict[str, str]]:
    """A server that speaks S3, and the environment by which clients find it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "any",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    finally:
        server.terminate()
        server.wait()


def bucket_files(environment: dict[str, str]) -> Any:
    """The server's files as fsspec sees them."""
    import s3fs  # pyright: ignore[reportMissingImports]

    return s3fs.S3FileSystem(
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        key="any",
        secret="any",
        skip_instance_cache=True,
        use_listings_cache=False,
    )


def results_in(out: Path) -> dict[str, bytes]:
    """Every picture made, by its name below the folder."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.png")}


def wait_for(port: int) -> None:
    """Until somebody listens at it on this machine."""
    until = time.monotonic() + 90
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
