"""Who counts as sitting at the machine itself."""

import pytest

from pages.owner import is_local

HERE = {"host": "localhost:8501", "origin": "http://localhost:8501"}


@pytest.mark.parametrize(
    "headers",
    [HERE, {"host": "127.0.0.1:8501"}, {"host": "[::1]:8501", "origin": "http://[::1]:8501"}],
    ids=["localhost", "no origin", "IPv6"],
)
def test_a_visit_from_the_machine_itself_is_the_owners(headers):
    assert is_local(None, headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "emoji.example"},
        {"host": "localhost.evil.example"},
        HERE | {"origin": "https://emoji.example"},
        HERE | {"origin": "null"},
        HERE | {"x-forwarded-for": "203.0.113.9"},
        HERE | {"forwarded": "for=203.0.113.9"},
        HERE | {"via": "1.1 proxy"},
        HERE | {"x-real-ip": ""},
    ],
    ids=[
        *("nothing", "name of a public host", "name that begins alike", "foreign page"),
        *("page of no origin", "forwarded for", "forwarded", "via", "empty forwarding header"),
    ],
)
def test_anything_that_came_through_others_is_a_guests(headers):
    assert not is_local(None, headers)


@pytest.mark.parametrize("address", ["::ffff:127.0.0.1", "127.0.0.1", "::1"])
def test_the_machines_own_address_is_the_owners_in_every_spelling(address):
    assert is_local(address, HERE)
    assert not is_local(address, HERE | {"x-forwarded-for": "203.0.113.9"})


@pytest.mark.parametrize(
    "address", ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "", "127.0.0.1.example"]
)
def test_another_machine_is_a_guests_whatever_it_says(address):
    assert not is_local(address, HERE)
