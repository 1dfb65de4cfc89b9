"""What stands before every request: foreign Hosts and Origins out, unneeded messages dropped.

Source: the OWASP cheat sheets on HTTP headers and on cross-site request forgery.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from pages.server import served
from pages.server.counts import counts
from pages.server.hoster import hoster
from pages.server.limits import MAX_CONNECTIONS

# What a page needs of all that a browser may tell Streamlit.
ALLOWED: Final = frozenset(
    (
        *("rerun_script", "stop_script", "app_heartbeat", "file_urls_request"),
        "backend_operation_request",  # the next rows of a long table
    )
)
# Dropped for everyone: `clear_cache` empties every visitor's caches and ends their live views,
# `load_git_info` starts a process, the others are for those who write code.
REFUSED: Final = frozenset(
    (
        *("clear_cache", "load_git_info", "set_run_on_save"),
        *("debug_disconnect_websocket", "debug_shutdown_runtime"),
    )
)
# Open to everyone, and not ours to switch off.
_STREAMLITS_METRICS: Final = ("/_stcore/metrics", "/st-metrics")
_CHANGING: Final = ("POST", "PUT", "PATCH", "DELETE")
_MESSAGES_PER_S: Final = 50  # a slider that is dragged sends about ten
_BURST: Final = 200

_POLICY: Final = "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
}


class Gate:
    """ASGI middleware; holds nothing between requests."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            reason = _why_refused(scope, _changes_something(scope))
            if reason:
                await PlainTextResponse(reason, status_code=403)(scope, receive, send)
            else:
                with counts().timed("request"):
                    await self.app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            with counts().one_more("connections") as now:
                if _why_refused(scope, False) or now > MAX_CONNECTIONS:
                    await send({"type": "websocket.close", "code": 1008})
                else:
                    await self.app(scope, _needed_messages(receive), send)
        else:
            await self.app(scope, receive, send)


def _why_refused(scope: Scope, needs_origin: bool) -> str:
    """A sentence for a request that no page of ours makes; empty for all others."""
    headers = Headers(scope=scope)
    host = headers.get("host")
    if scope["path"].endswith(_STREAMLITS_METRICS):
        return "Metrics are at /metrics."
    if not is_host_allowed(host):
        return (
            "This app is not known under this name. Whoever runs it can make it known: "
            "`address` in .streamlit/secrets.toml."
        )
    told = headers.getlist("origin")
    if not told and not needs_origin:
        return ""
    if len(told) == 1 and (told[0] in served.origins() or _names_host(told[0], host)):
        return ""
    return "This request does not come from a page of this app."


def _names_host(origin: str, host: str | None) -> bool:
    """Whether a page's Origin is the server that it asks; ports included."""
    try:
        return bool(host) and urlsplit(origin).netloc == host
    except ValueError:
        return False


def _changes_something(scope: Scope) -> bool:
    return scope["method"] in _CHANGING


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            frames = " ".join(("'self'", *hoster().embedded_in))
            policy = _POLICY.replace("frame-ancestors 'self'", f"frame-ancestors {frames}")
            headers.setdefault("Content-Security-Policy", policy)
        await send(message)

    return sent


@dataclass
class _Allowance:
    """How many messages one connection may send right now; used by its own task only."""

    left: float = _BURST
    counted_at_s: float = field(default_factory=time.monotonic)

    def wait_s(self) -> float:
        """Take one message; how long it has to wait until it may go on."""
        now = time.monotonic()
        self.left = min(_BURST, self.left + (now - self.counted_at_s) * _MESSAGES_PER_S) - 1
        self.counted_at_s = now
        return max(0.0, -self.left / _MESSAGES_PER_S)


def _needed_messages(receive: Receive) -> Receive:
    """The browser's messages without those that no page needs, and no more than one can send.

    Who floods is made to wait: the connection's own buffers fill, and nobody else notices.
    """
    allowance = _Allowance()

    async def received() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            await asyncio.sleep(allowance.wait_s())
            if _is_needed(message.get("bytes")):
                return message

    return received


def _is_needed(data: bytes | None) -> bool:
    """False for a message to drop; what is none at all is left to Streamlit, which hangs up."""
    try:
        return data is None or BackMsg.FromString(data).WhichOneof("type") in ALLOWED
    except DecodeError:
        return True
