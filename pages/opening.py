"""Opening the app in the browser of whoever starts it, which Streamlit leaves to an `st.App`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import streamlit as st
from streamlit import cli_util, config
from streamlit.web.server import server_util

_ASK_AGAIN_S: Final = 0.05


@asynccontextmanager
async def opened_in_browser(_app: st.App) -> AsyncIterator[None]:
    """The server's life: once it answers, a browser shows it, if someone sits at a terminal."""
    opening = asyncio.create_task(_open()) if _someone_sits_here() else None
    yield
    if opening is not None:
        opening.cancel()


def address() -> str:
    """Where a person at this machine finds the app; the port is final once the server is up."""
    name = "localhost"
    if config.is_manually_set("browser.serverAddress"):
        name = config.get_option("browser.serverAddress")
    elif config.is_manually_set("server.address"):
        name = server_util.get_display_address(config.get_option("server.address"))
    return server_util.get_url(name)


def _someone_sits_here() -> bool:
    return sys.stdout.isatty() and not config.get_option("server.headless")


async def _open() -> None:
    await _until_it_listens(config.get_option("server.port"))
    cli_util.open_browser(address())


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
