"""The editor's own code merges edits and places emojis as Python does; Node runs it here."""

import json
import subprocess
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from core.analysis import Reading
from core.classifier import Prediction
from core.edited import edited_faces, marks, named
from core.edits import EVERY_FACE, told
from core.emojis import load_emoji_set
from core.face import Box, Face
from core.labels import EMOTIONS
from core.overlay import draw_marks
from pages.picture.editor import RULES, read_face
from tests.core.test_edits import some_history
from tests.support.folders import EMOJIS, ROOT

pytestmark = pytest.mark.slow

MODEL_JS = ROOT / "pages" / "picture" / "editor" / "model.js"
BOXES = (Box(40, 30, 140, 160), Box(200, 50, 260, 130), Box(10, 200, 40, 240))


def run_js(expression: str, values: Any) -> Any:
    """What an expression over `values` gives in the editor's own code."""
    program = f"""{MODEL_JS.read_text(encoding="utf-8")}
const values = JSON.parse(require("fs").readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify({expression}));"""
    done = subprocess.run(
        ["node", "-e", program], input=json.dumps(values), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def readings() -> dict[str, Reading]:
    """A sure face, an unsure one, and what may be one."""
    found = []
    for box, label, share, score in zip(
        BOXES, ("happy", "sad", "fear"), (0.8, 0.3, 0.6), (0.9, 0.7, 0.4), strict=True
    ):
        probabilities = np.full(7, (1 - share) / 6, np.float32)
        probabilities[EMOTIONS.index(label)] = share
        found.append(Reading(Face(box, score, None), Prediction(EMOTIONS, probabilities)))
    return named(found)


def plain(edit: Any) -> dict[str, Any]:
    """A FaceEdit as the browser merges one: only what was ever changed, None for "as read"."""
    return {name: value for name, value in asdict(edit).items() if value not in (None, False)}


@pytest.mark.parametrize("seed", range(12))
def test_both_sides_merge_a_history_alike(seed):
    history = some_history(seed)

    merged = run_js("standing(values)", told(history))

    kept = {
        face: {name: value for name, value in edit.items() if value not in (None, False)}
        for face, edit in merged.items()
    }
    assert kept == {face: plain(edit) for face, edit in history.faces().items()}


@pytest.mark.parametrize("step", ["undone", "redone"])
def test_both_sides_step_through_a_history_alike(step):
    history = some_history(5).undone().undone()

    stepped = run_js(f"{step}(values)", told(history))

    assert stepped == told(getattr(history, step)())


def test_both_sides_add_an_edit_and_a_reset_alike():
    history = some_history(6).undone()

    edited = run_js('changed(values, "f0", {emoji: "ghost"})', told(history))
    reset = run_js("changed(values, EVERY_FACE, {})", told(history))

    assert edited == told(history.changed("f0", emoji="ghost"))
    assert reset == told(history.reset())
    assert reset["edits"][-1]["face"] == EVERY_FACE


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    ("min_confidence", "mark_unsure"), [(0.0, True), (0.5, True), (0.5, False)], ids=str
)
def test_both_sides_draw_the_same_emojis_with_the_same_words(seed, min_confidence, mark_unsure):
    history, known = some_history(seed), readings()
    values = {
        "faces": [read_face(name, reading) for name, reading in known.items()],
        "history": told(history),
        "look": {"minConfidence": min_confidence, "markUnsure": mark_unsure},
        "rules": dict(RULES),
    }

    drawn = run_js(
        """facesNow(values.faces, values.history).filter((face) => !face.unread)
          .map((face) => [face.place, markOf(face, values.look, values.rules)])
          .filter(([, mark]) => mark)""",
        values,
    )

    ours = marks(
        edited_faces(known, history), min_confidence=min_confidence, mark_unsure=mark_unsure
    )
    assert [(m["emoji"], m["words"], m["colour"]) for _, m in drawn] == [
        (mark.emoji, mark.words, mark.colour) for mark in ours
    ]
    middles = [((m.box.x0 + m.box.x1) / 2, (m.box.y0 + m.box.y1) / 2, m.roll_deg) for m in ours]
    there = [(p["x"], p["y"], p["roll_deg"]) for p, _ in drawn]
    assert np.array(there) == pytest.approx(np.array(middles))


@pytest.mark.parametrize("style", ["cover", "badge"])
@pytest.mark.parametrize("box", BOXES, ids=["middle", "near the right edge", "corner"])
def test_the_browsers_emoji_fills_the_square_that_pythons_fills(style, box):
    known = {"f0": Reading(Face(box, 0.9, None), next(iter(readings().values())).prediction)}
    (face,) = edited_faces(known, some_history(0).reset())
    (mark,) = marks([face], min_confidence=0, mark_unsure=True)
    grey = np.full((260, 280, 3), 90, np.uint8)
    noto = load_emoji_set(EMOJIS / "noto")
    nameless = type(mark)(mark.box, mark.roll_deg, mark.emoji)

    square = run_js(
        """emojiSquare(values.place, values.style, {size: 1.2}, {width: 280, height: 260},
          values.rules)""",
        {"place": asdict(face.place), "style": style, "rules": dict(RULES)},
    )

    painted = (draw_marks(grey, [nameless], noto, style=style) != 90).any(axis=2)
    columns, rows = np.flatnonzero(painted.any(axis=0)), np.flatnonzero(painted.any(axis=1))
    left, top = square["x"] - square["side"] / 2, square["y"] - square["side"] / 2
    inside = 0.02 * square["side"] + 2  # the set's own margin
    assert columns[0] == pytest.approx(max(0, left), abs=inside)
    assert columns[-1] + 1 == pytest.approx(min(280, left + square["side"]), abs=inside)
    assert rows[0] == pytest.approx(max(0, top), abs=inside)
    assert rows[-1] + 1 == pytest.approx(min(260, top + square["side"]), abs=inside)


def test_the_classic_panel_is_as_wide_on_both_sides():
    sizes = [(480, 640), (641, 481), (3, 3), (1001, 77)]

    widths = run_js(
        "values.sizes.map(([height, width]) => panelPx({width, height}, values.rules))",
        {"sizes": sizes, "rules": dict(RULES)},
    )

    noto = load_emoji_set(EMOJIS / "noto")
    pictures = [np.zeros((height, width, 3), np.uint8) for height, width in sizes]
    ours = [
        draw_marks(image, [], noto, style="classic").shape[1] - image.shape[1] for image in pictures
    ]
    assert widths == ours
