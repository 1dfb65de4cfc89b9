"""The lock: looking at it disturbs nobody, and its text is believed only where it is a name."""

import os
import threading

import pytest

from training import lock


def test_whoever_only_looks_does_not_keep_a_trainer_out(tmp_path):
    os.close(lock.take(tmp_path, "first"))
    looking = threading.Event()

    def look() -> None:
        while not looking.is_set():
            lock.holder(tmp_path)

    watchers = [threading.Thread(target=look) for _ in range(4)]
    for watcher in watchers:
        watcher.start()
    taken = lock.take(tmp_path, "second")
    looking.set()
    for watcher in watchers:
        watcher.join()

    assert lock.holder(tmp_path) == "second"
    os.close(taken)
    assert lock.holder(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [("mine\n", "mine"), ("../up\n", None), ("\xff", None), ("", None)],
    ids=["plain", "climbs out", "no text", "empty"],
)
def test_a_hostile_name_in_the_lock_is_no_name(tmp_path, text, name):
    descriptor = lock.take(tmp_path, "mine")
    (tmp_path / ".trainer.lock").write_text(text, encoding="latin-1")

    held = lock.holder(tmp_path)

    os.close(descriptor)
    assert held == name
