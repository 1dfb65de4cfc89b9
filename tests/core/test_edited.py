"""What a person decided about a face counts in what is drawn, and covers stay opaque."""

from pathlib import Path

import numpy as np
import pytest

from core.analysis import Reading, analyse
from core.classifier import Classifier, Prediction
from core.edited import edited_faces, marks, named, read_at
from core.edits import History, Place
from core.emojis import EmojiSet, load_emoji_set
from core.face import Box, Face
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.labels import EMOTIONS, NOT_SURE
from core.overlay import draw_marks
from core.score_table import score_csv
from tests.support.sample import sample_photo

ROOT = Path(__file__).parents[2]
LARGE, SMALL = Box(100, 100, 220, 250), Box(300, 60, 350, 120)


def reading(box: Box, label: str, *, share: float = 0.82, score: float = 0.9) -> Reading:
    probabilities = np.full(7, (1 - share) / 6, np.float32)
    probabilities[EMOTIONS.index(label)] = share
    return Reading(Face(box, score, None), Prediction(EMOTIONS, probabilities))


@pytest.fixture
def noto() -> EmojiSet:
    return load_emoji_set(ROOT / "emojis" / "noto")


def drawn(history: History, *, min_confidence: float = 0.0, mark_unsure: bool = True):
    """The marks of a sure large face, an unsure small one, and what may be a third."""
    readings = [
        reading(LARGE, "happy"),
        reading(SMALL, "sad", share=0.27),
        reading(Box(20, 20, 60, 70), "fear", score=0.4),
    ]
    faces = edited_faces(named(readings), history)
    return marks(faces, min_confidence=min_confidence, mark_unsure=mark_unsure)


def test_without_edits_found_faces_are_drawn_and_offered_ones_are_not():
    shown = drawn(History())

    assert [(mark.box, mark.emoji) for mark in shown] == [(LARGE, "happy"), (SMALL, "sad")]


@pytest.mark.parametrize(
    ("mark_unsure", "emojis"),
    [(True, ["happy", NOT_SURE]), (False, ["happy"])],
    ids=["a mark", "nothing"],
)
def test_under_the_certainty_asked_for_no_emoji_is_proud(mark_unsure, emojis):
    shown = drawn(History(), min_confidence=0.5, mark_unsure=mark_unsure)

    assert [mark.emoji for mark in shown] == emojis


def test_an_emoji_chosen_by_hand_counts_however_unsure_the_network_is():
    shown = drawn(History().changed("f1", emoji="party"), min_confidence=0.9, mark_unsure=False)

    assert [(mark.emoji, mark.words) for mark in shown] == [("party", "party")]


def test_a_corrected_face_gets_its_expressions_emoji_and_no_share():
    shown = drawn(History().changed("f0", label="surprise"))

    assert (shown[0].emoji, shown[0].words) == ("surprise", "surprise")


@pytest.mark.parametrize("change", ["hidden", "dismissed"])
def test_a_hidden_face_and_what_is_none_get_nothing(change):
    shown = drawn(History().changed("f0", **{change: True}))

    assert [mark.emoji for mark in shown] == ["sad"]


def test_an_offered_face_is_drawn_once_somebody_says_it_is_one():
    shown = drawn(History().changed("m2", confirmed=True))

    assert [mark.emoji for mark in shown] == ["happy", "sad", "fear"]


def test_a_moved_face_is_drawn_where_it_was_moved_to():
    shown = drawn(History().changed("f0", place=Place(90, 80, 40, 60, 15)))

    moved = next(mark for mark in shown if mark.emoji == "happy")
    assert (moved.box, moved.roll_deg) == (Box(70, 50, 110, 110), 15)


@pytest.mark.parametrize("roll_deg", [0, 33], ids=["upright", "turned"])
def test_no_pixel_under_a_cover_depends_on_the_picture(noto, roll_deg):
    history = History().changed("f0", place=Place(160, 175, 120, 150, roll_deg), emoji="ghost")
    shown = drawn(history, min_confidence=0.5)
    first, second = np.random.default_rng(1).integers(0, 256, (2, 320, 420, 3)).astype(np.uint8)

    one, other = (draw_marks(image, shown, noto, style="cover") for image in (first, second))

    rows, columns = np.indices((320, 420)) + 0.5
    for box in (LARGE, SMALL):
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        face = ((columns - x) / box.width * 2) ** 2 + ((rows - y) / box.height * 2) ** 2 <= 1
        assert np.array_equal(one[face], other[face])


@pytest.fixture(scope="module")
def eyes() -> tuple[FaceDetector, Classifier]:
    detector = FaceDetector("yunet", ROOT / "models", search_px=STILL_SEARCH_PX)
    return detector, Classifier.load(ROOT / "models" / "compact-long")


def test_a_box_drawn_around_a_face_is_read_as_the_face_found_there(eyes):
    photo = sample_photo()
    (found,) = analyse(photo, *eyes)
    box = found.face.box
    place = Place((box.x0 + box.x1) / 2 + 8, (box.y0 + box.y1) / 2 - 6, 120, 130)

    read = read_at(photo, place, *eyes)

    assert read.prediction.label == found.prediction.label == "happy"
    assert read.prediction.confidence == pytest.approx(found.prediction.confidence, abs=0.1)


@pytest.mark.parametrize(
    "place",
    [Place(400, 400, 60, 70, 30), Place(-30, -30, 50, 50), Place(900, 20, 80, 80)],
    ids=["no face in it", "over a corner", "outside"],
)
def test_a_box_without_a_face_is_read_all_the_same(eyes, place):
    read = read_at(sample_photo(), place, *eyes)

    assert read.prediction.probabilities.sum() == pytest.approx(1, abs=1e-3)


def test_the_csv_has_a_line_for_each_face_and_no_formula():
    faces = edited_faces(named([reading(LARGE, "happy")]), History().changed("f0", label="sad"))

    lines = score_csv([("=cmd|' /C calc'!A0.jpg", faces), ("none.jpg", [])]).splitlines()

    assert len(lines) == 2
    assert lines[1].startswith("'=cmd|' /C calc'!A0.jpg,1,happy,0.8200,sad,sad,160.0,175.0,120.0")
