"""Where the app is served: the Origins of its own pages, and the Hosts it answers to."""

import socket
import sys
from typing import Final
from urllib.parse import urlsplit

from streamlit import config, net_util
from streamlit.web.server import server_util

from pages.server.hoster import hoster, origin_of

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
_EVERYWHERE: Final = ("0.0.0.0", "::")


def address(name: str = "") -> str:
    """Where a browser finds the app: on this machine, or under another of its names."""
    return server_util.get_url(name or _own_names()[0])


def origins() -> frozenset[str]:
    """The Origin headers that the app's own pages have, port included.

    Cookies know no ports, so a page of another program on this machine carries the owner's
    cookie too; its Origin is what tells it apart.
    """
    told = hoster().origin
    if told:
        return frozenset((told,))
    return frozenset(origin_of(address(name)) for name in (*_own_names(), *LOOPBACK))


def is_secure() -> bool:
    """Whether visitors come by TLS, here or at the proxy before it."""
    return all(origin.startswith("https:") for origin in origins())


def port() -> int:
    """The port that visitors see in the address."""
    parts = urlsplit(hoster().origin or address())
    return parts.port or {"http": 80, "https": 443}[parts.scheme]


def base_path() -> str:
    """What stands before every path: empty, or "/name"."""
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def at_terminal() -> bool:
    """Whether someone started this server by hand and reads what it prints."""
    return sys.stdout.isatty()


def settle() -> None:
    """Tell Streamlit which Hosts and Origins are this app's, once its port is final.

    At a terminal a foreign Host is a trick: a page of the net whose name was made to lead to this
    machine (DNS rebinding). A hosted app without an address set answers to whatever name its
    host gave it.
    """
    told = hoster().origin
    names = [name.strip("[]") for name in (*_own_names(), *LOOPBACK)]
    if told:
        config.set_option("server.corsAllowedOrigins", [told])
        names.append(urlsplit(told).hostname or "")
    elif at_terminal():
        names += [socket.gethostname(), net_util.get_internal_ip() or ""]
    else:
        return
    if not config.is_manually_set("server.allowedHosts"):
        config.set_option("server.allowedHosts", sorted(filter(None, set(names))))


def _own_names() -> tuple[str, ...]:
    for option in ("browser.serverAddress", "server.address"):
        name = config.get_option(option) if config.is_manually_set(option) else None
        if name and name not in _EVERYWHERE:
            return (str(name),)
    return ("localhost",)
