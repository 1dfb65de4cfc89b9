"""What the server tells at its start, and to whom: the owner's link goes to the terminal alone."""

import logging
from typing import Final

from streamlit import cli_util

from pages.server import proof, served
from pages.server.hoster import MIN_PASSWORD, hoster, secrets, secrets_problem

NO_OWNER: Final = (
    "This server was started without a terminal and has no owner: everyone is a guest, and nobody "
    "can start or delete anything. Set owner_password, or [auth] and owners, in "
    ".streamlit/secrets.toml."
)
logger = logging.getLogger(__name__)


def tell_who_is_owner() -> None:
    """At the start: the link at a terminal, a warning where nobody can ever be the owner."""
    problem = secrets_problem()
    if problem:
        logger.error(problem)
    if 0 < len(str(secrets().get("owner_password", ""))) < MIN_PASSWORD:
        logger.warning("owner_password has fewer than %d characters and is not used.", MIN_PASSWORD)
    if served.at_terminal():
        print_next_link()
    elif not hoster().has_owner:
        logger.warning(NO_OWNER)


def print_next_link() -> None:
    """A fresh link, since each works once; nobody but a terminal gets to read it."""
    if served.at_terminal():
        cli_util.print_to_cli("  The owner's link, good for one browser: ", nl=False, fg="blue")
        cli_util.print_to_cli(link(proof.links().new()), bold=True)
        cli_util.print_to_cli("")


def link(token: str) -> str:
    """The address that makes a browser the owner's."""
    origin = hoster().origin
    return f"{origin + served.base_path() if origin else served.address()}/owner/open?token={token}"
