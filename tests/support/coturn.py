"""Debian's coturn, run on this machine from deploy/turnserver.conf as it ships."""

import asyncio
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from aioice import stun, turn

from pages.camera.relay import coturn_credentials
from tests.browser.app import free_port
from tests.support.folders import ROOT

_TURNSERVER: Final = shutil.which("turnserver") or "/usr/bin/turnserver"
needs_coturn = pytest.mark.skipif(
    not Path(_TURNSERVER).exists(), reason="needs coturn; on Debian: apt-get install coturn"
)


@contextmanager
def running_coturn(address: str, *options: str, secret: str) -> Iterator[int]:
    """The port of a coturn that listens and relays at an address of this machine.

    Args:
        options: More of coturn's own, which a hoster would add.
    """
    port = free_port()
    here = [f"--listening-port={port}", f"--listening-ip={address}", f"--relay-ip={address}"]
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(_TURNSERVER, "-c", ROOT / "deploy" / "turnserver.conf"),
            *("--realm=test", f"--static-auth-secret={secret}"),
            *(f"--pidfile={folder}/turnserver.pid", *here, *options),
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until_s = time.monotonic() + 20
            while not _answers((address, port), secret):
                assert process.poll() is None and time.monotonic() < until_s
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def _answers(relay: tuple[str, int], secret: str) -> bool:
    asked = allocated(relay, coturn_credentials(secret, until=later()))
    try:
        with ThreadPoolExecutor(1) as own:  # Playwright's loop runs in the tests' thread
            own.submit(asyncio.run, asked).result()
    except (TimeoutError, OSError, stun.TransactionTimeout, stun.TransactionFailed):
        return False
    return True


def later() -> int:
    return int(time.time()) + 600


async def allocated(
    relay: tuple[str, int], credentials: tuple[str, str], peer: tuple[str, int] | None = None
) -> str:
    """The address that a relay gives; after asking it to pass something on to a peer."""
    name, password = credentials
    transport, _ = await turn.create_turn_endpoint(
        asyncio.DatagramProtocol,
        server_addr=relay,
        username=name,
        password=password,
        transport="udp",
    )
    client: Any = vars(transport)["_TurnTransport__inner_protocol"]  # no public name tells errors
    try:
        if peer is not None:
            await client.send_data(b"hello", peer)
        return transport.get_extra_info("sockname")[0]
    finally:
        await client.delete()
