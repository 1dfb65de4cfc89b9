"""FER+'s votes find their faces, and become what a network is to answer."""

import numpy as np
import pytest

from core.dataset.face_set import FaceSet
from core.dataset.votes import VOTE_COLUMNS, read_votes, shares
from core.labels import EMOTIONS
from training.epoch import prepare_lesson
from training.runs.config import RunConfig
from training.targets import class_weights, targets

TITLE = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
ANGRY, HAPPY = EMOTIONS.index("angry"), EMOTIONS.index("happy")


def faces_named(*names: str) -> FaceSet:
    """Blank faces, all labelled angry."""
    count = len(names)
    images = np.zeros((count, 48, 48), np.uint8)
    return FaceSet(images, np.full(count, ANGRY), names, np.full(count, "Training"))


@pytest.fixture
def votes_file(tmp_path):
    path = tmp_path / "fer2013new.csv"
    rows = ["Training,fer0000000.png,0,4,0,0,4,0,0,2,0,0", "PublicTest,,0,0,0,0,0,0,0,0,0,10"]
    path.write_text("\n".join([TITLE, *rows]), encoding="utf-8")
    return path


def test_votes_are_found_by_the_row_in_a_faces_name(votes_file):
    faces = faces_named("PublicTest_00001.png", "Training_00000.png", "Training_00007.png")

    votes = read_votes(votes_file, faces)

    by_name = [dict(zip(VOTE_COLUMNS, row, strict=True)) for row in votes.tolist()]
    assert by_name[0]["not a face"] == 10
    assert (by_name[1]["happy"], by_name[1]["angry"], by_name[1]["contempt"]) == (4, 4, 2)
    assert votes[2].sum() == 0


def test_votes_on_no_expression_of_ours_are_left_out():
    votes = np.zeros((2, 10), int)
    votes[0, [VOTE_COLUMNS.index("happy"), VOTE_COLUMNS.index("contempt")]] = 3, 7
    votes[1, VOTE_COLUMNS.index("unknown")] = 10

    distribution = shares(votes)

    assert distribution[0].tolist() == np.eye(7)[HAPPY].tolist()
    assert distribution[1].sum() == 0


def test_a_target_mixes_the_label_with_the_votes(votes_file):
    faces = faces_named("Training_00000.png", "PublicTest_00001.png")

    mixed = targets(faces, RunConfig(votes=str(votes_file), vote_share=0.6))

    assert mixed[0, [ANGRY, HAPPY]] == pytest.approx([0.4 + 0.3, 0.3])
    assert mixed[1, ANGRY] == 1, "nobody saw an expression: the label stands alone"


@pytest.mark.parametrize(("share", "chosen_by"), [(0.5, "angry"), (1.0, "happy")])
def test_a_run_of_votes_alone_is_chosen_by_them(tmp_path, share, chosen_by):
    path = tmp_path / "fer2013new.csv"
    rows = ["Training,,0,0,0,0,9,0,0,0,0,0"] * 2 + ["PublicTest,,0,0,0,0,9,0,0,0,0,0"] * 2
    path.write_text("\n".join([TITLE, *rows, "PublicTest,,0,9,0,0,1,0,0,0,0,0"]), encoding="utf-8")
    faces = faces_named(*(f"face_{row:05d}.png" for row in range(5)))
    split = np.array(["Training"] * 2 + ["PublicTest"] * 3)
    faces = FaceSet(faces.images, faces.labels, faces.names, split)

    lesson = prepare_lesson(tmp_path, RunConfig(votes=str(path), vote_share=share), faces)

    assert [EMOTIONS[label] for label in lesson.choose.labels] == ["angry", "angry", chosen_by]


def test_votes_of_another_set_are_refused(votes_file):
    faces = faces_named("Training_00000.png")
    sad = FaceSet(faces.images, np.array([EMOTIONS.index("sad")]), faces.names, faces.split)

    with pytest.raises(ValueError, match="does not belong to these faces"):
        targets(sad, RunConfig(votes=str(votes_file)))


def test_smoothing_spreads_a_share_of_the_target_evenly():
    (smooth,) = targets(faces_named("a"), RunConfig(label_smoothing=0.07))

    assert smooth.sum() == pytest.approx(1)
    assert smooth[HAPPY] == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a,b\n1,2\n", "needs the columns"), (f"{TITLE}\nTraining,x,1,2\n", "Line 2 of")],
    ids=["other columns", "a short row"],
)
def test_another_file_than_the_votes_is_refused(tmp_path, text, sentence):
    path = tmp_path / "votes.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=sentence):
        read_votes(path, faces_named("Training_00000.png"))


def test_missing_votes_are_said(tmp_path):
    with pytest.raises(FileNotFoundError, match="No votes at"):
        read_votes(tmp_path / "none.csv", faces_named("Training_00000.png"))


@pytest.mark.parametrize(("balance", "rare"), [(0.0, 1.0), (0.5, 2**0.5), (1.0, 2.0)])
def test_a_rare_class_counts_more_the_more_balance_is_asked_for(balance, rare):
    labels = np.array([0, 0, 0, 1])

    weights = class_weights(labels, balance)

    assert weights[1] == pytest.approx(rare)
