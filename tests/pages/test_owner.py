"""Who counts as the owner: proven by a cookie and the page that sends it, never by absence."""

import time

import pytest

from pages.server import proof, served
from pages.server.hoster import Hoster, origin_of
from pages.shared import owner

HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}
ME = {"is_logged_in": True, "email": "Me@Example.com", "email_verified": True}


@pytest.fixture
def cookies() -> dict[str, str]:
    """What a browser keeps that opened the terminal's link."""
    return {proof.cookie_name(): proof.new_cookie()}


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hoster who set an address, a password and an owner."""
    decided = Hoster("https://emoji.example", "correct horse", frozenset(("me@example.com",)))
    for module in (owner, proof, served):
        monkeypatch.setattr(module, "hoster", lambda: decided)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_the_cookie_from_the_apps_own_page_proves_the_owner(cookies, name):
    headers = {"Origin": f"http://{name}:8501"}

    proven = owner.is_proven(headers, cookies)

    assert proven


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost:8501"},
        HERE | {"Origin": "null"},
        HERE | {"Origin": "http://localhost:3000"},
        HERE | {"Origin": "http://localhost"},
        HERE | {"Origin": "https://localhost:8501"},
        {"Host": "evil.example:8501", "Origin": "http://evil.example:8501"},
    ],
    ids=[
        *("nothing", "no origin", "page of no origin", "another program's page", "no port"),
        *("another scheme", "a name made to lead here"),
    ],
)
def test_the_cookie_proves_nothing_for_any_other_page(cookies, headers):
    assert not owner.is_proven(headers, cookies)


def test_without_the_cookie_nobody_is_the_owner():
    assert not owner.is_proven(HERE, {})


@pytest.mark.parametrize("spoiled", ["", ".", "1.2.3", "x.y.z", "é.é.é"])
def test_a_made_up_cookie_is_none(spoiled):
    assert not proof.is_cookie(spoiled)


def test_a_cookie_that_was_changed_is_none(cookies):
    made, number, signature = cookies[proof.cookie_name()].split(".")

    assert not proof.is_cookie(f"{int(made) + 1}.{number}.{signature}")


def test_a_cookie_ends_after_a_week(cookies, monkeypatch):
    value = cookies[proof.cookie_name()]
    later = time.time() + 7 * 24 * 3600

    monkeypatch.setattr(time, "time", lambda: later)

    assert not proof.is_cookie(value)


def test_a_changed_password_ends_all_cookies(cookies, hosted):
    assert not proof.is_cookie(cookies.popitem()[1])


def test_a_link_works_once():
    links = proof.Links()
    token = links.new()

    taken = [links.take(token), links.take(token)]

    assert taken == [True, False]


def test_the_link_that_a_browser_was_started_with_is_good_for_its_time_only():
    links = proof.Links()
    token = links.new(valid_s=0)

    assert not links.take(token)


def test_the_cookie_is_named_with_the_port_that_visitors_see(hosted):
    assert proof.cookie_name() == "photo_to_emoji_owner_443"


def test_behind_a_proxy_only_the_hosters_address_is_the_apps_own(hosted):
    cookies = {proof.cookie_name(): proof.new_cookie()}

    assert owner.is_proven({"Origin": "https://emoji.example"}, cookies)
    assert not owner.is_proven({"Origin": "http://localhost:8501"}, cookies)


@pytest.mark.parametrize(
    ("changed", "listed"),
    [
        ({}, True),
        ({"email": "other@example.com"}, False),
        ({"email_verified": False}, False),
        ({"email_verified": None}, False),
        ({"email_verified": "true"}, False),
        ({"is_logged_in": False}, False),
        ({"iat": 0}, False),
        ({"iat": None}, False),
        ({"iat": time.time() + 3600}, False),
    ],
    ids=[
        *("listed", "wrong address", "not verified", "verified left out", "words", "signed out"),
        *("long ago", "time left out", "from the future"),
    ],
)
def test_who_signs_in_is_the_owner_if_listed_checked_and_recent(hosted, changed, listed):
    user = ME | {"iat": time.time()} | changed

    assert owner.is_listed(user) is listed


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Emoji.Example/", "https://emoji.example"),
        ("https://emoji.example:443/x", "https://emoji.example"),
        ("http://[::1]:8501", "http://[::1]:8501"),
        ("emoji.example", ""),
        ("https://emoji.example:port", ""),
        ("", ""),
    ],
    ids=["name", "usual port", "IPv6", "no scheme", "no port", "nothing"],
)
def test_an_address_becomes_the_origin_that_browsers_send(address, origin):
    assert origin_of(address) == origin
