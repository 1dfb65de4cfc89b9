"""Cover means covered: whoever was seen is hidden until it is known where they are."""

import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.covering import Covering, Plan
from core.face import Box, Face
from core.labels import EMOTIONS

SIZE = (640, 480)
EVERYWHERE = [Box(0, 0, 640, 480)]


def seen(number: int, x: float, y: float, *, side: float = 100, score: float = 0.9) -> Reading:
    """A face of this number whose middle lies at (x, y)."""
    box = Box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)
    prediction = Prediction(EMOTIONS, np.full(7, 1 / 7, np.float32))
    return Reading(Face(box, score, None), prediction, track=number)


class Stream:
    """Plans a stream of 30 frames a second; nothing moves unless told."""

    def __init__(self) -> None:
        self.covering = Covering()
        self.t = 100.0

    def frame(
        self,
        *faces: Reading,
        size: tuple[int, int] = SIZE,
        moves: list[Box] | None = None,
        dt: float = 1 / 30,
    ) -> Plan:
        self.t += dt
        return self.covering.plan(faces, self.t, size=size, searched=True, moves=moves or [])

    def frames(self, count: int, *faces: Reading, moves: list[Box] | None = None) -> list[Plan]:
        return [self.frame(*faces, moves=moves) for _ in range(count)]


@pytest.fixture
def stream() -> Stream:
    return Stream()


def hides(plan: Plan, x: float, y: float) -> bool:
    """Whether a cover lies over this place."""
    boxes = [reading.face.box for reading in plan.readings]
    return plan.everything or any(b.x0 <= x <= b.x1 and b.y0 <= y <= b.y1 for b in boxes)


def test_the_first_frame_is_hidden_and_the_second_shown_if_both_searches_agree(stream):
    face = seen(1, 320, 240)

    first, second = stream.frames(2, face)

    assert (first.everything, second.everything) == (True, False)


def test_frames_are_hidden_as_long_as_searches_at_the_start_disagree(stream):
    stream.frame()

    plans = [stream.frame(seen(1, 320, 240)), stream.frame(), stream.frame()]

    assert [plan.everything for plan in plans] == [True, True, False]


def test_a_newcomer_later_on_hides_nothing_but_itself(stream):
    stream.frames(5, seen(1, 200, 240))

    plan = stream.frame(seen(1, 200, 240), seen(2, 450, 240))

    assert not plan.everything
    assert len(plan.readings) == 2


def test_a_lost_faces_cover_grows_and_then_everything_is_hidden(stream):
    stream.frames(5, seen(1, 320, 240))

    plans = stream.frames(6, moves=EVERYWHERE)

    widths = [plan.readings[0].face.box.width for plan in plans[:3]]
    assert 100 < widths[0] < widths[1] < widths[2]
    assert [plan.everything for plan in plans] == [False] * 3 + [True] * 3


@pytest.mark.parametrize("frames_per_s", [5, 10, 30])
def test_a_lost_face_that_runs_seven_sizes_a_second_is_never_bare(stream, frames_per_s):
    for _ in range(5):
        stream.frame(seen(1, 320, 240), dt=1 / frames_per_s)

    for number in range(1, 10):
        plan = stream.frame(dt=1 / frames_per_s, moves=EVERYWHERE)
        assert hides(plan, 320 + 700 * number / frames_per_s, 240)


def test_everything_stays_hidden_until_the_face_is_found(stream):
    stream.frames(5, seen(1, 320, 240))
    stream.frames(120, moves=EVERYWHERE)

    plan = stream.frame(seen(7, 100, 100), moves=EVERYWHERE)

    assert not plan.everything
    assert [reading.track for reading in plan.readings] == [7]


def test_a_second_look_of_a_seen_face_is_not_the_lost_one(stream):
    stream.frames(5, seen(1, 150, 240), seen(2, 450, 240))
    stream.frames(10, seen(1, 150, 240), moves=EVERYWHERE)

    plan = stream.frame(seen(1, 150, 240), seen(3, 160, 240), moves=EVERYWHERE)

    assert plan.everything


def test_of_two_lost_faces_one_found_leaves_everything_hidden(stream):
    stream.frames(5, seen(1, 200, 240), seen(2, 450, 240))
    stream.frames(30, moves=EVERYWHERE)

    plan = stream.frame(seen(3, 210, 240), moves=EVERYWHERE)

    assert plan.everything


def test_a_lost_face_is_gone_once_nothing_moves_any_more(stream):
    stream.frames(5, seen(1, 320, 240))
    stream.frames(30, moves=EVERYWHERE)

    plans = stream.frames(40)

    assert [plans[20].everything, plans[-1].everything] == [True, False]
    assert plans[-1].readings == ()


def test_a_face_searched_for_in_vain_for_ten_seconds_is_gone(stream):
    stream.frames(5, seen(1, 320, 240))

    plans = stream.frames(310, moves=EVERYWHERE)

    assert [plans[290].everything, plans[-1].everything] == [True, False]


@pytest.mark.parametrize(
    ("x", "y"), [(45, 240), (600, 240), (320, 30), (320, 445)], ids=["left", "right", "top", "foot"]
)
def test_a_face_that_leaves_over_the_edge_hides_only_that_edge(stream, x, y):
    stream.frames(5, seen(1, x, y))

    plans = stream.frames(60)

    assert not any(plan.everything for plan in plans)
    assert hides(plans[10], x, y)
    assert plans[-1].readings == ()


def test_a_face_on_its_way_out_hides_nothing_but_that_edge(stream):
    for number in range(10):
        stream.frame(seen(1, 420 + 15 * number, 240))

    plans = stream.frames(20)

    assert not any(plan.everything for plan in plans)


def test_movement_where_a_face_left_keeps_that_place_hidden(stream):
    stream.frames(5, seen(1, 30, 240))

    still = stream.frames(60, moves=[Box(500, 0, 640, 480)])
    stream.frames(5, seen(2, 30, 240))
    moving = stream.frames(60, moves=[Box(0, 200, 60, 280)])

    assert (hides(still[-1], 30, 240), hides(moving[-1], 30, 240)) == (False, True)


def test_a_face_behind_another_is_hidden_as_it_goes_on(stream):
    for number in range(30):  # one walks behind the other, 4 px a frame
        stream.frame(seen(1, 320, 240, side=120), seen(2, 160 + 4 * number, 240))

    plans = stream.frames(30, seen(1, 320, 240, side=120), moves=EVERYWHERE)

    assert not any(plan.everything for plan in plans)
    assert all(hides(plan, 280 + 4 * number, 240) for number, plan in enumerate(plans))


def test_a_face_that_stays_behind_another_hides_everything_in_the_end(stream):
    stream.frames(30, seen(1, 320, 240, side=120), seen(2, 290, 240))

    plans = stream.frames(60, seen(1, 320, 240, side=120), moves=EVERYWHERE)

    assert [plans[30].everything, plans[-1].everything] == [False, True]


def test_what_was_found_once_with_a_low_score_hides_nothing_when_it_is_gone(stream):
    stream.frames(5)
    stream.frame(seen(1, 320, 240, score=0.62))

    plans = stream.frames(20, moves=EVERYWHERE)

    assert not any(plan.everything for plan in plans)
    assert hides(plans[5], 320, 240) and not plans[-1].readings


def test_a_box_that_shrinks_at_once_leaves_the_cover_large_for_a_while(stream):
    stream.frames(30, seen(1, 320, 240, side=150))

    soon = stream.frame(seen(1, 320, 240, side=100))
    late = stream.frames(300, seen(1, 320, 240, side=100))[-1]

    assert soon.readings[0].face.box.width == pytest.approx(150, abs=2)
    assert late.readings[0].face.box.width == pytest.approx(100, abs=1)


def test_a_face_keeps_its_place_when_the_frames_size_changes(stream):
    stream.frames(5, seen(1, 320, 240))

    first = stream.frame(size=(320, 240), moves=EVERYWHERE)

    assert first.everything
    assert first.readings[0].face.box.x0 == pytest.approx(135 - 8 / 30 * 50)


def test_a_frame_after_a_lost_face_must_be_searched(stream):
    stream.frames(5, seen(1, 320, 240))
    assert not stream.covering.in_doubt

    stream.frame()

    assert stream.covering.in_doubt
