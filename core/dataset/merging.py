"""Two people's fixes to one set brought together: by the csv that the explorer exports."""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from core.dataset.face_set import FaceSet
from core.dataset.fixed import marked
from core.dataset.fixes import CSV_COLUMNS, LEFT_OUT, Fixes
from core.labels import EMOTIONS
from core.text import from_spreadsheet

_MOST_BYTES: Final = 20_000_000  # a line for each of FER2013's faces has 2


@dataclass(frozen=True)
class Merged:
    """What became of another person's fixes."""

    taken: int  # faces that nobody had changed here
    same: int  # changed alike
    kept: tuple[str, ...]  # names of faces changed otherwise here: these stayed as they are here
    unknown: int  # faces that this set does not have


def merge(fixes: Fixes, faces: FaceSet, data: bytes) -> Merged:
    """Add another person's fixes where they contradict none of these.

    Args:
        data: The csv that the explorer exports.

    Raises:
        ValueError: It is none, or asks for something that no fix can be.
        OSError: The fixes cannot be written.
    """
    wanted = _fixes(data)
    labels, kept = marked(faces, fixes.edits())
    taken, same, stayed, unknown = defaultdict[str, list[str]](list), 0, list[str](), 0
    for name, fix in wanted.items():
        row = faces.row_by_name.get(name)
        if row is None:
            unknown += 1
            continue
        here = EMOTIONS[int(labels[row])] if kept[row] else LEFT_OUT
        if here == fix:
            same += 1
        elif here != EMOTIONS[int(faces.labels[row])]:
            stayed.append(name)
        else:
            taken[fix].append(name)
    for fix, names in taken.items():
        if fix == LEFT_OUT:
            fixes.exclude(names)
        else:
            fixes.relabel(names, fix)
    return Merged(sum(map(len, taken.values())), same, tuple(stayed), unknown)


def _fixes(data: bytes) -> dict[str, str]:
    """What is wanted of each face, by its name."""
    if len(data) > _MOST_BYTES:
        raise ValueError(f"A csv of fixes has at most {_MOST_BYTES // 1_000_000} MB.")
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError("This is no csv of fixes. Send one that Explorer gave.") from error
    if rows and tuple(rows[0]) != CSV_COLUMNS:
        raise ValueError(
            f"A csv of fixes has the columns {', '.join(CSV_COLUMNS)}; this one has "
            f"{', '.join(str(name)[:40] for name in rows[0])}. Send one that Explorer gave."
        )
    wanted: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        name, fix = from_spreadsheet(str(row["name"])), row["fix"]
        if fix not in (*EMOTIONS, LEFT_OUT):
            raise ValueError(
                f"Line {number} wants {str(fix)[:40]!r}; a fix is one of {', '.join(EMOTIONS)} or "
                f'"{LEFT_OUT}". Nothing was changed.'
            )
        wanted[name] = fix
    return wanted
