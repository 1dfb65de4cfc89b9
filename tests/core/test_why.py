"""Why a face got its emoji is said in words that fit the scores and the heat."""

from pathlib import Path

import numpy as np
import pytest

from core.analysis import analyse
from core.classifier import Classifier, Prediction
from core.crop import face_patch
from core.faces import FaceDetector
from core.labels import EMOTIONS
from core.why import Why, explained, glowing, verdict
from tests.support.sample import sample_photo

MODELS = Path(__file__).parents[2] / "models"


@pytest.mark.parametrize(
    ("happy", "surprise", "words"),
    [
        (0.7, 0.2, "This face looks happy, 70 % sure. Next came surprise with 20 %."),
        (0.5, 0.4, "This face looks happy, 50 % sure. It was close: next came surprise with 40 %."),
    ],
    ids=["clear", "close"],
)
def test_the_runner_up_is_named(happy, surprise, words):
    probabilities = np.full(7, (1 - happy - surprise) / 5, np.float32)
    probabilities[[EMOTIONS.index("happy"), EMOTIONS.index("surprise")]] = happy, surprise

    said = verdict(Prediction(EMOTIONS, probabilities))

    assert said == words


def test_a_real_smile_is_explained_by_what_the_network_saw():
    photo = sample_photo()
    classifier = Classifier.load(MODELS / "compact-long")
    (reading,) = analyse(photo, FaceDetector("yunet", MODELS), classifier)

    why = explained(classifier, face_patch(photo, reading.face))

    assert why.words.startswith("This face looks happy")
    assert why.heat.max() == pytest.approx(1)
    assert "mattered" in why.words


def test_warm_colour_lies_only_where_something_mattered():
    heat = np.zeros((48, 48), np.float32)
    heat[:, 24:] = 1
    why = Why(np.full((48, 48), 100, np.uint8), heat, "")

    shown = glowing(why, 96)

    assert (shown[:, :40] == 100).all()
    assert (shown[:, 60:, 2] > shown[:, 60:, 0] + 50).all()
