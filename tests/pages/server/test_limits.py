"""Room for all, and big works two at a time."""

import threading
import time

import pytest

from core.errors import UserError
from pages.server import limits
from pages.server.counts import Counts, counts


def test_no_more_than_two_big_works_run_at_once():
    most = []

    def work() -> None:
        with limits.big_work():
            most.append(counts().now("big_works"))
            time.sleep(0.02)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(most) == 8, "all had their turn"
    assert max(most) == 2


def test_a_visitor_whose_wait_is_cut_short_takes_no_place(monkeypatch):
    class Gone(BaseException):
        """How Streamlit ends a script whose visitor has gone on."""

    def spinner(_words: str):
        raise Gone

    monkeypatch.setattr("streamlit.spinner", spinner)
    monkeypatch.setattr(limits, "get_script_run_ctx", lambda **_: "a page's")
    with limits.big_work(), limits.big_work(), pytest.raises(Gone), limits.big_work():
        pass

    with limits.big_work(), limits.big_work():
        free = counts().now("big_works")

    assert free == 2


def test_when_the_app_is_full_a_visitor_reads_so(monkeypatch):
    monkeypatch.setattr(limits, "MAX_VISITORS", 1)

    with counts().one_more("connections"):
        limits.require_room()
        with counts().one_more("connections"), pytest.raises(UserError, match="in a minute"):
            limits.require_room()


def test_counts_are_told_as_prometheus_reads_them():
    known = Counts()

    with known.one_more("connections"), known.timed("page"):
        pass

    text = known.text()
    assert "photo_to_emoji_connections 0\n" in text
    assert 'photo_to_emoji_page_seconds_bucket{le="0.1"} 1\n' in text
    assert "photo_to_emoji_page_seconds_count 1\n" in text
