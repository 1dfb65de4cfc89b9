"""The list of files that a browser may ask for."""

import asyncio
import gzip
from typing import Any

import pytest

from pages.shared import assets
from pages.shared.plot import library_address


def ask(path: str, *, accepts: str = "gzip") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the route's answer, as a server would ask it."""
    (route,) = assets.routes()
    _prefix, key, name = path.split("/")
    sent: list[dict[str, Any]] = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b""}

    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/{path}",
        "path_params": {"key": key, "name": name},
        "headers": [(b"accept-encoding", accepts.encode())],
        "query_string": b"",
    }

    async def asked() -> None:
        await route.app(scope, receive, send)

    asyncio.run(asked())
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"]


def test_a_listed_file_is_served_packed_for_ever_under_its_checksum():
    address = assets.publish("model.tflite", b"weights" * 99)

    status, headers, body = ask(address)

    assert status == 200 and gzip.decompress(body) == b"weights" * 99
    assert headers["content-encoding"] == "gzip"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_client_without_gzip_gets_the_file_as_it_is():
    address = assets.publish("model.tflite", b"weights" * 99)

    _status, headers, body = ask(address, accepts="identity")

    assert body == b"weights" * 99
    assert "content-encoding" not in headers


def test_another_content_has_another_address():
    first = assets.publish("model.tflite", b"one")

    assert assets.publish("model.tflite", b"two") != first
    assert assets.publish("model.tflite", b"one") == first


def test_modules_that_ask_for_each_other_share_an_address():
    base = assets.publish_all({"a.js": b"import './b.js'", "b.js": b""})

    assert [ask(base + name)[0] for name in ("a.js", "b.js", "c.js")] == [200, 200, 404]


@pytest.mark.parametrize("name", ["mistakes.npz", "config.json", "notes", "serving.json"])
def test_a_kind_of_file_that_no_browser_needs_cannot_be_listed(name):
    with pytest.raises(ValueError, match="ends with one of"):
        assets.publish(name, b"")


def test_a_visitors_own_file_has_an_address_nobody_can_guess_and_ends_with_the_visit():
    one = assets.publish_private("own.webp", b"picture")

    status, headers, body = ask(one.address)
    assets.withdraw(one)

    assert (status, body) == (200, b"picture")
    assert headers["cache-control"] == "private, no-store"
    assert len(one.address.split("/")[1]) >= 43, "256 bits"
    assert ask(one.address)[0] == 404


def test_plotly_is_handed_out_packed_and_kept_for_ever():
    status, headers, body = ask(library_address())

    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert len(body) < 1_600_000
    assert b"plotly.js v" in gzip.decompress(body)[:200]
