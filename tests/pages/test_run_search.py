"""Runs are found by words and by tags."""

import pytest

from pages.run.search import fits, tags_of
from tests.support.histories import epoch, make, started
from training.runs.notes import set_note, set_title
from training.runs.store import read_run


@pytest.fixture
def run(tmp_path):
    folder = make(tmp_path, "mine", started(1), epoch(2, 1))
    set_title(folder, "With mixup #Strong")
    set_note(folder, "Twice the rate. #night-run")
    return read_run(tmp_path, "mine")


@pytest.mark.parametrize("words", ["", "MIX", "rate mixup", "tutorial adam", "mine failed"])
def test_all_words_have_to_occur_somewhere(run, words):
    assert fits(run, words, ())


def test_a_word_that_is_not_there_and_a_tag_that_it_lacks_do_not_fit(run):
    assert not fits(run, "mixup sunshine", ())
    assert not fits(run, "", ("#strong", "#other"))


def test_words_with_a_hash_are_tags(run):
    assert tags_of(run) == {"#strong", "#night-run"}
    assert fits(run, "", ("#strong",))
