"""The lines of a run: written whole, read while they are written, bad ones named."""

import json
import math

import pytest

from training.runs import events
from training.runs.events import (
    EpochRecord,
    FinishStarted,
    RunEnded,
    RunStarted,
    SampleRecord,
    StepRecord,
)

STARTED = RunStarted(
    time=1.5,
    first_epoch=1,
    epochs=2,
    steps_per_epoch=3,
    parameters=4,
    counts={"Training": [1, 0, 0, 0, 0, 0, 2]},
    versions={"python": "3.13"},
)
STEP = StepRecord(time=2.5, epoch=1, step=2, loss=1.9, accuracy=0.25)
SAMPLES = SampleRecord(time=3.0, epoch=1, labels=[0, 6], predicted=[0, 1], confidence=[0.5, 0.9])
FINISHING = FinishStarted(time=8.0, reason="stopped")
ENDED = RunEnded(time=9.0, reason="stopped", best_epoch=1, best_val_accuracy=0.5)


def epoch(number: int, *, loss: float = 1.5) -> EpochRecord:
    return EpochRecord(
        time=3.0,
        epoch=number,
        loss=loss,
        accuracy=0.5,
        val_loss=1.6,
        val_accuracy=0.4,
        val_confusion=[[1, 0, 0, 0, 0, 0, 2]] * 7,
        learning_rate=1e-4,
        pictures_per_s=400.0,
    )


def test_events_come_back_as_they_were_written(tmp_path):
    log = tmp_path / "events.jsonl"
    written = [STARTED, STEP, SAMPLES, epoch(1), FINISHING, ENDED]

    for event in written:
        events.append(log, event)

    assert events.read(log) == written


def test_only_what_is_new_is_read(tmp_path):
    log = tmp_path / "events.jsonl"
    events.append(log, STARTED)
    events.append(log, STEP)
    known = events.read_on(log, None)
    torn = log.read_bytes() + b'{"kind": "Ru'
    log.write_bytes(torn.replace(b"2.5", b"7.5"))  # what is known is not looked at again

    more = events.read_on(log, known)
    log.write_bytes(torn[:-12])
    events.append(log, ENDED)
    all_of_it = events.read_on(log, more)

    assert more == known
    assert all_of_it.events == [STARTED, STEP, ENDED]


def test_a_run_begun_anew_under_the_same_name_is_read_anew(tmp_path):
    log = tmp_path / "events.jsonl"
    events.append(log, STARTED)
    known = events.read_on(log, None)
    log.unlink()
    events.append(log, ENDED)
    events.append(log, STEP)

    assert events.read_on(log, known).events == [ENDED, STEP]
    assert events.read_on(tmp_path / "gone", known).events == []


def test_one_event_is_one_line_with_its_kind(tmp_path):
    log = tmp_path / "events.jsonl"

    events.append(log, RunEnded(1.0, "failed: two\nlines", 0, 0.0))

    text = log.read_text(encoding="utf-8")
    assert (text.count("\n"), text[-1]) == (1, "\n")
    assert json.loads(text) == {
        "kind": "RunEnded",
        "time": 1.0,
        "reason": "failed: two\nlines",
        "best_epoch": 0,
        "best_val_accuracy": 0.0,
    }


def test_lines_of_older_runs_are_read(tmp_path):
    log = tmp_path / "events.jsonl"
    log.write_text(
        '{"kind": "StepRecord", "time": 2.5, "epoch": 1, "step": 2, "loss": 1.9, '
        '"accuracy": 0.25}\n',
        encoding="utf-8",
    )

    assert events.read(log) == [STEP]


def test_a_loss_that_is_no_number_is_kept(tmp_path):
    log = tmp_path / "events.jsonl"
    events.append(log, StepRecord(time=2.5, epoch=1, step=2, loss=math.nan, accuracy=0.25))

    (step,) = events.read(log)

    assert isinstance(step, StepRecord)
    assert math.isnan(step.loss)


def test_a_run_that_has_written_nothing_has_no_events(tmp_path):
    assert events.read(tmp_path / "events.jsonl") == []


@pytest.mark.parametrize(
    "torn",
    [b'{"kind": "StepRec', b"{", b"\0\0\0", b"\xff\xfe", b'{"kind": "StepRecord", "time": 1}'],
    ids=["half", "brace", "zeros", "no text", "no line end yet"],
)
def test_a_last_line_still_being_written_is_left_out(tmp_path, torn):
    log = tmp_path / "events.jsonl"
    events.append(log, STEP)
    log.write_bytes(log.read_bytes() + torn)

    assert events.read(log) == [STEP]


def test_after_a_torn_line_a_resumed_run_goes_on_with_its_own(tmp_path):
    log = tmp_path / "events.jsonl"
    events.append(log, STARTED)
    log.write_bytes(log.read_bytes() + b'{"kind": "StepRec')

    events.drop_unfinished(log)
    events.append(log, STEP)

    assert events.read(log) == [STARTED, STEP]


@pytest.mark.parametrize("content", [b"", b"{"], ids=["empty", "only a torn line"])
def test_dropping_a_torn_line_may_leave_nothing(tmp_path, content):
    log = tmp_path / "events.jsonl"
    log.write_bytes(content)

    events.drop_unfinished(log)

    assert log.read_bytes() == b""


def test_dropping_a_torn_line_keeps_whole_ones(tmp_path):
    log = tmp_path / "events.jsonl"
    events.append(log, STARTED)
    events.append(log, STEP)

    events.drop_unfinished(log)
    events.drop_unfinished(tmp_path / "no events yet")

    assert events.read(log) == [STARTED, STEP]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"3",
        b'"text"',
        b"{}",
        b'{"kind": "Unknown"}',
        b'{"kind": ["StepRecord"]}',
        b'{"kind": "StepRecord"}',
        b'{"kind": "RunEnded", "time": 1, "reason": "", "best_epoch": 0, "more": 1}',
        b'{"kind": "__class__"}',
        b'{"kind": "FinishStarted", "time": 1e300, "reason": ""}',
        b'{"kind": "FinishStarted", "time": NaN, "reason": ""}',
        b'{"kind": "FinishStarted", "time": 1, "reason": ["<b>"]}',
        b'{"kind": "SampleRecord", "time": 1, "epoch": 1, "labels": [7], "predicted": [0], '
        b'"confidence": [1]}',
        b'{"kind": "SampleRecord", "time": 1, "epoch": 1, "labels": [], "predicted": [0], '
        b'"confidence": [1]}',
        b'{"kind": "StepRecord", "time": 1, "epoch": true, "step": 1, "loss": 1, "accuracy": 0}',
        b'{"kind": "StepRecord", "time": 1, "epoch": 1, "step": 1, "loss": 1'
        + b"0" * 400
        + b', "accuracy": 0}',
        b"\xff\xfe\xfd",
        b"[" * 100_000,
        b"9" * 5_000,
    ],
    ids=lambda line: line[:80].decode("latin-1") or "nothing",
)
def test_a_line_that_is_no_event_is_named(tmp_path, line):
    log = tmp_path / "events.jsonl"
    events.append(log, STARTED)
    log.write_bytes(log.read_bytes() + line + b"\n")
    events.append(log, STEP)

    with pytest.raises(ValueError, match=r"Line 2 of events\.jsonl is not an event"):
        events.read(log)


def test_of_an_epoch_done_twice_the_last_record_counts():
    history = [STARTED, epoch(1), epoch(2, loss=1.4), STARTED, epoch(2, loss=1.3), epoch(3), ENDED]

    done = events.epochs(history)

    assert [(record.epoch, record.loss) for record in done] == [(1, 1.5), (2, 1.3), (3, 1.5)]
