"""How a visitor reached the app: what the address tells of the way between the two machines."""

import os
from typing import Any, Final

import streamlit as st

from pages.server.hoster import secrets

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
# Names of the environment that streamlit-webrtc itself looks up to find a relay server.
_TURN_VARIABLES: Final = ("CLOUDFLARE_TURN_KEY_ID", "TWILIO_ACCOUNT_SID", "HF_TOKEN")


def rtc_configuration() -> dict[str, Any] | None:
    """How the browser finds the server: from secrets, else by what the address tells.

    None leaves it to streamlit-webrtc, which then asks the relay provider of the environment or
    falls back to a public STUN server. On the visitor's own machine neither is needed.
    """
    servers = secrets().get("ice_servers")
    if servers:
        return {"iceServers": [dict(server) for server in servers]}
    if any(os.environ.get(name) for name in _TURN_VARIABLES):
        return None
    local = host_name(st.context.headers.get("Host")) in LOOPBACK
    return {"iceServers": []} if local else None


def host_name(address: str | None) -> str:
    """The name in "name:port", in small letters; empty without an address."""
    name = (address or "").strip().lower()
    if name.startswith("["):  # IPv6: its colons are no port
        return name[: name.find("]") + 1]
    return name.rsplit(":", 1)[0]
