"""What stands on the network for one visitor: its two parts, its file, and what passes through."""

import numpy as np
import pytest

from core.errors import UserError
from core.labels import EMOTIONS
from core.personal.head import Head
from core.personal.layer import Layer, OwnClasses
from tests.core.personal.made_up import FEATURES, cloud, general_head

# Answers with the first class where the eleventh feature is large.
WINK = np.zeros((FEATURES, 2), np.float32)
WINK[10, 1] = 10
OWN = OwnClasses(Head(("", "wink"), WINK, np.array([0, -15], np.float32)), {"wink": "winking"})
EVEN = np.full((4, 7), 1 / 7, np.float32)


def faces(winking: bool) -> np.ndarray:
    found = cloud("sad", 4, 3)
    found[:, 10] = 3 if winking else 0
    return found


def test_a_face_that_is_no_own_class_is_read_by_the_seven_as_before():
    seven = general_head().probabilities(faces(False))

    read = Layer(None, OWN).probabilities(faces(False), seven)

    assert np.array_equal(read[:, :7], seven)
    assert not read[:, 7:].any()


def test_a_face_that_is_one_is_said_to_be_and_all_shares_sum_to_one():
    layer = Layer(general_head(), OWN)

    read = layer.probabilities(faces(True), EVEN)

    assert layer.labels == (*EMOTIONS, "wink")
    assert [layer.labels[place] for place in read.argmax(axis=1)] == 4 * ["wink"]
    assert read.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_without_a_head_the_network_itself_reads_the_seven():
    assert np.array_equal(Layer().probabilities(faces(True), EVEN), EVEN)


@pytest.mark.parametrize("head", [None, general_head()], ids=["no head", "head"])
@pytest.mark.parametrize("own", [None, OWN], ids=["no classes", "classes"])
def test_a_layer_comes_back_from_its_file(head, own):
    layer = Layer(head, own)

    again = Layer.from_bytes(layer.to_bytes())

    expected = layer.probabilities(faces(True), EVEN)
    assert np.array_equal(again.probabilities(faces(True), EVEN), expected)
    assert (again.own and again.own.emojis) == (own and own.emojis)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 100], ids=["none", "torn", "junk"])
def test_a_damaged_layer_is_told(data):
    with pytest.raises(UserError, match="damaged"):
        Layer.from_bytes(data)


def test_a_head_over_other_labels_is_told():
    odd = Layer(Head(("a", "b"), WINK, np.zeros(2, np.float32)))

    with pytest.raises(UserError, match="damaged"):
        Layer.from_bytes(odd.to_bytes())
