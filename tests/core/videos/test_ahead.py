"""Items made ahead of their use: all of them, in order, with the error that ended them."""

import itertools
import threading

import pytest

from core.errors import UserError
from core.videos.ahead import ahead


def test_every_item_comes_in_its_order():
    assert list(ahead(iter(range(50)))) == list(range(50))


def test_an_error_comes_after_the_items_before_it():
    def items():
        yield 1
        raise UserError("no more")

    coming = ahead(items())

    assert next(coming) == 1
    with pytest.raises(UserError, match="no more"):
        next(coming)


def test_whoever_stops_early_leaves_no_thread_behind():
    before = threading.active_count()
    endless = ahead(itertools.count())
    assert next(endless) == 0

    endless.close()

    assert threading.active_count() == before
