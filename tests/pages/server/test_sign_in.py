"""Sign-in with a real OpenID provider on this machine: from the button to the way out."""

import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.browser.app import Server, free_port, running_server
from tests.support.visitor import Visitor, visit, words

pytestmark = pytest.mark.slow

LISTED = "me@example.com"
GUEST = "You are a guest here"
HOUR_S = 3600


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The provider's address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_s = time.monotonic() + 60
        while not _is_up(url):
            assert process.poll() is None and time.monotonic() < until_s
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _is_up(url: str) -> bool:
    try:
        return httpx.get(_about(url), trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _about(provider: str) -> str:
    return f"{provider}/.well-known/openid-configuration"


@pytest.fixture(scope="module")
def server(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An app whose hoster listed one address."""
    port = free_port()
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    lines = (
        f'owners = ["{LISTED}"]',
        "[auth]",
        f'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"',
        'cookie_secret = "only this server knows it, and it is long enough"',
        'client_id = "photo-to-emoji"',
        'client_secret = "the provider takes any"',
        f'server_metadata_url = "{_about(provider)}"',
    )
    secrets.write_text("\n".join(lines), encoding="utf-8")
    with running_server(f"--server.port={port}", f"--secrets.files={secrets}") as running:
        yield running


def redirect_of(visitor: Visitor, button: str) -> str:
    """Where the page sends the browser once a button is pressed."""
    shown = visitor.press(button, visitor.open("train"))
    return next(one.auth_redirect.url for one in shown if one.HasField("auth_redirect"))


def signed_in(server: Server, provider: str, person: str, **claims: Any) -> httpx.Cookies:
    """The cookies of a browser whose person went through the provider's own page.

    Args:
        claims: What the provider says of the person.
    """
    httpx.put(f"{provider}/users/{person}", json=claims, trust_env=False).raise_for_status()
    with visit(server.url, origin=server.url) as visitor:
        first = httpx.URL(server.url).join(redirect_of(visitor, "Sign in"))
    with httpx.Client(follow_redirects=True, trust_env=False) as browser:
        form = browser.get(first)
        assert str(form.url).startswith(provider)
        browser.post(form.url, data={"sub": person})
        return browser.cookies


def page_of(server: Server, cookies: httpx.Cookies) -> str:
    """What a browser with these cookies is shown."""
    with visit(**as_browser(server, cookies)) as visitor:
        return words(visitor.open("train"))


def as_browser(server: Server, cookies: httpx.Cookies) -> dict[str, Any]:
    """How the app's own page connects in a browser with these cookies."""
    with httpx.Client(cookies=cookies, trust_env=False) as browser:
        browser.get(f"{server.url}/_stcore/health")
        sent = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        token = browser.cookies["_streamlit_xsrf"]
    headers = {"Cookie": sent}
    return {"url": server.url, "headers": headers, "origin": server.url, "token": token}


def test_a_listed_address_that_was_checked_makes_the_owner(server: Server, provider: str):
    cookies = signed_in(server, provider, "me", email="Me@Example.com", email_verified=True)

    assert GUEST not in page_of(server, cookies)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "other@example.com", "email_verified": True},
        {"email": LISTED, "email_verified": False},
        {"email": LISTED},
        {"email": LISTED, "email_verified": "true"},
        {"email": f"{LISTED}.evil.example", "email_verified": True},
        {"email_verified": True},
        {"email": LISTED, "email_verified": True, "iat": int(time.time()) - 13 * HOUR_S},
    ],
    ids=[
        *("another address", "not checked", "not told", "as words", "one that begins so"),
        *("no address", "signed in 13 hours ago"),
    ],
)
def test_anyone_else_who_signs_in_stays_a_guest(server: Server, provider: str, claims):
    cookies = signed_in(server, provider, "somebody", **claims)

    assert any(name.startswith("_streamlit_user") for name in cookies), "the sign-in itself worked"
    assert GUEST in page_of(server, cookies)


def test_who_signs_out_is_a_guest_again(server: Server, provider: str):
    cookies = signed_in(server, provider, "me", email=LISTED, email_verified=True)

    with visit(**as_browser(server, cookies)) as visitor:
        way_out = redirect_of(visitor, "Sign out")
    with httpx.Client(cookies=cookies, trust_env=False) as browser:
        answer = browser.get(httpx.URL(server.url).join(way_out))
        left = browser.cookies

    assert answer.status_code in (302, 303, 307)
    assert not [name for name in left if name.startswith("_streamlit_user")]
    assert GUEST in page_of(server, left)


def test_an_answer_that_the_provider_never_gave_signs_nobody_in(server: Server):
    forged = f"{server.url}/oauth2callback?code=made-up&state=made-up"

    answer = httpx.get(forged, trust_env=False)

    assert "_streamlit_user=" not in answer.headers.get("set-cookie", "")


def test_a_cookie_that_was_changed_signs_nobody_in(server: Server, provider: str):
    cookies = signed_in(server, provider, "me", email=LISTED, email_verified=True)
    name = next(name for name in cookies if name.startswith("_streamlit_user"))
    value = cookies[name]
    changed = httpx.Cookies({name: value[:20] + ("A" if value[20] != "A" else "B") + value[21:]})

    assert GUEST in page_of(server, changed)
