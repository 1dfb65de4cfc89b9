"""What the first pass saw, looked at both ways in time: fragments become people without gaps.

A face is covered before it was first found and after it was last, and in between wherever the two
ends of a gap leave it. Plain arithmetic on numbers, without pictures.
"""

import math
from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from core.covering import BEHIND_PER_S, EDGE, LEAVES_S, SIDE_S
from core.face import Box
from core.videos.links import chains
from core.videos.look import Found, Fragment, Sighting
from core.videos.people import Floats, People, Person
from core.videos.strangers import unexplained

STRAYS: Final = 0.6  # × its size: by how much a cover grows at most in the middle of a gap
HOLDS_S: Final = 1.0  # before it was first found and after it was last
LEAVES_FOR_S: Final = 6.0  # a face that walks out of the picture is followed for so long
GROWS_PER_S: Final = 0.3  # × its size: a cover's growth while it is only held
SPEED_S: Final = 0.5  # of the way at each end, by which its speed is told
SOON_S: Final = 1.0  # a face that walks and reaches the edge in this time leaves there
WALKS: Final = 0.05  # × its size a second: slower stands still


@dataclass(frozen=True, eq=False)
class _Line:
    """A person's sightings as arrays; K frames."""

    numbers: npt.NDArray[np.int64]  # (K,) of the frames, rising
    boxes: npt.NDArray[np.float64]  # (K, 4)
    rolls_deg: npt.NDArray[np.float64]  # (K,)
    scores: npt.NDArray[np.float64]  # (K, 7)


def people(found: Found) -> People:
    """Everybody whose face was found, in every frame in which it must be covered."""
    persons = [_person(chain, found) for chain in chains(found)]
    persons.sort(key=lambda one: (-one.frames_seen, one.first))
    return People(found.times, found.size, tuple(persons), unexplained(found, persons))


def _person(chain: list[Fragment], found: Found) -> Person:
    sightings: dict[int, Sighting] = {}
    for fragment in chain:
        both = {number: sightings[number] for number in fragment.seen.keys() & sightings.keys()}
        sightings |= fragment.seen
        sightings |= {
            n: replace(seen, box=_around(seen.box, fragment.seen[n].box))
            for n, seen in both.items()
        }
    line = _line(sightings)
    first, last = int(line.numbers[0]), int(line.numbers[-1])
    times = found.times[first : last + 1]
    seen = np.zeros(last + 1 - first, np.bool_)
    seen[line.numbers - first] = True
    known = found.times[line.numbers]
    boxes = _between(line.boxes, known, times)
    covers = _grown(boxes, _strays(seen, times) * _sides(boxes))
    before = after = np.zeros((0, 4))
    if any(fragment.sure for fragment in chain):
        before = _onward(line, found, step=-1)
        after = _onward(line, found, step=1)
    boxes = np.concatenate([before, boxes, after])
    first -= len(before)
    covers = np.concatenate([before, covers, after])
    portraits = [one.portrait for one in chain if one.portrait is not None]
    best = max(portraits, key=lambda one: one.good, default=None)
    ends = (len(before), len(after))
    return Person(
        first=first,
        boxes=np.asarray(boxes, np.float32),
        covers=_whole(covers, found.times[first : first + len(covers)]),
        rolls_deg=_padded(_between(line.rolls_deg, known, times), ends),
        scores=_padded(_between(line.scores, known, times), ends),
        seen=np.concatenate([np.zeros(ends[0], np.bool_), seen, np.zeros(ends[1], np.bool_)]),
        portrait=b"" if best is None else best.jpeg,
    )


def _around(a: Box, b: Box) -> Box:
    """Both boxes."""
    return Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))


def _line(sightings: dict[int, Sighting]) -> _Line:
    numbers = sorted(sightings)
    ordered = [sightings[number] for number in numbers]
    rolls = np.unwrap([math.radians(one.roll_deg) for one in ordered])
    return _Line(
        np.array(numbers, np.int64),
        np.array([one.box for one in ordered], np.float64),
        np.degrees(rolls),
        np.array([one.scores for one in ordered], np.float64),
    )


def _between(
    values: npt.NDArray[np.float64], known: npt.NDArray[np.float64], times: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Values known at some times, straight from one to the next at all times."""
    columns = values.reshape(len(values), -1).T
    filled = np.stack([np.interp(times, known, column) for column in columns], axis=1)
    return filled.reshape(len(times), *values.shape[1:])


def _strays(seen: npt.NDArray[np.bool_], times: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """By how much of its size a face may be beside its way: more, the longer a gap."""
    at = np.arange(len(seen))
    since = times - times[np.maximum.accumulate(np.where(seen, at, 0))]
    last = len(seen) - 1
    until = times[np.minimum.accumulate(np.where(seen, at, last)[::-1])[::-1]] - times
    return np.minimum(BEHIND_PER_S * np.minimum(since, until), STRAYS)


def _onward(line: _Line, found: Found, *, step: int) -> npt.NDArray[np.float64]:
    """Boxes of the frames after the last sighting (step 1), or before the first (-1), in order."""
    at = -1 if step > 0 else 0
    number = int(line.numbers[at])
    box, t0 = line.boxes[at], float(found.times[number])
    side = max(float(box[2] - box[0]), float(box[3] - box[1]))
    speed = _speed(line, found, at)
    leaves = _leaves(box, speed * step, side, found.size)
    made: list[npt.NDArray[np.float64]] = []
    scene = found.scenes[number]
    for other in range(number + step, len(found.times) if step > 0 else -1, step):
        away = abs(float(found.times[other]) - t0)
        if found.scenes[other] != scene or away > (LEAVES_FOR_S if leaves else HOLDS_S) + 1e-6:
            break
        shift = speed * step * (away if leaves else min(away, LEAVES_S))
        gone = box + np.tile(shift, 2)
        if not leaves:
            gone = np.concatenate([np.minimum(box[:2], gone[:2]), np.maximum(box[2:], gone[2:])])
        gone = _grown(gone[np.newaxis], np.array([GROWS_PER_S * min(away, HOLDS_S) * side]))[0]
        if gone[2] < 0 or gone[3] < 0 or gone[0] > found.size[0] or gone[1] > found.size[1]:
            break
        made.append(gone)
    return np.array(made[::step], np.float64).reshape(-1, 4)


def _speed(line: _Line, found: Found, at: int) -> npt.NDArray[np.float64]:
    """Right and down at one end of a way, pixels a second."""
    times = found.times[line.numbers]
    near = np.abs(times - times[at]) <= SPEED_S
    span = float(np.ptp(times[near]))
    if near.sum() < 3 or span <= 0:
        return np.zeros(2)
    middles = (line.boxes[near, :2] + line.boxes[near, 2:]) / 2
    slopes = cast(np.ndarray, np.polyfit(times[near] - times[at], middles, 1))
    return slopes[0]


def _leaves(
    box: npt.NDArray[np.float64],
    speed: npt.NDArray[np.float64],
    side: float,
    size: tuple[int, int],
) -> bool:
    """Whether a face walks out of the picture, at its edge already or in a moment."""
    soon = box + np.tile(speed * SOON_S, 2)
    near = EDGE * side
    walks = WALKS * side
    return bool(
        (speed[0] < -walks and min(box[0], soon[0]) < near)
        or (speed[1] < -walks and min(box[1], soon[1]) < near)
        or (speed[0] > walks and max(box[2], soon[2]) > size[0] - near)
        or (speed[1] > walks and max(box[3], soon[3]) > size[1] - near)
    )


def _sides(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])


def _grown(
    boxes: npt.NDArray[np.float64], more: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Boxes larger to all sides by so many pixels each."""
    return boxes + more[:, np.newaxis] * np.array([-1.0, -1.0, 1.0, 1.0])


def _whole(covers: npt.NDArray[np.float64], times: npt.NDArray[np.float64]) -> Floats:
    """Covers as large as the face was lately, and will be soon: a box is too small for a face
    that is turned on its head or half hidden."""
    sides = _sides(covers)
    lately, soon = sides.copy(), sides.copy()
    fades = np.exp(-np.diff(times) / SIDE_S)
    for at in range(1, len(sides)):
        lately[at] = max(sides[at], sides[at] + (lately[at - 1] - sides[at]) * fades[at - 1])
    for at in range(len(sides) - 2, -1, -1):
        soon[at] = max(sides[at], sides[at] + (soon[at + 1] - sides[at]) * fades[at])
    middles = (covers[:, :2] + covers[:, 2:]) / 2
    extents = covers[:, 2:] - covers[:, :2]
    half = extents / 2 * (np.maximum(lately, soon) / np.maximum(sides, 1e-6))[:, np.newaxis]
    return np.asarray(np.concatenate([middles - half, middles + half], axis=1), np.float32)


def _padded(values: npt.NDArray[np.float64], ends: tuple[int, int]) -> Floats:
    """With the first and the last value so often more before and after."""
    pads = [ends, *[(0, 0)] * (values.ndim - 1)]
    return np.asarray(np.pad(values, pads, mode="edge"), np.float32)
