"""deploy/turnserver.conf, run as it is by Debian's coturn, with the app's own credentials."""

import asyncio
import time
from collections.abc import Iterator
from typing import Final

import pytest
from aioice import stun

from pages.camera.relay import coturn_credentials
from tests.support.coturn import allocated, later, needs_coturn, running_coturn

SECRET: Final = "only coturn and the app know it"
pytestmark = needs_coturn


@pytest.fixture(scope="module")
def relay() -> Iterator[tuple[str, int]]:
    """A running coturn on this machine's own address."""
    with running_coturn("127.0.0.1", secret=SECRET) as port:
        yield "127.0.0.1", port


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
