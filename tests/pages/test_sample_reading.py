"""The sample that every visit begins with is read once; what a visitor adds to it stays theirs."""

import pytest

from core.classifier import Classifier, read_card
from core.faces import STILL_SEARCH_PX, FaceDetector
from pages.picture import reading
from pages.shared import folders, personal, visitor
from pages.shared.album import Picture
from pages.shared.models import ModelVersion
from tests.support.folders import MODELS

MODEL = ModelVersion("tutorial", read_card(MODELS / "tutorial").sha256)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every picture that was looked at for faces, in turn."""
    detector = FaceDetector("yunet", MODELS, search_px=STILL_SEARCH_PX)
    classifier = Classifier.load(MODELS / MODEL.name)
    monkeypatch.setattr(personal, "reading_model", lambda: MODEL)
    monkeypatch.setattr(personal, "reader", lambda _model: classifier)
    monkeypatch.setattr(visitor, "offering_detector", lambda _kind: detector)
    seen: list[object] = []
    look = reading.analyse
    monkeypatch.setattr(reading, "analyse", lambda *given: seen.append(given) or look(*given))
    return seen


def opened(number: int, *, sample: bool) -> Picture:
    picture = Picture(number, folders.SAMPLE.name, folders.SAMPLE.read_bytes(), sample=sample)
    reading.read_now(picture, "yunet")
    return picture


def test_a_sample_is_read_for_the_first_visitor_and_shown_to_all(looks: list[object]):
    one, other = opened(1, sample=True), opened(1, sample=True)

    assert len(looks) <= 1
    mine, theirs = (reading.read(picture, "yunet") for picture in (one, other))
    assert mine and theirs and list(mine.readings) == list(theirs.readings)
    mine.readings.clear()
    assert theirs.readings, "a face that one adds or takes away is no other's"


def test_a_persons_own_picture_is_read_for_them_alone(looks: list[object]):
    opened(1, sample=False)
    opened(1, sample=False)

    assert len(looks) == 2
