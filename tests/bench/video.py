"""What a video costs, and whether its faces are covered: lines of `python -m tests.bench photo`."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from core.classifier import Classifier
from core.emojis import load_emoji_set
from tests.bench.covered_video import covered_video
from tests.bench.row import Row
from tests.support.clips import frames
from tests.support.cover_clips import EASY, HARD
from tests.support.folders import EMOJIS, MODELS, ROOT
from tests.support.videos import write_video
from training.runs.serving import serving_name

_PEOPLE: Final = "two beside each other"
_TIMES: Final = 3  # so often the clip of four seconds is played


def video_rows() -> list[Row]:
    """A clip of 640x480 at 30 frames a second by the command line, and the cover bench's clips."""
    speed = _speed()
    return [
        Row("video 640x480, 2 faces, × as fast as it plays", speed, speed >= 1, "1 or more"),
        _uncovered(),
    ]


def _speed() -> float:
    """Both passes, the process's start included."""
    (clip,) = (one for one in EASY if one.name == _PEOPLE)
    images = [frame.image for frame in frames(clip)] * _TIMES
    with tempfile.TemporaryDirectory() as place:
        path = write_video(Path(place) / "clip.mp4", images, frames_per_s=30)
        command = [sys.executable, "-m", "core.emojify", str(path), "--out", place]
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return len(images) / 30 / (time.perf_counter() - started)


def _uncovered() -> Row:
    reader = Classifier.load(MODELS / (serving_name(MODELS) or ""))
    emojis = load_emoji_set(EMOJIS / "noto")
    seen = [covered_video(clip, reader, emojis) for clip in EASY + HARD]
    bare = sum(one.bare for one in seen)
    what = f"uncovered frames, of {sum(one.frames for one in seen)} in the cover bench's clips"
    return Row(what, bare, bare == 0, "0")
