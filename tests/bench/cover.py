"""`python -m tests.bench cover [--way server|browser] [NAME ...]`: whether cover hides every face.

Every clip goes through a LiveSession as the camera's frames do, and through the browser's code,
which Node runs. A face counts once half of its ellipse, from hairline to chin, is in view; it is
bare where its pixels left as they came. What is asked: no frame with more than a tenth of a face's
area bare, and on the easy clips less than 2 % of frames grey all over.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.classifier import WEIGHTS_FILE, Classifier
from core.emojis import EmojiSet, load_emoji_set
from core.face import Face
from core.faces import FaceDetector
from core.live import LiveSession, LiveSettings
from tests.bench.cover_in_browser import shown_in_browser
from tests.support.clips import Clip, Frame, frames, visible_faces
from tests.support.cover_clips import EASY, HARD
from tests.support.folders import EMOJIS, MODELS
from training.runs.serving import serving_name

_BEGAN_S: Final = 1000.0  # what the clock says when a clip begins
BARE: Final = 0.1  # of a face's area: more of it counts as a bare face
_SAME: Final = 6  # grey levels: a pixel this near to what came in is bare
_HIDDEN: Final = (24, 24, 24)  # BGR of what must not be shown
_GREY: Final = 0.02  # of an easy clip's frames


@dataclass(frozen=True)
class Covered:
    """What a clip's frames showed."""

    frames: int
    bare: int  # frames with a bare face
    worst: float  # the largest share of a face's area that was bare
    grey: int  # frames that were grey all over
    partly: int  # frames of which an edge was grey

    def kept(self, clip: Clip) -> bool:
        """Whether the promise was kept."""
        return self.bare == 0 and not (clip.easy and self.grey >= _GREY * self.frames)


class SometimesBlind:
    """A face finder that finds nothing while it is told so, or nothing that the edge cuts."""

    def __init__(self, detector: FaceDetector, *, only_whole: bool) -> None:
        self.blind = False
        self._detector = detector
        self._only_whole = only_whole

    def detect(self, image: np.ndarray) -> list[Face]:
        found = [] if self.blind else self._detector.detect(image)
        height, width = image.shape[:2]
        return [
            face
            for face in found
            if not self._only_whole
            or (min(face.box[:2]) >= 0 and face.box.x1 <= width and face.box.y1 <= height)
        ]


def covered(clip: Clip, way: str = "server") -> Covered:
    """What a clip's frames showed on one of WAYS."""
    shares: list[float] = []
    grey = partly = 0
    for frame, out in _WAYS[way](clip):
        shares.append(max(bare_shares(frame, out), default=0.0))
        hidden = cv2.countNonZero(cv2.inRange(out, _HIDDEN, _HIDDEN)) / out[..., 0].size
        grey += hidden == 1
        partly += 0.02 < hidden < 1
    return Covered(len(shares), sum(share > BARE for share in shares), max(shares), grey, partly)


def _on_server(clip: Clip) -> Iterator[tuple[Frame, np.ndarray]]:
    """The clip through a live session of its own."""
    detector = SometimesBlind(FaceDetector("yunet", MODELS), only_whole=clip.only_whole)
    session = LiveSession(detector, Classifier.load(_serving()))
    settings = LiveSettings(_emojis(), mirror=False)
    for frame in frames(clip):
        detector.blind = clip.blind(frame.t)
        yield frame, session.process(frame.image, _BEGAN_S + frame.t, settings)


def _in_browser(clip: Clip) -> Iterator[tuple[Frame, np.ndarray]]:
    return shown_in_browser(clip, _serving() / WEIGHTS_FILE, _emojis())


def _serving() -> Path:
    return MODELS / str(serving_name(MODELS))


def _emojis() -> EmojiSet:
    return load_emoji_set(EMOJIS / "noto")


_WAYS: Final = {"server": _on_server, "browser": _in_browser}


def bare_shares(frame: Frame, out: np.ndarray) -> Iterator[float]:
    """Of each face that is half in view: which share of its whole area left as it came."""
    same = cv2.inRange(cv2.absdiff(out, frame.image), (0, 0, 0), (_SAME, _SAME, _SAME))
    same[cv2.inRange(out, _HIDDEN, _HIDDEN) > 0] = 0  # a dark frame looks like what hides it
    for seen, area in visible_faces(frame):
        if np.count_nonzero(seen) >= area / 2:
            yield float(np.count_nonzero(seen & (same > 0)) / area)


def main(arguments: list[str]) -> int:
    """Measure, print, and fail when a face was bare."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench cover", description=__doc__)
    parser.add_argument("names", nargs="*", help="clips to measure; all without")
    parser.add_argument("--way", choices=list(_WAYS), help="measure one way only")
    chosen = parser.parse_args(arguments)
    clips = [clip for clip in EASY + HARD if not chosen.names or clip.name in chosen.names]
    kept = True
    for way in [chosen.way] if chosen.way else _WAYS:
        kept &= _table(way, clips)
    return 0 if kept else 1


def _table(way: str, clips: list[Clip]) -> bool:
    """Print what each clip showed; whether the promise was kept by all."""
    print(f"{'clip, ' + way:<34}{'frames':>8}{'bare':>6}{'worst':>8}{'grey':>6}{'edge':>6}")
    kept = True
    for clip in clips:
        seen = covered(clip, way)
        kept &= seen.kept(clip)
        word = "kept" if seen.kept(clip) else "BROKEN"
        print(
            f"{clip.name:<34}{seen.frames:>8}{seen.bare:>6}{seen.worst:>8.0%}"
            f"{seen.grey:>6}{seen.partly:>6}   {word}",
            flush=True,
        )
    return kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
