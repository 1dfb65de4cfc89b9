"""What the person who hosts the app decided, read from Streamlit's secrets in this one place.

In `.streamlit/secrets.toml`:

    address = "https://emoji.example"  # where visitors find the app, if not on this machine
    owner_password = "…"               # at least 12 characters; the way in for an owner from afar
    owners = ["me@example.com"]        # who else is the owner, once signed in by [auth]
    scrape_key = "…"                   # lets a monitor read /metrics
    embedded_in = ["https://other.example"]  # sites that may show the app in a frame
    forgets = true                     # the host empties the disk whenever it starts the app anew
    live = "browser"                   # where Live runs at first: "browser", "server" or "still"
    live_places = 2                    # live views on the server at once; else one for each core
    ice_servers = [{ urls = "…" }]     # a relay, or [] for none; server_ice_servers: for the server
    [turn]                             # or a coturn of your own: `urls`, and `secret`

The last ones are read where Live begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

MIN_PASSWORD: Final = 12  # characters: too many to try at the rate that is let in


@dataclass(frozen=True)
class Hoster:
    """The hoster's decisions; empty where none was made."""

    origin: str = ""  # "https://emoji.example", in small letters, without the scheme's own port
    password: str = ""
    owners: frozenset[str] = frozenset()  # addresses in small letters
    scrape_key: str = ""
    embedded_in: tuple[str, ...] = ()
    can_sign_in: bool = False
    forgets: bool = False

    @property
    def has_owner(self) -> bool:
        """Whether someone can become the owner without a link from the terminal."""
        return bool(self.password) or (self.can_sign_in and bool(self.owners))


def secrets() -> Mapping[str, Any]:
    """The secrets file as it stands; empty without one, and where it cannot be read."""
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError:
        return {}


def secrets_problem() -> str:
    """Why a secrets file that is there is not used, as a sentence; empty if nothing is wrong."""
    try:
        st.secrets.to_dict()
    except StreamlitSecretNotFoundError as error:
        if isinstance(error.__cause__, ValueError):  # else there is no such file
            return f"The secrets are not used, since they cannot be read: {error.__cause__}."
    return ""


@cache  # asked at every request
def hoster() -> Hoster:
    """The decisions as they stood when the server first asked."""
    known = secrets()
    sign_in = known.get("auth", {})
    password = str(known.get("owner_password", ""))
    return Hoster(
        origin=origin_of(str(known.get("address") or sign_in.get("redirect_uri", ""))),
        password=password if len(password) >= MIN_PASSWORD else "",
        owners=frozenset(str(one).lower() for one in known.get("owners", [])),
        scrape_key=str(known.get("scrape_key", "")),
        embedded_in=tuple(str(one) for one in known.get("embedded_in", [])),
        can_sign_in=bool(sign_in),
        forgets=known.get("forgets") is True,
    )


def origin_of(address: str) -> str:
    """The Origin that a browser sends from a page at an address; empty if it is none."""
    try:
        parts = urlsplit(address.strip().lower())
        usual = {"http": 80, "https": 443}[parts.scheme]
        port = "" if parts.port in (None, usual) else f":{parts.port}"
    except (ValueError, KeyError):
        return ""
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{name}{port}" if name else ""
