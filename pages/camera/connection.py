"""How a visitor reached the app: what the address tells of the way between the two machines."""

import os
import time
from typing import Final

import streamlit as st
from streamlit_webrtc.credentials import get_available_ice_servers

from pages.camera.relay import Relay, relay
from pages.server.hoster import secrets

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


def servers() -> Relay:
    """The ICE servers for both ends of this visit: as the hoster set them up, else by the address.

    Raises:
        UserError: The hoster's relay is not described completely.
    """
    return relay(
        secrets(),
        os.environ,
        local=is_local(),
        now=time.time(),
        ask_provider=get_available_ice_servers,
    )


def is_local() -> bool:
    """Whether the address names the visitor's own machine: a hint, never a right."""
    return host_name(st.context.headers.get("Host")) in LOOPBACK


def is_secure() -> bool:
    """Whether a browser gives a camera to this address, as far as the address tells."""
    url = st.context.url
    return is_local() or url is None or url.startswith("https://")


def host_name(address: str | None) -> str:
    """The name in "name:port", in small letters; empty without an address."""
    name = (address or "").strip().lower()
    if name.startswith("["):  # IPv6: its colons are no port
        return name[: name.find("]") + 1]
    return name.rsplit(":", 1)[0]
