"""Fragments become people without gaps: before, between and after, and never across a cut."""

import numpy as np
import pytest

from core.face import Box
from core.videos.both_ways import HOLDS_S, people
from core.videos.look import Found, Fragment, Sighting

RATE = 10  # frames a second
SIZE = (640, 480)
HAPPY = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
SAD = (0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def box_at(x: float, y: float = 240.0, side: float = 100.0) -> Box:
    return Box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)


def fragment(
    places: dict[int, float],
    *,
    scene: int = 0,
    sure: bool = True,
    scores: tuple[float, ...] = HAPPY,
    roll_deg: float = 0.0,
) -> Fragment:
    """A face at these columns, by the frame's number."""
    seen = {number: Sighting(box_at(x), roll_deg, scores) for number, x in places.items()}
    return Fragment(scene, min(seen), min(seen), max(seen), seen, times=len(seen), sure=sure)


def found(*fragments: Fragment, frames: int = 60, cut_at: int | None = None) -> Found:
    scenes = np.array([int(cut_at is not None and n >= cut_at) for n in range(frames)])
    times = np.arange(frames) / RATE
    return Found(times, scenes, SIZE, list(fragments), [[] for _ in range(frames)])


def middle(person, frame: int) -> float:
    at = person.place(frame)
    assert at is not None
    return float(person.boxes[at, 0] + person.boxes[at, 2]) / 2


def test_a_gap_is_filled_by_the_straight_way_between_its_ends():
    before, after = fragment({10: 200.0, 11: 200.0}), fragment({21: 300.0, 22: 300.0})

    (person,) = people(found(before, after)).people

    assert [middle(person, frame) for frame in (11, 16, 21)] == pytest.approx([200, 250, 300])
    assert person.frames_seen == 4


def test_the_cover_grows_toward_the_middle_of_a_gap_and_is_whole_all_the_way():
    before, after = fragment({10: 200.0, 11: 200.0}), fragment({21: 300.0, 22: 300.0})

    (person,) = people(found(before, after)).people

    width = {n: np.ptp(person.covers[person.place(n)][[0, 2]]) for n in (11, 13, 16, 19, 21)}
    assert width[11] < width[13] < width[16] > width[19] > width[21]
    boxes, covers = person.boxes, person.covers
    assert (covers[:, :2] <= boxes[:, :2] + 0.01).all()
    assert (covers[:, 2:] >= boxes[:, 2:] - 0.01).all()


def test_a_face_is_covered_before_it_was_first_found_and_after_it_was_last():
    (person,) = people(found(fragment({n: 300.0 for n in range(30, 35)}))).people

    first = person.first
    last = first + len(person.boxes) - 1
    assert (first, last) == (30 - HOLDS_S * RATE, 34 + HOLDS_S * RATE)
    assert not person.seen[: 30 - first].any() and not person.seen[35 - first :].any()


def test_who_walks_in_is_covered_from_the_edge_of_the_picture_on():
    walking = fragment({n: 60.0 + 10 * (n - 30) for n in range(30, 45)})

    (person,) = people(found(walking)).people

    assert middle(person, 25) == pytest.approx(10, abs=2)
    assert person.place(20) is not None, "until the whole box is out of the picture"
    assert person.place(10) is None


def test_a_face_is_followed_out_of_the_picture_up_to_the_end():
    walking = fragment({n: 590.0 + 2 * (n - 30) for n in range(30, 41)})

    (person,) = people(found(walking)).people

    assert person.place(59) is not None
    assert middle(person, 59) == pytest.approx(648, abs=2)


def test_a_cut_ends_and_begins_everything():
    before, after = fragment({10: 200.0, 11: 200.0}), fragment({14: 200.0, 15: 200.0}, scene=1)

    persons = people(found(before, after, cut_at=13)).people

    assert len(persons) == 2
    assert [one.place(12) is None for one in persons].count(True) == 1
    assert [one.place(13) is None for one in persons].count(True) == 1


def test_two_faces_far_from_each_other_are_two_people():
    left, right = fragment({10: 100.0, 11: 100.0}), fragment({13: 560.0, 14: 560.0})

    assert len(people(found(left, right)).people) == 2


def test_what_was_hardly_a_face_is_covered_where_it_was_seen_only():
    (person,) = people(found(fragment({20: 300.0}, sure=False))).people

    assert (person.first, len(person.boxes)) == (20, 1)


def test_a_turned_face_takes_the_short_way_round():
    before = fragment({10: 200.0}, roll_deg=170.0)
    after = fragment({14: 200.0}, roll_deg=-170.0)

    (person,) = people(found(before, after)).people

    at = person.place(12)
    assert at is not None
    assert float(person.rolls_deg[at]) % 360 == pytest.approx(180)


def test_expressions_change_evenly_in_a_gap():
    before, after = fragment({10: 200.0}), fragment({14: 200.0}, scores=SAD)

    (person,) = people(found(before, after)).people

    at = person.place(12)
    assert at is not None
    assert person.scores[at] == pytest.approx(np.add(HAPPY, SAD) / 2)


def test_who_is_in_view_longest_comes_first():
    short, long = fragment({10: 100.0, 11: 100.0}), fragment({n: 500.0 for n in range(10, 40)})

    persons = people(found(short, long)).people

    assert [one.frames_seen for one in persons] == [30, 2]


def test_an_area_nobody_explains_is_hidden_and_a_moment_of_one_is_not():
    area, all_frames = Box(0, 0, 120, 480), range(60)
    long = found(frames=60)
    for number in range(20, 30):
        long.strangers[number].append(area)
    short = found(frames=60)
    short.strangers[20].append(area)

    hidden, kept = people(long).strangers, people(short).strangers

    assert [number for number in all_frames if hidden.get(number)] == list(range(17, 33))
    assert kept == {}


def test_an_area_in_which_somebody_is_covered_anyway_stays_as_it_is():
    seen = found(fragment({n: 60.0 for n in range(20, 30)}))
    for number in range(20, 30):
        seen.strangers[number].append(Box(0, 0, 160, 480))

    assert people(seen).strangers == {}
