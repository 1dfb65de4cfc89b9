"""Whether the server is well, for all to ask; and how it fares, for the owner and a monitor."""

import hmac

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.server import proof, served
from pages.server.counts import counts
from pages.server.hoster import hoster
from pages.shared import folders
from training.runs.serving import serving_name


def routes() -> list[Route]:
    """Both, under the server's base path."""
    base = served.base_path()
    return [Route(f"{base}/health", _health), Route(f"{base}/metrics", _metrics)]


async def _health(_request: Request) -> Response:
    """Well is a server that can read a face."""
    if serving_name(folders.MODELS) is None:
        return JSONResponse({"status": "no model"}, status_code=503)
    return JSONResponse({"status": "ok"})


async def _metrics(request: Request) -> Response:
    if not (_is_monitor(request) or _is_owner(request)):
        words = "Metrics are for the owner, and for who sends the scrape key as a bearer token.\n"
        return PlainTextResponse(words, status_code=403)
    return PlainTextResponse(counts().text(), media_type="text/plain; version=0.0.4")


def _is_monitor(request: Request) -> bool:
    key = hoster().scrape_key
    sent = request.headers.get("authorization", "")
    return bool(key) and hmac.compare_digest(sent.encode(), f"Bearer {key}".encode())


def _is_owner(request: Request) -> bool:
    """Reading changes nothing, and no other page is let read the answer: the cookie is enough."""
    return proof.is_cookie(request.cookies.get(proof.cookie_name(), ""))
