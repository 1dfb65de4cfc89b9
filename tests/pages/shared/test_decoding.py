"""A visitor's picture is decoded in its turn, and a file that was not taken never is."""

import threading

import pytest

from core.photos import PhotoError
from pages.server import limits
from pages.server.counts import counts
from pages.shared.decoding import decoded
from tests.support.sample import SAMPLE


def test_a_third_picture_waits_until_one_of_two_is_done():
    got = threading.Event()

    def third() -> None:
        with decoded(SAMPLE.read_bytes()):
            got.set()

    waiting = threading.Thread(target=third)
    with limits.big_work():
        with decoded(SAMPLE.read_bytes()):
            waiting.start()
            early = got.wait(0.3)
            most = counts().now("big_works")
        late = got.wait(10)
    waiting.join()

    assert not early
    assert most == 2
    assert late


def test_a_bad_picture_frees_its_place():
    for _ in range(3):
        with pytest.raises(PhotoError), decoded(b"only words"):
            pass

    assert counts().now("big_works") == 0


def test_the_mark_of_a_file_that_was_not_taken_is_told_in_its_words():
    mark = b"\0too many files of one visitor"

    with pytest.raises(PhotoError, match="not taken"), decoded(mark):
        pass
