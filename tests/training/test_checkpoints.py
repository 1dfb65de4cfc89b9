"""A run's state survives torn files: the last whole checkpoint is found, two are kept."""

from pathlib import Path

import keras
import numpy as np
import pytest

from tests.support.trained import keras_warnings, weights
from training.checkpoints import Checkpoint, RunProgress, newest_checkpoint, save_checkpoint

pytestmark = keras_warnings


def model_of(value: float) -> keras.Model:
    """A model that can be told by its one weight."""
    layer = keras.layers.Dense(1, use_bias=False)
    model = keras.Sequential([keras.Input((1,)), layer])
    layer.set_weights([np.array([[value]])])
    return model


def weight_in(path: Path) -> float:
    return weights(path)[0].item()


def save(folder, epoch: int, *, best: int, before: Checkpoint | None = None) -> Checkpoint:
    """The checkpoint after an epoch, the weight being the epoch's number."""
    progress = RunProgress(epoch=epoch, best_epoch=best, best_val_accuracy=best / 10)
    return save_checkpoint(model_of(epoch), progress, folder, before)


@pytest.fixture
def three(tmp_path):
    """A folder after three epochs, of which the second was the best."""
    folder = tmp_path / "checkpoints"
    first = save(folder, 1, best=1)
    second = save(folder, 2, best=2, before=first)
    save(folder, 3, best=2, before=second)
    return folder


def test_the_state_and_the_best_come_back(three):
    newest = newest_checkpoint(three)

    assert newest is not None
    assert newest.progress == RunProgress(epoch=3, best_epoch=2, best_val_accuracy=0.2)
    assert (weight_in(newest.state), weight_in(newest.best)) == (3, 2)


def test_the_last_two_are_kept(three):
    assert sorted(path.name for path in three.iterdir()) == ["epoch-0002", "epoch-0003"]


@pytest.mark.parametrize("content", [None, b"", b"torn"], ids=["missing", "empty", "torn"])
@pytest.mark.parametrize("name", ["state.keras", "best.keras", "checkpoint.json"])
def test_a_damaged_checkpoint_is_set_aside_for_the_one_before(three, name, content):
    if content is None:
        (three / "epoch-0003" / name).unlink()
    else:
        (three / "epoch-0003" / name).write_bytes(content)

    newest = newest_checkpoint(three)

    assert newest is not None
    assert (newest.progress.epoch, weight_in(newest.state)) == (2, 2)
    assert sorted(path.name for path in three.iterdir()) == ["bad-epoch-0003", "epoch-0002"]


def test_one_flipped_bit_is_found(three):
    path = three / "epoch-0003" / "best.keras"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    newest = newest_checkpoint(three)

    assert newest is not None
    assert newest.progress.epoch == 2


@pytest.mark.parametrize("record", ["[]", "{}", '{"sha256": {}, "progress": {"age": 3}}'])
def test_a_record_that_says_something_else_is_damaged(three, record):
    (three / "epoch-0003" / "checkpoint.json").write_text(record, encoding="utf-8")

    newest = newest_checkpoint(three)

    assert newest is not None
    assert newest.progress.epoch == 2


def test_a_checkpoint_damaged_twice_is_set_aside_twice(three):
    for _ in range(2):
        (three / "epoch-0003" / "state.keras").write_bytes(b"torn")
        before = newest_checkpoint(three)
        save(three, 3, best=2, before=before)

    newest = newest_checkpoint(three)

    assert newest is not None
    assert newest.progress.epoch == 3


def test_with_every_checkpoint_damaged_the_run_begins_anew(three):
    for path in three.iterdir():
        (path / "state.keras").write_bytes(b"torn")

    assert newest_checkpoint(three) is None


def test_a_new_run_has_no_checkpoint(tmp_path):
    assert newest_checkpoint(tmp_path / "checkpoints") is None


def test_what_a_kill_left_half_written_is_neither_read_nor_in_the_way(three):
    (three / "writing-0004").mkdir()
    (three / "writing-0004" / "state.keras").write_bytes(b"torn")

    newest = newest_checkpoint(three)
    save(three, 4, best=4, before=newest)

    assert newest is not None
    assert newest.progress.epoch == 3
    assert sorted(path.name for path in three.iterdir()) == ["epoch-0003", "epoch-0004"]
