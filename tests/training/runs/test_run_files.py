"""What stands in a run's folder: damage is named in a sentence, nothing hostile is followed."""

import json
import os
import time

import pytest

from tests.support.histories import epoch, make, started, step
from training import lock
from training.runs import __main__ as command
from training.runs import events, notes
from training.runs.config import RunConfig
from training.runs.events import RunEnded
from training.runs.store import delete_run, list_runs, read_run


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("config.json", b"{", "config.json of mine is damaged"),
        ("config.json", b"[" * 100_000, "config.json of mine is damaged"),
        ("config.json", b'{"epochs": 1e999}', "epochs must be of type int"),
        ("config.json", b'{"learning_rate": NaN}', "learning_rate must lie between"),
        ("config.json", b" " * 2_000_000, "larger than 1,000,000 bytes"),
        ("events.jsonl", b"<script>\n", "Line 1 of events.jsonl is not an event"),
        ("events.jsonl", b'{"kind": "RunEnded", "time": "now"}\n', "Line 1 of events.jsonl"),
        ("notes.json", b'{"title": {"a": 1}}', "title and note must be text"),
        ("notes.json", b"\xff", "notes.json of mine is damaged"),
    ],
)
def test_a_damaged_file_is_named_and_the_rest_still_shown(tmp_path, file, content, sentence):
    run = make(tmp_path, "mine", started(1), RunEnded(2, "finished", 1, 0.5))
    make(tmp_path, "other", started(1))
    (run / file).write_bytes(content)

    found = {run.name: run for run in list_runs(tmp_path)}

    assert set(found) == {"mine", "other"}
    assert sentence in found["mine"].problem
    assert "Traceback" not in found["mine"].problem


@pytest.mark.parametrize("name", ["../up", "", "a/b", ".", "Ä", "x" * 65, "a\n", "<b>", "a b"])
def test_a_name_that_could_lead_elsewhere_is_refused(tmp_path, name):
    for ask in (lambda: read_run(tmp_path, name), lambda: delete_run(tmp_path, name)):
        with pytest.raises(ValueError, match="A run's name has at most 64"):
            ask()


def test_a_folder_with_a_hostile_name_is_not_listed(tmp_path):
    hostile = tmp_path / "<img src=x>"
    hostile.mkdir()
    (hostile / "config.json").write_text(RunConfig().to_json(), encoding="utf-8")

    assert list_runs(tmp_path) == []


def test_a_title_and_a_note_stay(tmp_path):
    run = make(tmp_path, "mine")

    notes.set_title(run, "  Long and cosy ")
    notes.set_note(run, "Try more dropout.")

    found = read_run(tmp_path, "mine")
    assert (found.title, found.note) == ("Long and cosy", "Try more dropout.")
    assert {path.name for path in run.iterdir()} == {"config.json", "notes.json"}


def test_a_title_too_long_is_refused(tmp_path):
    run = make(tmp_path, "mine")

    with pytest.raises(ValueError, match="at most 80 characters; this one has 81"):
        notes.set_title(run, "x" * 81)


def test_a_deleted_run_is_gone(tmp_path):
    make(tmp_path, "mine", started(1))

    delete_run(tmp_path, "mine")

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError, match="no run called mine"):
        read_run(tmp_path, "mine")


@pytest.mark.slow
def test_events_of_200_epochs_are_read_in_a_moment(tmp_path):
    run = make(tmp_path, "mine")
    history: list[events.Event] = [started(0, epochs=200)]
    for number in range(1, 201):  # an epoch of the tutorial's takes about 75 seconds
        history += [step(75.0 * number + second, number, second) for second in range(1, 76)]
        history += [
            events.SampleRecord(75.0 * number, number, [1] * 24, [2] * 24, [0.9876] * 24),
            epoch(75.0 * number, number),
        ]
    lines = [json.dumps({"kind": type(e).__name__, **vars(e)}) for e in history]
    (run / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")

    begun = time.thread_time()
    [json.loads(line) for line in lines]
    parsed = time.thread_time()
    found = read_run(tmp_path, "mine")
    counts = len(found.all_events), len(found.epochs), len(found.steps), len(found.samples)
    done = time.thread_time()

    assert counts == (15_401, 200, 15_000, 200)
    assert done - parsed < 20 * (parsed - begun), "reading may not cost many times the parsing"


def test_the_command_line_lists_and_shows(tmp_path, capsys):
    make(tmp_path, "mine", started(1), epoch(2, 1, val_accuracy=0.6), epoch(3, 2))
    make(tmp_path, "broken")
    (tmp_path / "broken" / "config.json").write_text("{", encoding="utf-8")

    statuses = [
        command.main(["--models", str(tmp_path), *words]) for words in (["list"], ["show", "mine"])
    ]

    text = capsys.readouterr().out
    assert statuses == [0, 0]
    assert "2/50" in text and "60.00%" in text
    assert "broken" in text
    assert "60.00%  best" in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "lost"], "There is no run called lost."),
        (["show", "../up"], "A run's name has"),
        (["stop", "lost"], "lost is not running."),
        (["promote", "lost"], "no finished model called lost"),
        (["rollback"], "nothing to go back to"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_the_command_line_refuses_in_a_sentence(tmp_path, capsys, words, sentence):
    status = command.main(["--models", str(tmp_path), *words])

    assert status == 1
    assert sentence in capsys.readouterr().err


def test_the_command_line_stops(tmp_path):
    make(tmp_path, "mine", started(1))
    descriptor = lock.take(tmp_path, "mine")

    status = command.main(["--models", str(tmp_path), "stop", "mine"])

    os.close(descriptor)
    assert status == 0
    assert (tmp_path / "mine" / "stop").exists()
