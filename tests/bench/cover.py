"""`python -m tests.bench cover [NAME ...]`: whether cover hides every face.

Every clip goes through a LiveSession as the camera's frames do. A face counts once half of its
ellipse, from hairline to chin, is in view; it is bare where its pixels left as they came. What is
asked: no frame with more than a tenth of a face's area bare, and on the easy clips less than 2 %
of frames grey all over.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.classifier import Classifier
from core.emojis import load_emoji_set
from core.face import Face
from core.faces import FaceDetector
from core.live import LiveSession, LiveSettings
from tests.support.clips import Clip, Frame, frames, visible_faces
from tests.support.cover_clips import EASY, HARD
from training.runs.serving import serving_name

_ROOT: Final = Path(__file__).parents[2]
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


def covered(clip: Clip) -> Covered:
    """Drive the clip through a live session of its own."""
    detector = SometimesBlind(FaceDetector("yunet", _ROOT / "models"), only_whole=clip.only_whole)
    classifier = Classifier.load(_ROOT / "models" / str(serving_name(_ROOT / "models")))
    session = LiveSession(detector, classifier)  # type: ignore[arg-type]
    settings = LiveSettings(load_emoji_set(_ROOT / "emojis" / "noto"), mirror=False)
    shares: list[float] = []
    grey = partly = 0
    for frame in frames(clip):
        detector.blind = clip.blind(frame.t)
        out = session.process(frame.image, _BEGAN_S + frame.t, settings)
        shares.append(max(bare_shares(frame, out), default=0.0))
        hidden = cv2.countNonZero(cv2.inRange(out, _HIDDEN, _HIDDEN)) / out[..., 0].size
        grey += hidden == 1
        partly += 0.02 < hidden < 1
    return Covered(len(shares), sum(share > BARE for share in shares), max(shares), grey, partly)


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
    chosen = parser.parse_args(arguments).names
    clips = [clip for clip in EASY + HARD if not chosen or clip.name in chosen]
    print(f"{'clip':<34}{'frames':>8}{'bare':>6}{'worst':>8}{'grey':>6}{'edge':>6}")
    kept = True
    for clip in clips:
        seen = covered(clip)
        kept &= seen.kept(clip)
        word = "kept" if seen.kept(clip) else "BROKEN"
        print(
            f"{clip.name:<34}{seen.frames:>8}{seen.bare:>6}{seen.worst:>8.0%}"
            f"{seen.grey:>6}{seen.partly:>6}   {word}",
            flush=True,
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
