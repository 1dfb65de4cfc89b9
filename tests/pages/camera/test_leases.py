"""Live places on the server: as many as it can bear, kept by frames alone."""

import threading

import pytest

from pages.camera.leases import LEASE_S, Leases


def test_whoever_comes_above_the_limit_is_refused():
    leases = Leases(2)

    kept = [leases.keep(who, 1.0) for who in ("a", "b", "c")]

    assert kept == [True, True, False]
    assert leases.free(1.0) == 0


def test_whoever_has_a_place_keeps_it():
    leases = Leases(1)
    leases.keep("a", 1.0)

    assert [leases.keep("a", 1.0 + n) for n in range(20)] == [True] * 20
    assert not leases.keep("b", 21.0)


@pytest.mark.parametrize(("after_s", "kept"), [(LEASE_S - 0.1, False), (LEASE_S + 0.1, True)])
def test_a_place_without_frames_is_free_again(after_s, kept):
    leases = Leases(1)
    leases.keep("a", 1.0)

    assert leases.keep("b", 1.0 + after_s) == kept


def test_a_place_that_is_given_back_is_free_at_once():
    leases = Leases(1)
    leases.keep("a", 1.0)
    leases.release("a")
    leases.release("nobody")

    assert leases.keep("b", 1.0)


def test_no_place_at_all_is_a_choice_and_fewer_is_none():
    assert not Leases(0).keep("a", 1.0)
    with pytest.raises(ValueError, match="no -1 live places"):
        Leases(-1)


def test_of_many_who_press_start_at_once_no_more_than_the_limit_get_in():
    leases, kept, begin = Leases(3), [], threading.Barrier(20)

    def start(who: int) -> None:
        begin.wait()
        kept.append(leases.keep(who, 1.0))

    threads = [threading.Thread(target=start, args=(who,)) for who in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(kept) == 3
