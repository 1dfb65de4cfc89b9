"""No face of the cover bench's clips is bare once a clip was looked at both ways in time."""

import pytest

from core.emojis import load_emoji_set
from tests.bench.covered_video import covered_video
from tests.support.clips import Clip
from tests.support.cover_clips import EASY, HARD
from tests.support.folders import EMOJIS
from tests.support.videos import small_reader

pytestmark = pytest.mark.slow

_SHORT = {"walking in, seen late": 1, "half in and still, unseen": 0, "two cross": 2}


@pytest.mark.parametrize(
    "clip",
    [
        pytest.param(clip, id=clip.name, marks=[] if clip.name in _SHORT else pytest.mark.long)
        for clip in EASY + HARD
    ],
)
def test_no_face_is_bare(clip: Clip):
    seen = covered_video(clip, small_reader(), load_emoji_set(EMOJIS / "noto"))

    assert seen.bare == 0
    assert seen.people == _SHORT.get(clip.name, seen.people)
    assert not clip.easy or seen.partly == 0
