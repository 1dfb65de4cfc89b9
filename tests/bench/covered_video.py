"""Whether a clip's faces are covered once it was looked at both ways in time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from core.classifier import FaceReader
from core.emojis import EmojiSet
from core.faces import STILL_SEARCH_PX, FaceDetector
from core.videos.both_ways import people
from core.videos.clip import Frame as VideoFrame
from core.videos.draw import Choice, Drawing
from core.videos.look import FirstLook
from tests.bench.cover import BARE, SometimesBlind, bare_shares
from tests.support.clips import Clip, Frame, frames
from tests.support.folders import MODELS

_FIRST_WIDTH: Final = 640  # what a clip's reader makes of frames that change their size


@dataclass(frozen=True)
class CoveredVideo:
    """What both passes made of a clip."""

    frames: int
    bare: int  # frames with more of a face bare than a tenth of its area
    people: int
    partly: int  # frames of which an area was hidden without a face


def covered_video(clip: Clip, reader: FaceReader, emojis: EmojiSet) -> CoveredVideo:
    """Both passes over a drawn clip whose faces are known, without a file between."""
    quick, fine = (
        SometimesBlind(FaceDetector("yunet", MODELS, search_px=sides), only_whole=clip.only_whole)
        for sides in ((320,), STILL_SEARCH_PX)
    )
    look = FirstLook(quick, fine, reader)
    for frame in _of_one_size(clip):
        quick.blind = fine.blind = clip.blind(frame.t)
        look.add(VideoFrame(frame.t, np.asarray(frame.image, np.uint8)))
    everybody = people(look.found())
    drawing = Drawing(everybody, emojis, Choice())
    bare = count = 0
    for number, frame in enumerate(_of_one_size(clip)):
        out = drawing.drawn(np.asarray(frame.image, np.uint8), number)
        bare += max(bare_shares(frame, out), default=0.0) > BARE
        count += 1
    partly = sum(bool(areas) for areas in everybody.strangers.values())
    return CoveredVideo(count, bare, len(everybody.people), partly)


def _of_one_size(clip: Clip) -> Iterator[Frame]:
    for frame in frames(clip):
        scale = _FIRST_WIDTH / frame.image.shape[1]
        if scale == 1:
            yield frame
            continue
        image = cv2.resize(frame.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        poses = tuple(
            replace(one, x=one.x * scale, y=one.y * scale, height=one.height * scale)
            for one in frame.poses
        )
        yield replace(frame, image=image, poses=poses)
