"""Proof of ownership: a link that works once, and the signed cookie that it becomes."""

import hashlib
import hmac
import math
import secrets
import time
from functools import cache
from typing import Final

from streamlit.web.server.server_util import get_cookie_secret

from pages.server import served
from pages.server.hoster import hoster

COOKIE_VALID_S: Final = 7 * 24 * 3600


class Links:
    """Tokens that were given out and not used yet; touched by the server's event loop only."""

    def __init__(self) -> None:
        self._valid_until_s: dict[str, float] = {}

    def new(self, *, valid_s: float = math.inf) -> str:
        """A token that makes whoever brings it the owner, once."""
        token = secrets.token_urlsafe(32)
        self._valid_until_s[token] = time.monotonic() + valid_s
        return token

    def take(self, token: str) -> bool:
        """Whether a token was given out and is still good; from now on it no longer is."""
        known = [one for one in self._valid_until_s if _is_equal(one, token)]
        return bool(known) and self._valid_until_s.pop(known[0]) > time.monotonic()


@cache
def links() -> Links:
    """This server's links."""
    return Links()


def cookie_name() -> str:
    """Named with the port, since all programs of one machine share their cookies."""
    return f"photo_to_emoji_owner_{served.port()}"


def new_cookie() -> str:
    """The cookie's value: when it was made, a number used once, and the server's signature."""
    made = f"{int(time.time())}.{secrets.token_hex(8)}"
    return f"{made}.{_signature(made)}"


def is_cookie(value: str) -> bool:
    """Whether this server made the cookie, and not too long ago."""
    made, _, signature = value.rpartition(".")
    if not made or not _is_equal(_signature(made), signature):
        return False
    return 0 <= time.time() - int(made.split(".")[0]) < COOKIE_VALID_S


def is_password(given: str) -> bool:
    """Whether it is the password that the hoster set; never where none was set."""
    password = hoster().password
    return bool(password) and _is_equal(password, given)


def _signature(text: str) -> str:
    """Ends with the server's own secret, and with the password when that is changed."""
    key = f"owner\0{get_cookie_secret()}\0{hoster().password}\0{cookie_name()}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _is_equal(one: str, other: str) -> bool:
    """Takes equally long wherever they differ."""
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))
