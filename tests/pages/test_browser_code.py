"""The browser's code beside the Python's: the same pictures, the same answers."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from core.analysis import Reading, analyse
from core.classifier import Classifier, Prediction
from core.crop import face_patch
from core.face import Face
from core.faces import FaceDetector
from core.labels import EMOTIONS
from core.personal.head import Head
from core.personal.layer import Layer, OwnClasses
from core.personal.serve import PersonalClassifier
from tests.support.browser_code import ROOT, Job, run
from tests.support.sample import sample_head, sample_photo

pytestmark = pytest.mark.slow

MODELS = ROOT / "models"
MODEL = MODELS / "sharp" / "model.tflite"
PAPER = (120, 90, 60)


def on_paper(face: np.ndarray, *, turn: float = 0, zoom: float = 1, size=(640, 480)):
    """The face in the middle of a plain picture, turned clockwise: (H, W, 3) uint8 BGR."""
    middle = face.shape[1] / 2, face.shape[0] / 2
    move = cv2.getRotationMatrix2D(middle, -turn, zoom)
    move[:, 2] += np.array(size) / 2 - middle
    return cv2.warpAffine(face, move, size, borderValue=PAPER)


PICTURES = {
    "upright": on_paper(sample_head()),
    "tilted by 20": on_paper(sample_head(), turn=20),
    "tilted by -40": on_paper(sample_head(), turn=-40),
    "80 px": on_paper(sample_head(), zoom=0.5),
    "upright phone": on_paper(sample_head(), size=(480, 640)),
    "wide": on_paper(sample_head(), size=(1280, 720), zoom=1.5),
    "odd size": on_paper(sample_head(), size=(601, 437)),
    "square": sample_photo(),
    "blurred": cv2.GaussianBlur(on_paper(sample_head()), (0, 0), 2.5),
    "dark": (on_paper(sample_head()) * 0.4).astype(np.uint8),
    "two faces": np.hstack([on_paper(sample_head(), zoom=0.8, size=(320, 480))] * 2),
}


@pytest.fixture(scope="module")
def found() -> dict[str, list[Reading]]:
    detector, classifier = FaceDetector("yunet", MODELS), Classifier.load(MODEL.parent)
    return {name: analyse(image, detector, classifier) for name, image in PICTURES.items()}


@pytest.fixture(scope="module")
def answers(found, tmp_path_factory) -> dict:
    """What the browser's code gives for all pictures and for the faces that Python found."""
    faces = [
        (number, reading.face)
        for number, readings in enumerate(found.values())
        for reading in readings
    ]
    job = Job(MODEL, pictures=list(PICTURES.values()), faces=faces, analyse=True)
    return run(job, tmp_path_factory.mktemp("node"))


def test_the_browser_finds_and_reads_every_face_as_python_does(found, answers):
    for (name, readings), seen in zip(found.items(), answers["readings"], strict=True):
        assert readings, f"{name}: no face to compare"
        assert len(seen) == len(readings), name
        for mine, theirs in zip(readings, seen, strict=True):
            theirs_read = Prediction(mine.prediction.labels, np.array(theirs["probabilities"]))
            off = np.abs(theirs_read.probabilities - mine.prediction.probabilities).max()
            assert off < 0.05, f"{name}: probabilities differ by {off:.3f}"
            assert theirs_read.label == mine.prediction.label, name


def test_the_browser_cuts_the_same_face_to_two_grey_levels(found, answers):
    faces = [
        (PICTURES[name], reading.face) for name, readings in found.items() for reading in readings
    ]

    for (image, face), patch in zip(faces, answers["patches"], strict=True):
        off = np.abs(face_patch(image, face).ravel().astype(int) - patch).max()

        assert off <= 2, f"{face.box}: {off} grey levels"


def test_the_browser_names_real_faces_as_python_does(fer2013, tmp_path):
    detector, classifier = FaceDetector("yunet", MODELS), Classifier.load(MODEL.parent)
    pictures = [enlarged(image) for image in fer2013.part("PrivateTest").images[::100]]
    found = [analyse(image, detector, classifier) for image in pictures]

    seen = run(Job(MODEL, pictures=pictures, analyse=True), tmp_path)["readings"]

    pairs = [
        (a.prediction.probabilities, np.array(b["probabilities"]))
        for mine, theirs in zip(found, seen, strict=True)
        for a, b in zip(mine, theirs, strict=True)
    ]
    offs = np.array([np.abs(mine - theirs).max() for mine, theirs in pairs])
    # A look turns with the last bit of the look before; a face of 48 px, enlarged, amplifies it.
    assert np.quantile(offs, 0.98) < 0.05
    assert np.median(offs) < 0.005
    assert [a.argmax() for a, _ in pairs] == [b.argmax() for _, b in pairs]
    assert len({int(a.argmax()) for a, _ in pairs}) >= 6


def enlarged(image: np.ndarray) -> np.ndarray:
    """A 48 px face four times as large in the middle of a grey picture: (480, 640, 3) uint8."""
    face = cv2.resize(image, (192, 192), interpolation=cv2.INTER_CUBIC)
    return cv2.cvtColor(
        cv2.copyMakeBorder(face, 144, 144, 224, 224, cv2.BORDER_CONSTANT, value=128),
        cv2.COLOR_GRAY2BGR,
    )


@pytest.mark.parametrize(
    ("file", "allowed"),
    [("model-float32.tflite", 1e-5), ("model-float16.tflite", 1e-5), ("model-int8.tflite", 0.01)],
)
def test_the_browser_reads_a_patch_as_python_does(file, allowed, tmp_path):
    random = np.random.default_rng(4)
    faces = [face_patch(image, face) for image, face in sample_faces()]
    patches = [*faces, *random.integers(0, 256, (20, 48, 48)).astype(np.uint8)]
    path = MODEL.parent / file
    card = Classifier.load(MODEL.parent).card
    expected = Classifier(card, path.read_bytes()).predict(np.array(patches))

    given = run(Job(path, patches=patches), tmp_path)["predictions"]

    for mine, theirs in zip(expected, given, strict=True):
        assert np.abs(mine.probabilities - theirs).max() <= allowed
        assert int(np.argmax(theirs)) == int(mine.probabilities.argmax())


def sample_faces() -> list[tuple[np.ndarray, Face]]:
    detector = FaceDetector("yunet", MODELS)
    return [(image, face) for image in PICTURES.values() for face in detector.detect(image)]


@pytest.mark.parametrize("parts", ["head", "own classes", "both"])
def test_a_personal_layer_answers_in_the_browser_as_in_python(parts, tmp_path):
    random = np.random.default_rng(7)
    network = Classifier.load(MODEL.parent)
    patches = np.array([face_patch(image, face) for image, face in sample_faces()])
    features = np.array([seen.features for seen in network.predict(patches)])
    width = features.shape[1]
    head = Head(EMOTIONS, *made_up(random, width, 7))
    gate = Head(("", "wink", "tongue out"), *made_up(random, width, 3))
    gate = replace(gate, bias=gate.bias - (features @ gate.weights).mean(axis=0))  # some of each
    own = OwnClasses(gate, {"wink": "winking", "tongue out": "cheeky"})
    layer = Layer(head if parts != "own classes" else None, own if parts != "head" else None)
    expected = PersonalClassifier(network, layer).predict(patches)

    given = run(Job(MODEL, patches=list(patches), layer=layer), tmp_path)["predictions"]

    for mine, theirs in zip(expected, given, strict=True):
        assert np.abs(mine.probabilities - theirs).max() <= 1e-5
    if parts != "head":
        said = {mine.label in own.names for mine in expected}
        assert said == {True, False}, "both ways through the gate are compared"


def made_up(random: np.random.Generator, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of a layer, float32."""
    weights = random.normal(0, 0.3, (rows, columns)).astype(np.float32)
    return weights, random.normal(0, 1, columns).astype(np.float32)
