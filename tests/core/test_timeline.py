"""A timeline keeps scores twice a second, and nothing else."""

import csv
import io

import pytest

from core.labels import EMOTIONS
from core.timeline import MOST_MOMENTS, Timeline, told_faces

HAPPY = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]


def test_it_keeps_two_moments_a_second_of_each_face():
    timeline = Timeline()

    for number in range(31):  # three seconds at ten frames a second
        timeline.add(100 + number / 10, {0: HAPPY, 4: HAPPY})

    assert [moment.t for moment in timeline.moments if moment.face == 1] == pytest.approx(
        [100, 100.5, 101, 101.5, 102, 102.5, 103]
    )


@pytest.mark.parametrize(
    "scores", [[0.5] * 6, [2.0] * 7, [float("nan")] * 7], ids=["six", "over one", "no number"]
)
def test_what_is_no_score_is_left_out(scores):
    timeline = Timeline()

    timeline.add(1.0, {0: scores, 1: HAPPY})

    assert [moment.scores for moment in timeline.moments] == [tuple(HAPPY)]


def test_who_comes_back_as_another_track_keeps_the_number():
    timeline = Timeline()
    for t, tracks in ((1.0, [5]), (2.0, [5, 6]), (3.0, [6, 9]), (4.0, [9])):
        timeline.add(t, dict.fromkeys(tracks, HAPPY))

    assert [(moment.t, moment.face) for moment in timeline.moments] == [
        *((1.0, 0), (2.0, 0), (2.0, 1)),
        *((3.0, 1), (3.0, 0), (4.0, 0)),
    ]


def test_the_oldest_go_when_an_hour_is_full():
    timeline = Timeline()

    for number in range(MOST_MOMENTS + 5):
        timeline.add(number, {0: HAPPY})

    assert len(timeline.moments) == MOST_MOMENTS
    assert timeline.moments[0].t == 5


def test_the_csv_counts_seconds_from_the_first_moment():
    timeline = Timeline()
    timeline.add(1000.0, {0: HAPPY})
    timeline.add(1002.5, {0: HAPPY})

    head, *lines = csv.reader(io.StringIO(timeline.csv()))

    assert head == ["seconds", "face", *EMOTIONS]
    assert [line[:2] for line in lines] == [["0.0", "1"], ["2.5", "1"]]
    assert lines[0][2 + EMOTIONS.index("happy")] == "1.0000"


@pytest.mark.parametrize(
    "told",
    [None, "x", {"t": "now", "faces": []}, {"t": float("inf"), "faces": []}, {"t": 1.0}],
    ids=["nothing", "words", "no time", "no end", "no faces"],
)
def test_what_a_browser_should_not_tell_is_nothing(told):
    assert told_faces(told) is None


def test_a_face_told_wrongly_does_not_take_the_others_along():
    told = {"t": 2, "faces": [{"face": 3, "scores": HAPPY}, {"face": "x"}, 7]}

    assert told_faces(told) == (2.0, {3: HAPPY})
