"""Becoming the owner: the link from the terminal, or the hoster's password; and ceasing to be."""

from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pages.server import announce, proof, served
from pages.server.hoster import hoster
from pages.server.tries import Tries
from pages.server.words import page

_MAX_FORM_BYTES: Final = 4096
_LINK: Final = "Open the link in the terminal to be the owner."
_tries: Final = Tries()


def routes() -> list[Route]:
    """All of them, under the server's base path."""
    base = served.base_path()
    return [
        Route(f"{base}/owner", _show),
        Route(f"{base}/owner/open", _open),
        Route(f"{base}/owner/password", _take_password, methods=["POST"]),
        Route(f"{base}/owner/leave", _leave, methods=["POST"]),
    ]


async def _show(request: Request) -> Response:
    """How to become the owner here, or that one is."""
    if proof.is_cookie(request.cookies.get(proof.cookie_name(), "")):
        return HTMLResponse(page("You are the owner in this browser.", leave=True))
    if hoster().password:
        return HTMLResponse(page("With the password you are the owner.", password=True))
    return HTMLResponse(page(_LINK))


async def _open(request: Request) -> Response:
    """The link from the terminal: the token becomes a cookie and leaves the address."""
    if request.method != "GET" or not proof.links().take(request.query_params.get("token", "")):
        words = "This link was used already, or it is not this server's. " + _LINK
        return HTMLResponse(page(words), status_code=403)
    announce.print_next_link()
    return _as_owner()


async def _take_password(request: Request) -> Response:
    if not _is_own_page(request):
        return _refused()
    who = request.client.host if request.client else ""
    if not _tries.may_try(who):
        words = "Too many wrong passwords. Wait a minute, then try again."
        return HTMLResponse(page(words), status_code=429)
    if not proof.is_password(await _password_in(request)):
        _tries.count_wrong(who)
        words = "This is not the password."
        return HTMLResponse(page(words, password=True), status_code=403)
    return _as_owner()


async def _leave(request: Request) -> Response:
    if not _is_own_page(request):
        return _refused()
    response = RedirectResponse(served.base_path() + "/", status_code=303)
    response.delete_cookie(proof.cookie_name(), path=served.base_path() or "/")
    return response


def _as_owner() -> Response:
    response = RedirectResponse(served.base_path() + "/", status_code=303)
    response.set_cookie(
        proof.cookie_name(),
        proof.new_cookie(),
        max_age=proof.COOKIE_VALID_S,
        path=served.base_path() or "/",
        secure=served.is_secure(),
        httponly=True,
        samesite="strict",
    )
    return response


def _is_own_page(request: Request) -> bool:
    return request.headers.getlist("origin") in [[origin] for origin in served.origins()]


def _refused() -> Response:
    words = f"This works only from the app's own page, at {sorted(served.origins())[0]}."
    return HTMLResponse(page(words), status_code=403)


async def _password_in(request: Request) -> str:
    """The form's password; empty where the body is longer than any form of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_FORM_BYTES:
            return ""
    return parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
