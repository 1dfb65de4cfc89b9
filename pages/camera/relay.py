"""The servers that help browser and server to find each other, as the hoster set them up.

In the order of what counts: `ice_servers` of the secrets, also an empty list; a coturn of the
hoster's own, `[turn]` with its shared secret, for which credentials are made here; a provider
named by the environment. Credentials are never handed out when they are about to end.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.errors import UserError

# Names of the environment that streamlit-webrtc looks up to ask a provider for a relay.
PROVIDER_VARIABLES: Final = ("CLOUDFLARE_TURN_KEY_ID", "TWILIO_ACCOUNT_SID", "HF_TOKEN")
STUN: Final = {"urls": "stun:stun.l.google.com:19302"}
_LIFE_S: Final = 3600  # of credentials made here, at least; a stream that began goes on after it
# The same for this time: a connection would begin anew when its configuration changed.
_SAME_FOR_S: Final = 900

Servers = list[dict[str, Any]]


@dataclass(frozen=True)
class Relay:
    """ICE servers for the two ends; each an RTCIceServer as browsers take it."""

    browser: Servers
    server: Servers


def relay(
    secrets: Mapping[str, Any],
    environment: Mapping[str, str],
    *,
    local: bool,
    now: float,
    ask_provider: Callable[[], Sequence[Mapping[str, Any]]],
) -> Relay:
    """The servers to use now.

    Args:
        secrets: `ice_servers`, `server_ice_servers` (where the server's own network allows less
            than the browser's) and `turn` (`urls` and `secret`) count.
        environment: Names of PROVIDER_VARIABLES count.
        local: Whether browser and server are one machine, which needs none.
        now: Unix seconds.
        ask_provider: Asks the provider of the environment for servers with credentials.

    Raises:
        UserError: `turn` is not complete.
    """
    if "ice_servers" in secrets:
        browser = [dict(one) for one in secrets["ice_servers"]]
    elif "turn" in secrets:
        browser = [_own_coturn(secrets["turn"], now)]
    elif any(environment.get(name) for name in PROVIDER_VARIABLES):
        browser = [dict(one) for one in ask_provider()]
    else:
        browser = [] if local else [dict(STUN)]
    server = [dict(one) for one in secrets.get("server_ice_servers", browser)]
    return Relay(browser, server)


def coturn_credentials(secret: str, *, until: int, name: str = "visitor") -> tuple[str, str]:
    """Username and password that a coturn with this `static-auth-secret` takes until a time.

    Args:
        until: Unix seconds.

    Source: coturn's README.turnserver, "TURN REST API"; draft-uberti-behave-turn-rest-00.
    """
    username = f"{until}:{name}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()


def _own_coturn(turn: Mapping[str, Any], now: float) -> dict[str, Any]:
    urls, secret = turn.get("urls"), turn.get("secret")
    if not urls or not isinstance(secret, str) or not secret:
        raise UserError(
            "The secrets' [turn] needs `urls`, such as turn:turn.example.org:3478, and `secret`, "
            "the coturn's static-auth-secret. Complete it, or remove it."
        )
    until = (int(now) // _SAME_FOR_S + 1) * _SAME_FOR_S + _LIFE_S
    username, credential = coturn_credentials(secret, until=until)
    listed = [urls] if isinstance(urls, str) else list(urls)
    return {"urls": listed, "username": username, "credential": credential}
