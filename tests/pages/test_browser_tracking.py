"""The browser's tracker beside the Python's: step for step on one recorded list of faces."""

import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.face import Box, Face
from core.labels import EMOTIONS
from core.tracking import Tracker
from tests.support.browser_code import ROOT, Job, as_js, run

MODEL = ROOT / "models" / "compact-long" / "model.tflite"
SETTINGS = {"smoothingS": 0.3, "minConfidence": 0.35}
FRAMES = 240


def recorded() -> list[tuple[float, list[Reading]]]:
    """Eight seconds of three faces that pass each other, tremble, get lost and come back.

    Frames come 15 to 60 times a second; two even have one time.
    """
    random = np.random.default_rng(7)
    t, frames = 0.0, []
    for number in range(FRAMES):
        t += 0.0 if number == 60 else float(random.uniform(1 / 60, 1 / 15))
        middles = [
            (100 + 60 * t, 200 + 8 * np.sin(3 * t)),
            (560 - 55 * t, 220.0),
            (320 + 90 * np.sin(t), 90.0),
        ]
        readings = []
        for face, (x, y) in enumerate(middles):
            if (number // 15 + face) % 7 == 3 or (face == 2 and 100 < number < 150):
                continue  # not found for half a second, or for longer than it is held
            readings.append(reading(random, x, y, side=90 + 20 * face, mood=(number // 40 + face)))
        frames.append((t, readings))
    return frames


def reading(random: np.random.Generator, x: float, y: float, *, side: float, mood: int) -> Reading:
    x, y = np.array([x, y]) + random.normal(0, 0.015 * side, 2)
    marks = np.array([[-0.2, -0.1], [0.2, -0.1], [0, 0.1], [-0.15, 0.3], [0.15, 0.3]]) * side
    landmarks = np.array([x, y], np.float32) + marks + random.normal(0, 1, (5, 2))
    landmarks = landmarks.astype(np.float32)
    box = Box(x - side / 2, y - side * 0.6, x + side / 2, y + side * 0.6)
    scores = random.gamma(1.0, size=7) + 4 * np.eye(7)[mood % 7]
    probabilities = (scores / scores.sum()).astype(np.float32)
    return Reading(Face(box, 0.9, landmarks), Prediction(EMOTIONS, probabilities))


@pytest.fixture(scope="module")
def both_sides(tmp_path_factory) -> tuple[list[list[Reading]], list[list[dict]]]:
    """What both trackers show after each frame."""
    frames, tracker = recorded(), Tracker()
    mine = [
        tracker.update(readings, t, smoothing_s=0.3, min_confidence=0.35) for t, readings in frames
    ]
    job = Job(MODEL, frames=[{"t": t, "readings": js(r), "settings": SETTINGS} for t, r in frames])
    return mine, run(job, tmp_path_factory.mktemp("node"))["tracks"]


def js(readings: list[Reading]) -> list[dict]:
    return [
        {"face": as_js(one.face), "probabilities": one.prediction.probabilities.tolist()}
        for one in readings
    ]


@pytest.mark.slow
def test_the_recorded_list_has_what_is_hard(both_sides):
    mine, _theirs = both_sides

    numbers = {reading.track for readings in mine for reading in readings}
    said = {reading.said for readings in mine for reading in readings}

    assert len(numbers) > 3, "somebody was lost for long and came back as another"
    assert len(said) >= 6 and "not sure" in said


def test_the_browser_gives_every_face_the_same_number_and_says_the_same(both_sides):
    mine, theirs = both_sides

    names = [[(one.track, one.said) for one in readings] for readings in mine]

    assert [[(one["track"], one["said"]) for one in readings] for readings in theirs] == names


def test_the_browser_shows_every_face_in_the_same_place_with_the_same_scores(both_sides):
    mine, theirs = both_sides

    pairs = [
        (a, b)
        for left, right in zip(mine, theirs, strict=True)
        for a, b in zip(left, right, strict=True)
    ]

    for a, b in pairs:
        assert np.abs(np.array(a.face.box) - b["face"]["box"]).max() < 1e-6
        assert np.abs(a.face.landmarks - b["face"]["landmarks"]).max() < 1e-3
        assert np.abs(a.prediction.probabilities - b["probabilities"]).max() < 1e-5
