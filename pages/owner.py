"""Who may change anything here: whoever sits at the machine itself, or signed in as an owner.

Every action asks again when it is done; a hidden button alone would protect nothing.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from pages import shared
from pages.connection import LOOPBACK, host_name

GUEST: Final = (
    "You are a guest here: look at every run and chart. Starting, stopping, deleting and choosing "
    "the model are for the owner, on the machine itself or signed in."
)
# A proxy writes at least one of these, and then the loopback address is its own.
_FORWARDED: Final = (
    *("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"),
    *("x-real-ip", "true-client-ip", "cf-connecting-ip"),
)


def is_owner() -> bool:
    """Whether this visitor may start, stop, delete, promote and correct."""
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    return is_local(st.context.ip_address, headers) or _signed_in_as_owner()


def require_owner() -> None:
    """Let the owner pass.

    Raises:
        PermissionError: The visitor is a guest.
    """
    if not is_owner():
        raise PermissionError(GUEST)


def is_local(address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a visit comes from this machine itself, by no proxy.

    Args:
        address: Where the connection comes from; Streamlit gives None for this machine's own.
        headers: Of the connection, their names in small letters.
    """
    if not _is_loopback(address) or any(name in headers for name in _FORWARDED):
        return False
    origin = headers.get("origin")
    asked = [headers.get("host"), *([urlsplit(origin).netloc] if origin is not None else [])]
    return all(host_name(name) in LOOPBACK for name in asked)


def _is_loopback(address: str | None) -> bool:
    """A server that listens on all addresses sees this machine's 127.0.0.1 as ::ffff:127.0.0.1."""
    if address is None:
        return True
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return (getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback


def _signed_in_as_owner() -> bool:
    user = st.user.to_dict()
    if user.get("is_logged_in") is not True or user.get("email_verified") is False:
        return False
    owners = shared.secrets().get("owners", [])
    return str(user.get("email", "")).lower() in {str(one).lower() for one in owners}


def show_guest_note() -> None:
    """The sentence that says why the buttons are off, with the way in where there is one."""
    words, way_in = st.columns([5, 1], vertical_alignment="center")
    words.info(GUEST, icon=":material/visibility:")
    signed_in = st.user.to_dict().get("is_logged_in") is True
    if "auth" in shared.secrets() and not signed_in:
        way_in.button("Sign in", icon=":material/login:", on_click=st.login, width="stretch")
    elif signed_in:
        way_in.button("Sign out", icon=":material/logout:", on_click=st.logout, width="stretch")
