"""deploy/turnserver.conf, run as it is by Debian's coturn, with the app's own credentials."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from aioice import stun, turn

from pages.camera.relay import coturn_credentials
from tests.browser.app import free_port
from tests.support.folders import ROOT

TURNSERVER: Final = shutil.which("turnserver") or "/usr/bin/turnserver"
SECRET: Final = "only coturn and the app know it"
pytestmark = pytest.mark.skipif(
    not Path(TURNSERVER).exists(), reason="needs coturn; on Debian: apt-get install coturn"
)


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """A running coturn on this machine's own address."""
    port = free_port()
    here = [f"--listening-port={port}", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"]
    pid = tmp_path_factory.mktemp("coturn") / "turnserver.pid"
    command = [
        *(TURNSERVER, "-c", ROOT / "deploy" / "turnserver.conf"),
        *("--realm=test", f"--static-auth-secret={SECRET}", f"--pidfile={pid}", *here),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_s = time.monotonic() + 20
        while not _answers(port):
            assert process.poll() is None and time.monotonic() < until_s
            time.sleep(0.1)
        yield "127.0.0.1", port
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        asyncio.run(allocated(("127.0.0.1", port), coturn_credentials(SECRET, until=later())))
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


def test_the_apps_credentials_open_the_relay(relay):
    address = asyncio.run(allocated(relay, coturn_credentials(SECRET, until=later())))

    assert address == "127.0.0.1"


@pytest.mark.parametrize(
    "credentials",
    [
        ("visitor", "guess"),
        coturn_credentials("another secret", until=int(time.time()) + 600),
        coturn_credentials(SECRET, until=int(time.time()) - 60),
    ],
    ids=["made up", "of another secret", "ended"],
)
def test_any_other_credentials_do_not(relay, credentials):
    with pytest.raises(stun.TransactionFailed):
        asyncio.run(allocated(relay, credentials))


@pytest.mark.parametrize(
    "peer", ["127.0.0.1", "10.0.0.5", "172.17.0.2", "192.168.1.1", "169.254.169.254"]
)
def test_the_relay_is_no_door_into_the_network_behind_it(relay, peer):
    credentials = coturn_credentials(SECRET, until=later())

    with pytest.raises(stun.TransactionFailed, match="403"):
        asyncio.run(allocated(relay, credentials, (peer, 80)))
