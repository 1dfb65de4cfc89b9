"""People of a clip: what is said of each over time, written down and read again; and scenes."""

import cv2
import numpy as np
import pytest

from core.face import Box
from core.labels import EMOTIONS, NOT_SURE
from core.videos.people import People, Person, load_people, said, save_people
from core.videos.scenes import camera_moves, is_cut
from tests.support.clips import Clip, Pose, frames, still, walk

TIMES = np.arange(40) / 10


def person(labels: list[str | None], share: float = 1.0) -> Person:
    """Somebody who looks so in each frame; None where only time tells where they are."""
    count = len(labels)
    scores = np.full((count, 7), (1 - share) / 6, np.float32)
    for at, label in enumerate(labels):
        scores[at, EMOTIONS.index(label or "neutral")] = share
    boxes = np.tile(np.array((100, 100, 200, 200), np.float32), (count, 1))
    seen = np.array([label is not None for label in labels])
    return Person(0, boxes, boxes - 5, np.zeros(count, np.float32), scores, seen, b"")


def small(pose: Pose, *, t: float = 0.0, x_per_s: float = 0.0) -> np.ndarray:
    """The small grey copy of a frame with a face in a room."""
    clip = Clip("room", (walk(pose, x_per_s=x_per_s) if x_per_s else still(pose),), seconds=2)
    image = [frame.image for frame in frames(clip) if frame.t <= t + 1e-6][-1]
    return cv2.cvtColor(cv2.resize(image, (160, 120)), cv2.COLOR_BGR2GRAY)


def test_before_it_was_seen_a_face_looks_as_it_then_did_and_afterwards_as_it_last_did():
    words = said(person([None, None, *["happy"] * 5, None, None]), TIMES, 0.35)

    assert words == ["happy"] * 9


def test_what_is_said_changes_soon_after_the_face_does():
    words = said(person([*["happy"] * 10, *["sad"] * 15]), TIMES, 0.35)

    assert words[9] == "happy" and words[16] == "sad"
    assert words == sorted(words), "it changes once"


def test_of_an_unclear_face_is_said_that_one_is_not_sure():
    assert said(person(["happy"] * 3, share=0.3), TIMES, 0.35) == [NOT_SURE] * 3


def test_people_are_read_as_they_were_written(tmp_path):
    whole = People(TIMES, (640, 480), (person(["sad"] * 4),), {7: [Box(0, 0, 9, 9)]})

    save_people(whole, tmp_path / "people.npz")
    again = load_people(tmp_path / "people.npz")

    assert again.size == (640, 480) and again.strangers == {7: [Box(0, 0, 9, 9)]}
    assert again.frame_at(0.52) == 5
    for name in ("boxes", "covers", "rolls_deg", "scores", "seen"):
        old, new = (getattr(one.people[0], name) for one in (whole, again))
        assert np.array_equal(old, new) and old.dtype == new.dtype


def test_another_room_is_a_cut_and_another_light_is_none():
    room = small(Pose(320, 240, 160))
    other = np.ascontiguousarray(255 - room[:, ::-1])
    dark = (room * 0.15).astype(np.uint8)

    assert is_cut(room, other)
    assert not is_cut(room, room)
    assert not is_cut(room, dark)
    assert is_cut(np.zeros_like(room), room)


@pytest.mark.slow
@pytest.mark.parametrize(
    "move",
    [
        np.array([[1, 0, 3], [0, 1, 0]], np.float32),
        cv2.getRotationMatrix2D((80, 60), 2, 1).astype(np.float32),
        cv2.getRotationMatrix2D((80, 60), 0, 1.04).astype(np.float32),
    ],
    ids=["panned", "turned", "zoomed"],
)
def test_a_camera_that_moves_is_told_from_somebody_who_walks(move):
    before = small(Pose(200, 240, 220), x_per_s=120)
    walked = small(Pose(200, 240, 220), t=0.3, x_per_s=120)
    moved = cv2.warpAffine(before, move, (160, 120), borderMode=cv2.BORDER_REFLECT)

    assert camera_moves(before, np.asarray(moved, np.uint8))
    assert not camera_moves(before, walked)
