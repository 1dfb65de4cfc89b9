"""Which servers help the two ends to find each other, and for how long credentials last."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.errors import UserError
from pages.camera.relay import STUN, Relay, coturn_credentials, relay

COTURN = {"urls": ["turn:turn.example.org:3478"], "secret": "north"}
NOW = 1_800_000_000.0


def chosen(
    secrets: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    local: bool = False,
    now: float = NOW,
) -> Relay:
    return relay(
        secrets or {},
        environment or {},
        local=local,
        now=now,
        ask_provider=lambda: [{"urls": "turn:provider.example", "credential": "fresh"}],
    )


def test_on_the_machine_itself_no_server_is_needed():
    assert chosen(local=True) == Relay([], [])


def test_elsewhere_a_public_server_tells_the_address():
    assert chosen() == Relay([STUN], [STUN])


@pytest.mark.parametrize("servers", [[], [{"urls": "turn:a.example", "credential": "x"}]])
def test_the_hosters_own_list_counts_first_and_may_be_empty(servers):
    found = chosen({"ice_servers": servers, "turn": COTURN}, {"HF_TOKEN": "x"})

    assert found == Relay(servers, servers)


def test_a_provider_of_the_environment_is_asked():
    found = chosen(environment={"CLOUDFLARE_TURN_KEY_ID": "x"}, local=True)

    assert found.browser == [{"urls": "turn:provider.example", "credential": "fresh"}]


def test_the_server_may_take_another_way():
    by_tcp = [{"urls": "turns:turn.example.org:443?transport=tcp"}]

    found = chosen({"ice_servers": [], "server_ice_servers": by_tcp})

    assert found == Relay([], by_tcp)


def test_credentials_are_what_coturn_computes_of_its_secret():
    # printf '1800003600:visitor' | openssl dgst -sha1 -hmac north -binary | base64
    found = coturn_credentials("north", until=1_800_003_600)

    assert found == ("1800003600:visitor", "kl5Ryps1OoV4tu9wY5NSx+oyJ74=")


@pytest.mark.parametrize("second", [0, 1, 899, 900, 901, 5000])
def test_own_credentials_last_an_hour_from_any_moment_on(second):
    (server,) = chosen({"turn": COTURN}, now=NOW + second).browser

    until = int(server["username"].split(":")[0])
    assert 3600 <= until - (NOW + second) <= 3600 + 900
    assert server["urls"] == ["turn:turn.example.org:3478"]


def test_own_credentials_stay_the_same_for_a_while():
    first, second = (chosen({"turn": COTURN}, now=NOW + wait) for wait in (0, 600))

    assert first == second


@pytest.mark.parametrize(
    "turn", [{}, {"urls": "turn:a"}, {"secret": "x"}, {"urls": [], "secret": "x"}]
)
def test_an_incomplete_coturn_is_said(turn):
    with pytest.raises(UserError, match="needs `urls`"):
        chosen({"turn": turn})
