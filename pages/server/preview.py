"""What a messenger or a network shows of a shared link: title, words and a picture.

Streamlit's page tells none of it, and whoever makes such previews runs no script.

Source: the Open Graph protocol, ogp.me.
"""

import gzip
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.drawn.samples import PREVIEW_NAME
from pages.server import served
from pages.server.hoster import hoster
from pages.shared import assets

TITLE: Final = "Photo to Emoji"
WORDS: Final = (
    "A face goes in, the matching emoji comes out on top of it: live, in photos and in videos. "
    "Live can run wholly in your own browser: then no frame leaves your device."
)
_FOLDER: Final = Path(__file__).resolve().parents[1] / "sample"
_HEAD_ENDS: Final = b"</head>"


class Preview:
    """ASGI middleware that adds a preview to the head of the app's page; holds nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _with_preview(send, _origin(scope)))


def head(origin: str) -> str:
    """The tags, for an app that is served at this origin."""
    picture = f"{origin}{served.base_path()}/{_picture()}"
    told = {
        "og:type": "website",
        "og:title": TITLE,
        "og:description": WORDS,
        "og:image": picture,
        "og:image:alt": "Drawn people whose faces are covered by the emoji that fits",
        "twitter:card": "summary_large_image",
    }
    tags = [f'<meta property="{name}" content="{escape(text)}">' for name, text in told.items()]
    return "".join([f'<meta name="description" content="{escape(WORDS)}">', *tags])


@cache
def _picture() -> str:
    return assets.publish(PREVIEW_NAME, (_FOLDER / PREVIEW_NAME).read_bytes())


def _origin(scope: Scope) -> str:
    host = Headers(scope=scope).get("host", "")  # the gate has let it through
    return hoster().origin or f"{scope['scheme']}://{host}"


def _with_preview(send: Send, origin: str) -> Send:
    """Sends as before, but a whole page of HTML with the tags in its head."""
    start: Message | None = None
    body = b""

    async def sent(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start" and _is_page(message):
            start = message
        elif start is not None and message["type"] == "http.response.body":
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(scope=start)
            packed = headers.get("content-encoding") == "gzip"
            page = gzip.decompress(body) if packed else body
            page = page.replace(_HEAD_ENDS, head(origin).encode() + _HEAD_ENDS, 1)
            body = gzip.compress(page, mtime=0) if packed else page
            headers["Content-Length"] = str(len(body))
            await send(start)
            await send({"type": "http.response.body", "body": body})
            start = None
        else:
            await send(message)

    return sent


def _is_page(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    kind, packed = (headers.get(name, "") for name in ("content-type", "content-encoding"))
    return message["status"] == 200 and kind.startswith("text/html") and packed in ("", "gzip")
