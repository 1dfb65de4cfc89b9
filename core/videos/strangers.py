"""Who came in at the edge of a clip's picture and was never found: hidden as an area.

With the whole clip known, an area is left out where somebody's face is covered anyway, and where
it is there for a moment only.
"""

from typing import Final

from core.face import Box
from core.videos.look import Found
from core.videos.people import Person

STAYS_S: Final = 0.3  # what is there for less is no person
LINGERS_S: Final = 0.3  # before and after it was noticed


def unexplained(found: Found, persons: list[Person]) -> dict[int, list[Box]]:
    """The areas to hide, by the frame's number."""
    standing = {
        number: [box for box in boxes if not _is_explained(number, box, persons)]
        for number, boxes in enumerate(found.strangers)
        if boxes
    }
    numbers = [number for number, boxes in standing.items() if boxes]
    hidden: dict[int, list[Box]] = {}
    for spell in _spells(numbers, found):
        if found.times[spell[-1]] - found.times[spell[0]] >= STAYS_S:
            for number in spell:
                _spread(hidden, number, standing[number], found)
    return hidden


def _is_explained(number: int, area: Box, persons: list[Person]) -> bool:
    """Whether somebody's face that is covered lies in the area."""
    for person in persons:
        at = person.place(number)
        if at is None:
            continue
        x0, y0, x1, y1 = person.covers[at].tolist()
        if x0 < area.x1 and x1 > area.x0 and y0 < area.y1 and y1 > area.y0:
            return True
    return False


def _spells(numbers: list[int], found: Found) -> list[list[int]]:
    """Frames that follow each other with hardly a break."""
    spells: list[list[int]] = []
    for number in numbers:
        near = spells and found.times[number] - found.times[spells[-1][-1]] <= LINGERS_S
        if near and found.scenes[number] == found.scenes[spells[-1][-1]]:
            spells[-1].append(number)
        else:
            spells.append([number])
    return spells


def _spread(hidden: dict[int, list[Box]], number: int, areas: list[Box], found: Found) -> None:
    """Hide a frame's areas in those just before and after it, too."""
    t, scene = found.times[number], found.scenes[number]
    for step in (-1, 1):
        other = number if step > 0 else number - 1
        while (
            0 <= other < len(found.times)
            and found.scenes[other] == scene
            and abs(found.times[other] - t) <= LINGERS_S + 1e-6
        ):
            known = hidden.setdefault(other, [])
            known += [area for area in areas if area not in known]
            other += step
