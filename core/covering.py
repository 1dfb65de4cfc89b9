"""What must be hidden beyond the faces that are seen: cover means covered.

A face that is no longer seen is not gone. Its cover grows over wherever it can have got to, and
where that is anywhere, the whole frame is hidden until it is known who is where. Plain arithmetic
on boxes, without pictures, so that the browser's code can do the same step for step.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

from core.analysis import Reading
from core.face import Box

RUNS_PER_S: Final = 8.0  # × its size: how fast a face may get away when it is lost from sight
FARTHEST: Final = 1.0  # × its size: a cover that must grow by more hides the whole frame
BEHIND: Final = 0.3  # share of its box in another's: a face that is lost there is behind it;
BEHIND_CUT: Final = 0.02  # if its box had got smaller, the other one had begun to hide it
CUT: Final = 0.85  # × the side that its box had: smaller is got smaller
SAME: Final = 0.5  # share of its box in another's: a face that turns up there is the other one
BEHIND_PER_S: Final = 0.7  # × its size: how far it may stray there from its way
BEHIND_S: Final = 1.5  # after this time it may have gone anywhere
EDGE: Final = 0.15  # × its size: a face lost this near to the edge has left there,
LEAVES_S: Final = 0.25  # and so has one whose way leads there within this time
QUIET_S: Final = 1.0  # without movement wherever it may be, a face that is not found is gone
LEFT_S: Final = 3.0  # and so is one that left, whatever moves
GIVES_UP_S: Final = 10.0  # whatever moves: a face searched for in vain for so long is gone
SURE_TIMES: Final = 3  # frames; seen less often and
SURE_SCORE: Final = 0.8  # with a lower score, a face may be the finder's error,
UNSURE_S: Final = 0.5  # which is held for a moment only
AGREE: Final = 2  # searches in a row that find as many faces, before the first frame is shown
# A box is too small for a face that is turned on its head or half hidden, so the size that it had
# is forgotten slowly: 63 % of it in this time.
SIDE_S: Final = 2.0
FOLLOWS: Final = 0.4  # share of a face's new speed that counts at each frame


@dataclass(frozen=True, eq=False)
class _Known:
    """A face that was seen and is not known to be gone."""

    reading: Reading
    speed: tuple[float, float]  # right and down, pixels a second
    seen_at: float  # seconds
    times: int  # frames in which it was seen
    side: float  # longer one of its box lately, pixels
    moved_at: float  # seconds, when something last moved where it may be

    def sure(self) -> bool:
        return self.times >= SURE_TIMES or self.reading.face.score >= SURE_SCORE


@dataclass(frozen=True, eq=False)
class Plan:
    """What to hide in a frame."""

    everything: bool
    readings: tuple[Reading, ...]  # of the faces seen, and of the lost ones with boxes that grew


class Covering:
    """Whom one stream must hide. Changed only by `plan`, from the thread that processes frames."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}  # by the face's number
        self._size = (0, 0)
        self._agreed = 0
        self._counted = -1  # faces, by the last search
        self.in_doubt = True  # whether the next frame must be searched

    def boxes(self) -> list[Box]:
        """Where the known faces were last seen."""
        return [one.reading.face.box for one in self._known.values()]

    def plan(
        self,
        seen: tuple[Reading, ...],
        t: float,
        *,
        size: tuple[int, int],
        searched: bool,
        moves: list[Box],
    ) -> Plan:
        """What to hide now.

        Args:
            seen: The faces seen in this frame, numbered.
            t: Seconds on any clock that does not go back.
            size: The frame's width and height, pixels.
            searched: Whether the face finder looked at this frame.
            moves: Where something moves in it.
        """
        if size != self._size:
            self._begin_again(size)
        if searched and self._agreed < AGREE:
            self._agreed = self._agreed + 1 if len(seen) == self._counted else 1
            self._counted = len(seen)
        self._see(seen, t)
        lost = {n: one for n, one in self._known.items() if one.seen_at < t}
        covers = [self._cover_of(reading) for reading in seen]
        everything = self._agreed < AGREE
        for number, one in lost.items():
            growth = _growth(one, [reading.face.box for reading in seen], t)
            left = _left(one, size)
            cover = _grown(one, min(growth, FARTHEST), t)
            anywhere = growth > FARTHEST and one.sure() and not left
            if any(anywhere or _shared(place, cover.face.box) > 0 for place in moves):
                one = self._known[number] = replace(one, moved_at=t)
            if _is_gone(one, t, left=left):
                del self._known[number]
                continue
            everything |= anywhere
            covers.append(cover)
        self.in_doubt = everything or any(number in self._known for number in lost)
        return Plan(everything, tuple(covers))

    def _begin_again(self, size: tuple[int, int]) -> None:
        """Another frame size: everybody is lost where they are in the new one."""
        if 0 not in self._size:
            across, down = size[0] / self._size[0], size[1] / self._size[1]
            self._known = {n: _scaled(one, across, down) for n, one in self._known.items()}
        self._size, self._agreed, self._counted = size, 0, -1

    def _see(self, seen: tuple[Reading, ...], t: float) -> None:
        numbers = {reading.track or 0 for reading in seen}
        for reading in seen:
            box, number = reading.face.box, reading.track or 0
            (x, y), side = _middle(box), max(box.width, box.height)
            old = self._known.pop(number, None)
            speed, times = (0.0, 0.0), 1
            if old is not None:
                dt, (old_x, old_y) = max(t - old.seen_at, 1e-3), _middle(old.reading.face.box)
                share = FOLLOWS if side >= CUT * old.side else 0.0  # a cut box has another middle
                speed = (
                    old.speed[0] + share * ((x - old_x) / dt - old.speed[0]),
                    old.speed[1] + share * ((y - old_y) / dt - old.speed[1]),
                )
                times = old.times + 1
                side = max(side, side + (old.side - side) * math.exp(-dt / SIDE_S))
            elif lost := [n for n in self._known if n not in numbers]:
                # A face that turns up while another is lost is that one, wherever it has got to,
                # unless it is only another look of a face that is seen.
                others = (other.face.box for other in seen if other is not reading)
                if any(_shared(box, other) >= SAME for other in others):
                    continue
                del self._known[min(lost, key=lambda n: _apart(self._known[n].reading, reading))]
            self._known[number] = _Known(reading, speed, t, times, side, t)

    def _cover_of(self, seen: Reading) -> Reading:
        known = self._known.get(seen.track or 0)
        return seen if known is None else _whole(known)


def _is_gone(one: _Known, t: float, *, left: bool) -> bool:
    age = t - one.seen_at
    if not one.sure():
        return age > UNSURE_S
    return t - one.moved_at > QUIET_S or age > (LEFT_S if left else GIVES_UP_S)


def _growth(one: _Known, others: list[Box], t: float) -> float:
    """By how much of its size a lost face's cover must grow to all sides."""
    age, box, last = t - one.seen_at, _moved(one, t), one.reading.face.box
    cut = max(last.width, last.height) < CUT * one.side
    enough = BEHIND_CUT if cut else BEHIND
    if any(_shared(box, other) >= enough for other in others) and age <= BEHIND_S:
        return BEHIND_PER_S * age
    return RUNS_PER_S * age


def _left(one: _Known, size: tuple[int, int]) -> bool:
    """Whether a lost face was about to leave the picture."""
    box = one.reading.face.box
    near = EDGE * one.side
    ahead = (one.speed[0] * LEAVES_S, one.speed[1] * LEAVES_S)
    return (
        min(box.x0, box.x0 + ahead[0]) < near
        or min(box.y0, box.y0 + ahead[1]) < near
        or max(box.x1, box.x1 + ahead[0]) > size[0] - near
        or max(box.y1, box.y1 + ahead[1]) > size[1] - near
    )


def _grown(one: _Known, growth: float, t: float) -> Reading:
    """A cover over where the face was, over where its way led, and over what lies around."""
    was, goes = _whole(one).face.box, _moved(one, t)
    more = growth * one.side
    box = Box(
        min(was.x0, goes.x0) - more,
        min(was.y0, goes.y0) - more,
        max(was.x1, goes.x1) + more,
        max(was.y1, goes.y1) + more,
    )
    return replace(one.reading, face=replace(one.reading.face, box=box))


def _whole(one: _Known) -> Reading:
    """A face with a box as large as it was lately."""
    box = one.reading.face.box
    more = (one.side / max(box.width, box.height, 1.0) - 1) / 2
    x, y = more * box.width, more * box.height
    whole = Box(box.x0 - x, box.y0 - y, box.x1 + x, box.y1 + y)
    return replace(one.reading, face=replace(one.reading.face, box=whole))


def _moved(one: _Known, t: float) -> Box:
    """Where a face is if it went on as it did, for as long as one may believe that."""
    box, age = _whole(one).face.box, min(t - one.seen_at, BEHIND_S)
    x, y = one.speed[0] * age, one.speed[1] * age
    return Box(box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y)


def _shared(box: Box, other: Box) -> float:
    """Which share of a box lies in another."""
    width = min(box.x1, other.x1) - max(box.x0, other.x0)
    height = min(box.y1, other.y1) - max(box.y0, other.y0)
    return max(0.0, width) * max(0.0, height) / max(box.width * box.height, 1e-9)


def _scaled(one: _Known, across: float, down: float) -> _Known:
    x0, y0, x1, y1 = one.reading.face.box
    box = Box(x0 * across, y0 * down, x1 * across, y1 * down)
    face = replace(one.reading.face, box=box)
    speed = (one.speed[0] * across, one.speed[1] * down)
    side = one.side * max(across, down)
    return replace(one, reading=replace(one.reading, face=face), speed=speed, side=side)


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _apart(a: Reading, b: Reading) -> float:
    return math.dist(_middle(a.face.box), _middle(b.face.box))
