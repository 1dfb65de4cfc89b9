"""The server's life: it says who the owner is, and opens the app in that person's browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import streamlit as st
from streamlit import cli_util, config

from core.videos import private
from pages.server import announce, proof, served

_ASK_AGAIN_S: Final = 0.05
# Others on this machine can read in the list of processes what a browser was asked to open.
_OPENING_VALID_S: Final = 60


@asynccontextmanager
async def open_to_visitors(_app: st.App) -> AsyncIterator[None]:
    """From here on the port is final; Streamlit itself opens no browser for an `st.App`."""
    served.settle()
    private.remove_left()
    announce.tell_who_is_owner()
    wanted = served.at_terminal() and not config.get_option("server.headless")
    opening = asyncio.create_task(_open()) if wanted else None
    yield
    if opening is not None:
        opening.cancel()
    private.remove_all()


async def _open() -> None:
    await _until_it_listens(config.get_option("server.port"))
    token = proof.links().new(valid_s=_OPENING_VALID_S)
    cli_util.open_browser(announce.link(token))


async def _until_it_listens(port: int) -> None:
    """A browser that comes before the server listens would show an error that stays."""
    while True:
        with suppress(OSError):
            _reader, writer = await asyncio.open_connection(_own_name(), port)
            writer.close()
            return
        await asyncio.sleep(_ASK_AGAIN_S)


def _own_name() -> str:
    """The name by which this process reaches itself."""
    listens = config.get_option("server.address")
    return listens if listens and listens not in ("0.0.0.0", "::") else "localhost"
