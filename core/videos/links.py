"""Which fragments of a clip are one face: those of which one goes on where the other was lost."""

import math
from typing import Final

from core.face import Box
from core.videos.look import Found, Fragment

LINK_S: Final = 4.0  # a face lost for longer and found again is somebody new
# How far apart two fragments of one face may be, × its size: at once, for each second, at most.
REACH: Final = 0.8
REACH_PER_S: Final = 3.0
MOST_REACH: Final = 3.0
SIZES: Final = 2.0  # × as large at most


def chains(found: Found) -> list[list[Fragment]]:
    """Fragments of one face each, in their order."""
    after: dict[int, int] = {}  # a fragment's place in the list -> the next one's
    place = {id(one): at for at, one in enumerate(found.fragments)}
    ways: list[tuple[float, int, int]] = []
    for at, one in enumerate(found.fragments):
        if one.goes_on is not None and one.goes_on.last > one.last:
            ways.append((-1.0, at, place[id(one.goes_on)]))
        for other_at, other in enumerate(found.fragments):
            cost = _cost(one, other, found)
            if cost is not None:
                ways.append((cost, at, other_at))
    taken: set[int] = set()
    for _cost_of, at, other_at in sorted(ways):
        if at not in after and other_at not in taken:
            after[at] = other_at
            taken.add(other_at)
    made: list[list[Fragment]] = []
    for at in range(len(found.fragments)):
        if at in taken:
            continue
        chain = [at]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        made.append([found.fragments[one] for one in chain])
    return made


def _cost(one: Fragment, other: Fragment, found: Found) -> float | None:
    """How unlikely it is that a face that was lost is the one found later; None if it is not."""
    if other.found <= one.last or one.scene != other.scene:
        return None
    # Where both were followed in the same frames, each is where the other one lost itself.
    begins = next(number for number in sorted(other.seen) if number > one.last)
    seconds = float(found.times[begins] - found.times[one.last])
    old, new = one.seen[one.last].box, other.seen[begins].box
    sides = max(old.width, old.height), max(new.width, new.height)
    if seconds > LINK_S or max(sides) > SIZES * min(sides):
        return None
    reach = min(REACH + REACH_PER_S * seconds, MOST_REACH)
    far = math.dist(_middle(old), _middle(new)) / max(sides) / reach
    return far + seconds if far <= 1 else None


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
