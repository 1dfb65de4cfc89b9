"""What a run leaves to look at: samples, mistakes, its machine, and curves for TensorBoard."""

import io
import zipfile

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from core.dataset.face_set import FaceSet, read_faces
from tests.support.trained import keras_warnings
from training.runs import events, samples
from training.tensorboard import Board

pytestmark = keras_warnings


def test_the_sample_faces_stay_the_same_and_what_is_said_of_them_is_kept(unbroken, drawn_faces):
    choose = read_faces(drawn_faces).part("PublicTest")

    shown = samples.read_samples(unbroken)
    told = events.samples(events.read(unbroken / "events.jsonl"))

    assert shown is not None
    assert [record.epoch for record in told] == [1, 2]
    assert told[0].labels == told[1].labels == shown.labels.tolist()
    assert len(shown.labels) == 24
    assert np.bincount(shown.labels).min() == 3, "no class is left out"
    known = {image.tobytes() for image in choose.images}
    assert {image.tobytes() for image in shown.images} <= known


def test_the_worst_mistakes_are_the_surest(tmp_path):
    images = np.arange(4, dtype=np.uint8).repeat(48 * 48).reshape(4, 48, 48)
    labels = np.array([0, 1, 2, 3])
    faces = FaceSet(images, labels, ("a", "b", "c", "d"), np.array(["PublicTest"] * 4))
    probabilities = np.full((4, 7), 0.01)
    probabilities[[0, 1, 2, 3], [0, 2, 3, 4]] = [0.99, 0.5, 0.9, 0.7]  # the first one is right

    samples.write_mistakes(tmp_path, faces, probabilities)
    shown = samples.read_mistakes(tmp_path)

    assert shown is not None
    assert shown.images[:, 0, 0].tolist() == [2, 3, 1]
    assert shown.labels.tolist() == [2, 3, 1]
    assert shown.predicted.tolist() == [3, 4, 2]
    assert shown.confidence == pytest.approx([0.9, 0.7, 0.5])


def test_a_network_without_mistakes_shows_none(tmp_path):
    faces = FaceSet(np.zeros((1, 48, 48), np.uint8), np.array([0]), ("a",), np.array(["x"]))

    samples.write_mistakes(tmp_path, faces, np.eye(7)[:1])
    shown = samples.read_mistakes(tmp_path)

    assert shown is not None
    assert len(shown.labels) == 0
    assert samples.read_samples(tmp_path) is None


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("images.npy", bytes(50_000_000))
    return data.getvalue()


def arrays(**changed: np.ndarray) -> bytes:
    plain = {
        "images": np.zeros((1, 48, 48), np.uint8),
        "labels": np.zeros(1, np.int64),
        "predicted": np.zeros(1, np.int64),
        "confidence": np.ones(1, np.float32),
    }
    data = io.BytesIO()
    np.savez(data, allow_pickle=True, **{**plain, **changed})
    return data.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4 torn",
        b"0" * 2_000_000,
        bomb(),
        arrays(images=np.zeros((1, 9, 9), np.uint8)),
        arrays(labels=np.full(1, 7, np.int64)),
        arrays(labels=np.array(3)),
        arrays(labels=np.array([{"a": 1}], object)),
    ],
    ids=["empty", "torn", "large", "bomb", "other size", "no such class", "no list", "pickle"],
)
def test_a_hostile_file_of_faces_is_named(tmp_path, content):
    (tmp_path / "samples.npz").write_bytes(content)

    with pytest.raises(ValueError, match=r"samples\.npz of .* is damaged"):
        samples.read_samples(tmp_path)


def test_steps_tell_what_the_machine_does(unbroken):
    history = events.read(unbroken / "events.jsonl")

    steps = [event for event in history if isinstance(event, events.StepRecord)]

    assert steps, "a run takes longer than a second"
    assert all(step.memory_mb > 100 for step in steps)
    assert all(0 <= step.cpu_percent <= 101 for step in steps)
    assert all(step.learning_rate == pytest.approx(1e-4, rel=0.01) for step in steps)
    assert all(step.pictures_per_s > 0 for step in steps)


def curves(run) -> EventAccumulator:
    """What TensorBoard itself reads in the run's folder."""
    found = EventAccumulator(str(run / "tensorboard"))
    found.Reload()
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tensorboard_reads_the_curves(unbroken):
    records = events.epochs(events.read(unbroken / "events.jsonl"))

    found = curves(unbroken)

    read = found.Tensors("accuracy/validation")
    assert [point.step for point in read] == [1, 2]
    values = [point.tensor_proto.float_val[0] for point in read]
    assert values == pytest.approx([record.val_accuracy for record in records], abs=1e-6)
    assert {"loss/training", "loss/validation", "learning rate", "recall/happy"} <= set(
        found.Tags()["tensors"]
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_resumed_run_has_no_epoch_twice_in_tensorboard(unbroken, tmp_path):
    (tmp_path / "events.jsonl").write_bytes((unbroken / "events.jsonl").read_bytes())

    for _ in range(2):
        with Board(tmp_path):
            pass

    assert [point.step for point in curves(tmp_path).Tensors("loss/training")] == [1, 2]
