"""The ways to become the owner of a real server, and what each leaves behind."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.browser.app import ROOT, Server, free_port, is_well, running_server
from tests.support.visitor import visit, words

pytestmark = pytest.mark.slow

PASSWORD = "correct horse battery"
KEY = "only the monitor knows"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose hoster set a password, its address being that of the test."""
    port = free_port()
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    lines = (f'address = "http://127.0.0.1:{port}"', f'owner_password = "{PASSWORD}"')
    secrets.write_text("\n".join([*lines, f'scrape_key = "{KEY}"']), encoding="utf-8")
    with running_server(f"--server.port={port}", f"--secrets.files={secrets}") as running:
        yield running


def ask(server: Server, path: str, **fields: str) -> httpx.Response:
    """A GET, or a POST of a form's fields from the app's own page; redirects are not followed."""
    if not fields:
        return httpx.get(server.url + path, trust_env=False)
    origin = {"Origin": server.url}
    return httpx.post(server.url + path, data=fields, headers=origin, trust_env=False)


def test_the_link_becomes_a_cookie_that_no_script_and_no_other_site_gets(server: Server):
    link = server.owner_link()

    answer = httpx.get(link, trust_env=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"photo_to_emoji_owner_{server.url.rsplit(':', 1)[1]}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_used_link_is_refused_and_the_terminal_has_a_fresh_one(server: Server):
    used = server.owner_link()
    httpx.get(used, trust_env=False)

    again = httpx.get(used, trust_env=False)

    assert again.status_code == 403
    assert "used already" in again.text
    assert "set-cookie" not in again.headers
    assert server.owner_link() != used


def test_looking_at_a_link_without_opening_it_does_not_use_it(server: Server):
    link = server.owner_link()

    httpx.head(link, trust_env=False)

    assert httpx.get(link, trust_env=False).status_code == 303


def test_the_password_makes_the_owner(server: Server):
    answer = ask(server, "/owner/password", password=PASSWORD)

    cookie = answer.headers["set-cookie"].split(";")[0]
    with visit(server.url, headers={"Cookie": cookie}, origin=server.url) as visitor:
        shown = words(visitor.open("train"))
    assert "Training" in shown
    assert "You are a guest here" not in shown


def test_wrong_passwords_are_few_and_then_not_looked_at(server: Server):
    answers = [ask(server, "/owner/password", password=f"guess {n}") for n in range(5)]

    late = ask(server, "/owner/password", password=PASSWORD)

    assert {answer.status_code for answer in answers} == {403}
    assert late.status_code == 429
    assert "Wait a minute" in late.text


def test_who_types_the_address_by_hand_reads_where_the_link_is(server: Server):
    with visit(server.url, origin=server.url) as visitor:
        shown = words(visitor.open("train"))

    assert "Open the link in the terminal to be the owner." in shown


def test_signing_out_takes_the_cookie_away(server: Server):
    answer = ask(server, "/owner/leave", leave="yes")

    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize("header", ["X-Content-Type-Options", "Referrer-Policy"])
@pytest.mark.parametrize("path", ["/", "/owner", "/_stcore/health", "/nothing.js"])
def test_every_answer_has_the_headers_that_guard_it(server: Server, path, header):
    answer = ask(server, path)

    assert header in answer.headers
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_a_server_without_a_terminal_has_no_owner_and_says_so_in_its_log(tmp_path: Path):
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    log = tmp_path / "log"

    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, f"--server.port={port}", "--server.address=127.0.0.1"],
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    until_s = time.monotonic() + 60
    while not is_well(f"http://127.0.0.1:{port}") and time.monotonic() < until_s:
        time.sleep(0.05)
    process.terminate()
    process.wait(10)

    said = log.read_text(encoding="utf-8")
    assert "has no owner" in said
    assert "token" not in said


def test_anyone_may_ask_whether_the_server_is_well(server: Server):
    assert ask(server, "/health").json() == {"status": "ok"}


def test_how_it_fares_is_for_the_owner_and_for_who_has_the_key(server: Server):
    cookie = httpx.get(server.owner_link(), trust_env=False).headers["set-cookie"].split(";")[0]
    sent = [{}, {"Authorization": "Bearer x"}, {"Authorization": f"Bearer {KEY}"}]

    answers = [
        httpx.get(f"{server.url}/metrics", headers=headers, trust_env=False)
        for headers in [*sent, {"Cookie": cookie}]
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 200, 200]
    assert "photo_to_emoji_memory_bytes" in answers[2].text
    assert ask(server, "/_stcore/metrics").status_code == 403
