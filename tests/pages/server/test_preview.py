"""A shared link shows what the app is, to readers that run no script."""

import asyncio
import gzip
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from pages.server.preview import Preview

PAGE = "<html><head><title>x</title></head><body></body></html>"


def answer(path: str, *, packed: bool = False) -> tuple[dict[str, str], bytes]:
    """What an app behind the middleware answers: headers and body."""
    sent: list[dict[str, Any]] = []

    async def page(_request):
        content = gzip.compress(PAGE.encode()) if packed else PAGE
        return HTMLResponse(content, headers={"Content-Encoding": "gzip"} if packed else None)

    async def data(_request):
        return JSONResponse({"head": "</head>"})

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    app = Preview(Starlette(routes=[Route("/", page), Route("/data", data)]))
    scope = {
        **{"type": "http", "method": "GET", "path": path, "scheme": "https", "query_string": b""},
        **{"headers": [(b"host", b"emoji.example")], "http_version": "1.1", "root_path": ""},
    }
    asyncio.run(app(scope, receive, send))
    start, *bodies = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return headers, b"".join(one.get("body", b"") for one in bodies)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_the_page_tells_title_words_and_a_picture_by_its_whole_address(packed):
    headers, body = answer("/", packed=packed)

    page = (gzip.decompress(body) if packed else body).decode()
    assert int(headers["content-length"]) == len(body)
    assert '<meta property="og:title" content="Photo to Emoji">' in page
    assert '<meta property="og:image" content="https://emoji.example/assets/' in page
    assert page.index("og:image") < page.index("</head>")


def test_other_answers_stay_as_they_are():
    _, body = answer("/data")

    assert body == b'{"head":"</head>"}'
