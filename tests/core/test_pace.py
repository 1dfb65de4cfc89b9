"""Under load a live stream works on fewer and smaller frames, and on more again afterwards."""

import pytest

from core.pace import STEPS, Backlog, Pace, Step


def steps_at(pace: Pace, *, delay_s: float, seconds: float, begin: float = 100.0) -> list[Step]:
    """The steps in which frames were done, 20 a second, each with this delay."""
    seen = []
    for number in range(round(20 * seconds)):
        pace.done(begin + number / 20, delay_s=delay_s)
        seen.append(pace.step)
    return seen


def test_a_stream_begins_with_every_frame_in_full_size():
    assert Pace().step == Step(30, 1.0)


def test_late_frames_step_down_one_level_a_second_to_the_last():
    seen = steps_at(Pace(), delay_s=0.5, seconds=6)

    assert seen[19:101:20] != [STEPS[0]] * 5
    assert sorted(set(seen), key=STEPS.index) == list(STEPS)
    assert seen.index(STEPS[2]) - seen.index(STEPS[1]) >= 20


def test_frames_in_time_step_up_again_after_five_seconds():
    pace = Pace()
    steps_at(pace, delay_s=0.5, seconds=2.2)
    down = pace.step

    seen = steps_at(pace, delay_s=0.05, seconds=11, begin=102.2)

    assert STEPS.index(down) - STEPS.index(seen[-1]) == 2
    assert seen[80] == down, "not within four seconds"


@pytest.mark.parametrize("delay_s", [0.1, 0.2])
def test_between_the_bounds_nothing_changes(delay_s):
    pace = Pace()
    steps_at(pace, delay_s=0.5, seconds=1.2)
    before = pace.step

    assert set(steps_at(pace, delay_s=delay_s, seconds=20, begin=103)) == {before}


def test_one_late_frame_is_no_load():
    pace = Pace()
    steps_at(pace, delay_s=0.05, seconds=1)

    pace.done(101.1, delay_s=3)

    assert pace.step == STEPS[0]


@pytest.mark.parametrize(("level", "taken"), [(0, 30), (1, 20), (2, 15), (3, 12), (4, 6)])
def test_of_thirty_frames_a_second_as_many_are_taken_as_the_step_says(level, taken):
    pace = Pace()
    pace._level = level

    due = sum(pace.due(100 + number / 30) for number in range(90))

    assert due == pytest.approx(3 * taken, abs=1)


def test_a_backlog_is_what_a_frame_waited_more_than_the_quickest_one():
    backlog = Backlog()

    waits = [backlog.waited_s(1000 + t, t) for t in (1.0, 2.0)]
    late = backlog.waited_s(1003.4, 3.0)
    quicker = backlog.waited_s(1003.9, 4.0)

    assert (waits, late, quicker) == ([0, 0], pytest.approx(0.4), 0)
