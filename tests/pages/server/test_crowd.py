"""A few of those that `python -m tests.bench strangers` sends: none errs, no flood hurts others."""

from collections.abc import Iterator

import pytest

from tests.bench.crowd import crowd, flood, homes
from tests.browser.app import Server, running_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


def test_all_of_a_crowd_get_their_picture(server: Server):
    waited = crowd(server.url, 10)

    assert waited.problems == []
    assert len(waited.seconds) == 10


def test_one_who_floods_does_not_slow_the_others(server: Server):
    alone = sorted(homes(server.url))

    with flood(server.url):
        beside = sorted(homes(server.url))

    assert beside[5] < max(1, 8 * alone[5]), "of a machine that is busy with other tests"
