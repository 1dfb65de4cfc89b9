"""Who may change anything here: whoever opened the terminal's link, or signed in as an owner.

Every action asks again when it is done; a hidden button alone would protect nothing.
"""

import time
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from pages.server import proof, served
from pages.server.hoster import hoster

GUEST: Final = (
    "You are a guest here: look at every run and chart. Starting, stopping, deleting and choosing "
    "the model are for the owner."
)
_NOT_LISTED: Final = (
    "The address that you signed in with is no owner's here, was not checked by its provider, or "
    "the sign-in is more than 12 hours old: sign out, and in again."
)
_SIGNED_IN_VALID_S: Final = 12 * 3600


def is_owner() -> bool:
    """Whether this visitor may start, stop, delete, promote and correct."""
    return is_proven(st.context.headers, st.context.cookies) or (
        _is_own_page(st.context.headers) and is_listed(st.user.to_dict())
    )


def require_owner() -> None:
    """Let the owner pass.

    Raises:
        PermissionError: The visitor is a guest.
    """
    if not is_owner():
        raise PermissionError(guest_words())


def is_proven(headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
    """Whether a connection brings the owner's cookie, from a page of this very server.

    Nothing that is missing proves anything: no header's absence, no address of the other side.
    """
    return _is_own_page(headers) and proof.is_cookie(cookies.get(proof.cookie_name(), ""))


def is_listed(user: Mapping[str, Any]) -> bool:
    """Whether a person who signed in is on the hoster's list, by an address that was checked."""
    if user.get("is_logged_in") is not True or user.get("email_verified") is not True:
        return False
    made = user.get("iat")
    if not isinstance(made, int | float) or not 0 <= time.time() - made < _SIGNED_IN_VALID_S:
        return False
    return str(user.get("email", "")).lower() in hoster().owners


def guest_words() -> str:
    """What a guest may do, and the way to become the owner."""
    return f"{GUEST} {way_in()}"


def way_in() -> str:
    """How a guest becomes the owner, as a sentence."""
    if served.at_terminal():
        return "Open the link in the terminal to be the owner."
    if hoster().has_owner:
        return "Sign in to be the owner."
    return "This server has no owner: whoever runs it has set none."


def show_guest_note() -> None:
    """The sentence that says why the buttons are off, with the way in where there is one."""
    words, button = st.columns([5, 1], vertical_alignment="center")
    known, user = hoster(), st.user.to_dict()
    signed_in = user.get("is_logged_in") is True
    said = f"{GUEST} {_NOT_LISTED}" if signed_in else guest_words()
    words.info(said, icon=":material/visibility:")
    if signed_in:
        button.button("Sign out", icon=":material/logout:", on_click=st.logout, width="stretch")
    elif known.can_sign_in:
        button.button("Sign in", icon=":material/login:", on_click=st.login, width="stretch")
    if known.password:
        button.link_button("Password", f"{served.base_path()}/owner", width="stretch")


def show_way_out() -> None:
    """To the owner who signed in: as whom, and the button that ends it."""
    user = st.user.to_dict()
    if is_listed(user):
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="right"
        ):
            st.caption(f"You are the owner, signed in as {user['email']}.", width="content")
            st.button("Sign out", icon=":material/logout:", on_click=st.logout)


def show_forgetting() -> None:
    """To the owner of a host that empties its disk: that what is made here must be taken home."""
    if hoster().forgets and is_owner():
        st.info(
            "The host of this app empties its disk whenever it starts the app anew: runs, sets and "
            "fixes go with it. Download what you want to keep.",
            icon=":material/cloud_off:",
        )


def _is_own_page(headers: Mapping[str, str]) -> bool:
    """Whether the connection was opened by a page of this server, port included."""
    return headers.get("Origin") in served.origins()
